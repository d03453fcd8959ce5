"""A result that goes with the process that held it costs its photo another reading, and never the batch."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scanner.batch import cluster
from scanner.batch.desk import Reading, Task
from scanner.batch.worker import Orders

TASKS = [Task(number, f"{number}.png", Path(f"{number}.png")) for number in range(4)]


@dataclass
class Future:
    key: object
    status: str

    def exception(self):
        raise AssertionError("a future that is lost has no exception")


@dataclass
class Workers:
    """A scheduler whose results end as `fates` says, by photo, one fate for each try; then they are finished."""

    fates: dict[int, list[str]]
    submitted: list[int] = field(default_factory=list)
    waiting: list[Future] = field(default_factory=list)
    status = "running"
    loop = None

    def submit(self, _read, task, _orders, *, key, pure):
        assert not pure
        self.submitted.append(task.number)
        left = self.fates.get(task.number, [])
        self.waiting.append(Future(key, left.pop(0) if left else "finished"))
        return self.waiting[-1]

    def nthreads(self):
        return {"worker": 2}

    def add(self, _future):
        pass

    def next_batch(self, *, block):
        batch, self.waiting = self.waiting, []
        assert batch or not block
        return [(future, Reading(future.key[1], {"photo": f"{future.key[1]}.png"})) for future in batch]


def readings(monkeypatch, fates):
    workers = Workers(fates)
    monkeypatch.setattr(cluster._dask, "as_completed", lambda **_: workers)
    orders = Orders("run", lambda: None, 1.0, "1")
    found = cluster.Cluster(workers, orders, shares_files=True, spare=0).readings(iter(TASKS))
    return {one.number: one.record for one in found if one is not None}, workers.submitted


@pytest.mark.parametrize("fate", ["lost", "cancelled"])
def test_a_lost_result_is_read_again_after_the_others(monkeypatch, fate):
    found, submitted = readings(monkeypatch, {1: [fate]})
    assert found == {number: {"photo": f"{number}.png"} for number in range(4)}
    assert submitted == [0, 1, 2, 3, 1]


def test_a_photo_whose_result_is_always_lost_costs_itself(monkeypatch):
    found, submitted = readings(monkeypatch, {2: ["lost"] * 9})
    assert found[2]["error"] == "killed"
    assert [record.get("error") for number, record in found.items() if number != 2] == [None] * 3
    assert submitted.count(2) == 4
