"""What is built from the project holds everything the app opens: style, sign and the sample labels."""

from pathlib import Path

import pytest
from setuptools import Distribution

ROOT = Path(__file__).resolve().parent.parent
CODE = (".py", ".pyc")


@pytest.fixture
def project(monkeypatch):
    monkeypatch.chdir(ROOT)
    found = Distribution()
    found.parse_config_files()
    return found


def test_every_file_of_the_app_comes_along(project):
    packed = {path for pattern in project.package_data["app"] for path in (ROOT / "app").glob(pattern)}
    files = {path for path in (ROOT / "app").rglob("*") if path.is_file() and path.suffix not in CODE}
    assert {"style.css", "icon.png"} < {path.name for path in files}
    assert packed == files


def test_the_frame_and_its_pages_come_along(project):
    assert "streamlit_app" in project.py_modules
    assert "app" in project.packages
