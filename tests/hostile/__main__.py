"""python -m tests.hostile [KIND ...]: the figures of the corpus, or of some kinds of it ("dense" only when asked for).

What was given, what came of it, how long it took and how much memory.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.hostile.corpus import corpus, dense
from tests.hostile.trial import run


def main():
    wanted = sys.argv[1:]
    cases = tuple(case for case in (*corpus(), *dense()) if case.kind in wanted) if wanted else corpus()
    with tempfile.TemporaryDirectory(prefix="magnify-hostile-") as folder:
        trial = run(Path(folder), cases)
    pairs = list(zip(trial.cases, trial.records, strict=False))
    lines = [
        f"{len(trial.cases)} files, {len(trial.records)} answers, exit code {trial.code}, {trial.seconds:.0f} s"
    ]
    for kind, count in Counter(case.kind for case in trial.cases).most_common():
        came = Counter(record.get("error") or record["status"] for case, record in pairs if case.kind == kind)
        peak = f"{trial.peaks.get(kind, 0) / 1e6:5.0f} MB"
        lines.append(
            f"{kind:16} {count:4} {peak}  {', '.join(f'{cause} {n}' for cause, n in came.most_common())}"
        )
    lines += [
        f"UNEXPECTED {case.name!r}: {record.get('error')} {record['reason']}"
        for case, record in pairs
        if record.get("error") not in case.may
    ]
    slowest = sorted(pairs, key=lambda pair: pair[1]["seconds"])[-5:]
    lines += [f"{record['seconds']:6.1f} s  {case.name!r}" for case, record in reversed(slowest)]
    lines.append(f"peak memory {trial.peak_bytes / 1e6:.0f} MB, pictures {len(trial.pictures)}")
    lines.append(f"left behind: {trial.left or 'nothing'}, changed: {trial.changed or 'nothing'}")
    lines.append(f"said beside the results: {sum('could not be written' in line for line in trial.errors.splitlines())}"
                 f" pictures not written; a traceback: {'Traceback' in trial.errors}")  # fmt: skip
    sys.stdout.write("\n".join(lines) + "\n")


main()
