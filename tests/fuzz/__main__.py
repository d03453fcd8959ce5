"""python -m tests.fuzz TARGET [--seconds 600] [--keep FOLDER]: one target under atheris; see README.md beside it.

Prints libFuzzer's own figures; an input that breaks the target is left in the folder as crash-... or timeout-...:
make it smaller and put it into BROKE of test_fuzz_targets.py, and the tests hold it from then on.
"""

import argparse
import sys
import tempfile
from pathlib import Path

SLOW_S = 5
MEMORY_MB = 1200


def main():
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("target", choices=("words", "names", "directions", "shelf", "journal"))
    asked.add_argument("--seconds", type=int, default=600)
    asked.add_argument(
        "--keep", type=Path, default=None, help="folder for the inputs found; else a temporary one"
    )
    options = asked.parse_args()
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: tests/fuzz/README.md says how")
    with atheris.instrument_imports(include=["scanner", "catalog", "app"]):
        from tests.fuzz.targets import TARGETS
    from tests.fuzz.seeds import DICTIONARY, SEEDS

    folder = options.keep or Path(tempfile.mkdtemp(prefix="magnify-fuzz-"))
    inputs = folder / "inputs"
    inputs.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[options.target]()):
        (inputs / f"seed-{number:04}").write_bytes(seed)
    words = folder / "dictionary"
    words.write_text("".join(f'"{_quoted(word)}"\n' for word in DICTIONARY[options.target]), encoding="utf-8")
    sys.stdout.write(f"inputs and findings in {folder}\n")
    atheris.Setup(
        [
            *(sys.argv[0], str(inputs), f"-max_total_time={options.seconds}", f"-timeout={SLOW_S}"),
            *(f"-rss_limit_mb={MEMORY_MB}", f"-artifact_prefix={folder}/", f"-dict={words}", "-max_len=2000"),
            "-print_final_stats=1",
        ],
        TARGETS[options.target],
    )
    atheris.Fuzz()


def _quoted(word):
    return "".join(
        chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\' else f"\\x{byte:02x}"
        for byte in word.encode()
    )


main()
