"""What is installed: its known weaknesses and its licences."""

import json
import re
import subprocess
import sys
import tomllib
import zipfile

import pytest

from tests.licences import ROOT, SAID_ELSEWHERE, licence_of, listed, locked

ALLOWED = {
    "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "CC0-1.0", "ISC", "LGPL-3.0", "MIT", "MIT-CMU",
    "MPL-2.0", "PSF-2.0", "Zlib",
}  # fmt: skip
"""All go together with MIT; the copyleft ones among them cover their own files only."""


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_no_locked_package_has_a_known_weakness(lock):
    command = [
        *(sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--requirement", lock),
        *("--format", "json", "--progress-spinner", "off", "--timeout", "10"),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    try:
        told = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        pytest.skip(f"pip-audit could not ask about {lock}: {done.stderr.strip().splitlines()[-1:]}")
    weak = {one["name"]: [v["id"] for v in one["vulns"]] for one in told if one.get("vulns")}
    assert weak == {}
    unknown = [one["name"] for one in told if "skip_reason" in one]
    assert len(told) >= 0.9 * len(set(locked(lock)))
    if unknown:
        pytest.skip(
            f"{len(unknown)} of {len(told)} packages of {lock} could not be asked about from here: offline?"
        )


def test_the_page_lists_every_package_that_is_installed_with_it():
    assert set(listed()) == set(locked())


def test_the_page_says_what_the_packages_say():
    said = {name: licence_of(name) or SAID_ELSEWHERE.get(name) for name in listed()}
    assert said == listed()


def test_all_licences_go_together():
    for name, licence in listed().items():
        parts = re.split(r" (?:AND|OR) ", licence)
        assert set(parts) <= ALLOWED, (name, licence)
    assert [name for name, licence in listed().items() if "GPL" in licence] == ["pi-heif"]


@pytest.mark.parametrize("name", sorted(set(locked("requirements-dev.lock")) - set(locked())))
def test_what_only_tests_use_is_free_software_too(name):
    licence = licence_of(name)
    if licence is None:
        pytest.skip(f"{name} is not installed on this system")
    assert "GPL" not in licence or licence.startswith("LGPL")


def test_the_wheel_holds_nothing_of_others_but_the_tiny_networks(tmp_path):
    command = [
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"),
        *("--disable-pip-version-check", "--wheel-dir", str(tmp_path), str(ROOT)),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    packages = {"app", "catalog", "scanner", "streamlit_app.py"}
    with zipfile.ZipFile(wheel) as opened:
        names = opened.namelist()
        licences = [opened.read(name).decode() for name in names if "/licenses/" in name]
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == packages
    assert not [name for name in names if name.endswith((".so", ".dll", ".dylib", ".exe", ".pyd"))]
    weights = {name.rpartition("/")[2] for name in names if "/weights/" in name}
    assert weights == {"tiny_finder.onnx", "tiny_lines.onnx", "tiny_letters.txt", "LICENSE", "README.md"}
    assert {name.rpartition("/")[2] for name in names if name.endswith(".onnx")} <= weights
    assert ["MIT License" in text for text in licences] == [True]
    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["license"] == "MIT"
