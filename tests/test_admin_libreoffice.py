"""Every export goes through LibreOffice to XLSX, ODS and CSV and comes back: nothing is changed."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from indicators.admin.spreadsheet.columns import sheet_of
from indicators.history.lookup import published
from tests.sheets import NOTHING, errors, upload

pytestmark = [pytest.mark.soffice, pytest.mark.django_db, pytest.mark.database_independent]

TIMEOUT_S = 300
CSV_FILTER = "csv:Text - txt - csv (StarCalc):44,34,76"
"""With commas and double quotes, in UTF-8."""
DETECTING = "--infilter=CSV:44,34,76,1,,2052,false,true"
"""Reads CSV in Chinese settings, and takes for percentages, fractions and dates what looks like them."""


def convert(files: list[Path], target: str, folder: Path, *options: str) -> None:
    """Convert all files with one run of LibreOffice, whose profile is the test's own."""
    profile = f"-env:UserInstallation=file://{folder.parent}/profile"
    command = ["soffice", profile, "--headless", *options, "--convert-to", target, "--outdir", str(folder)]
    result = subprocess.run([*command, *map(str, files)], capture_output=True, timeout=TIMEOUT_S, check=False)
    assert result.returncode == 0, result.stderr


@pytest.fixture
def pages() -> dict[str, str]:
    """The address of the page of each sheet."""
    options = (model._meta for model in published().values())
    return {
        f"{one.app_label}-{one.model_name}": f"/admin/{one.app_label}/{one.model_name}/spreadsheet/"
        for one in options
        if sheet_of(one.app_label, str(one.model_name))
    }


@pytest.mark.parametrize(
    ("source", "target", "options"),
    [
        ("xlsx", "xlsx", ()),
        ("xlsx", "ods", ()),
        ("xlsx", CSV_FILTER, ()),
        ("csv", "xlsx", (DETECTING,)),
        ("csv", "ods", (DETECTING,)),
    ],
)
def test_nothing_is_changed(
    corrector: Client, tmp_path: Path, pages: dict[str, str], source: str, target: str, options: tuple[str, ...]
) -> None:
    assert len(pages) >= 11
    files = []
    for name, page in pages.items():
        file = tmp_path / f"{name}.{source}"
        file.write_bytes(corrector.get(f"{page}export.{source}").content)
        files.append(file)
    folder = tmp_path / "converted"
    convert(files, target, folder, *options)
    suffix = target.partition(":")[0]
    found = {
        name: errors(upload(corrector, (folder / f"{name}.{suffix}").read_bytes(), page=page))
        for name, page in pages.items()
    }
    shutil.rmtree(tmp_path / "profile")
    assert found == dict.fromkeys(pages, NOTHING)
