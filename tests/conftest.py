"""What every test is given."""

import sys

import pytest


@pytest.fixture(autouse=True)
def main_module(monkeypatch):
    """AppTest leaves its script behind as ``__main__``, which every process started later would run again."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
