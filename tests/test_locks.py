"""The lock files pin everything that pyproject.toml asks for, with hashes, and name no machine or address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")


def entries(lock: str) -> list[tuple[Requirement, list[str]]]:
    """Each pinned requirement with its hashes."""
    text = re.sub(r"^#.*\n", "", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)
    parts = (entry.split("--hash=") for entry in text.replace("\\\n", " ").splitlines())
    return [(Requirement(first.strip()), [each.strip() for each in hashes]) for first, *hashes in parts]


def pins(lock: str) -> set[tuple[str, str]]:
    return {(canonicalize_name(each.name), str(each.specifier)) for each, _ in entries(lock)}


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_is_pinned_with_hashes(lock: str) -> None:
    assert len(entries(lock)) > 20
    for requirement, hashes in entries(lock):
        assert re.fullmatch(r"==[\w.+!]+", str(requirement.specifier)), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_path_or_option_is_inside(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|file:|^\s*-(?!-hash)| @ |^\s*[./]", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        (
            "requirements-dev.lock",
            PROJECT["project"]["dependencies"]
            + [r for g in PROJECT["dependency-groups"].values() for r in g],
        ),
    ],
)
def test_the_lock_holds_what_the_project_asks_for(lock: str, asked: list[str]) -> None:
    for line in asked:
        wanted = Requirement(line)
        found = [r for r, _ in entries(lock) if canonicalize_name(r.name) == canonicalize_name(wanted.name)]
        assert found, f"{line}: run 'make lock'"
        for each in found:
            version = str(each.specifier).removeprefix("==")
            assert wanted.specifier.contains(version, prereleases=True), f"{line}: {each}, run 'make lock'"


def test_tests_run_on_the_versions_that_people_get() -> None:
    assert pins("requirements.lock") <= pins("requirements-dev.lock")
