"""The versions of fixtures: an older one is not loaded over a newer one, and a change raises the number."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError

from indicators.models import LoadedFixtures, Revision
from tests.commands import run_command
from tests.fixture_files import edit_first

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_versions(db: None) -> None:
    LoadedFixtures.objects.all().delete()


def load(folder: Path, number: object, *arguments: str) -> str:
    (folder / "version.json").write_text(json.dumps({"fixtures_version": number}))
    return run_command("load_fixtures", folder, *arguments)


def loaded() -> list[tuple[int, int | None]]:
    """The versions that were loaded, and the revisions of the loads."""
    return list(LoadedFixtures.objects.values_list("fixtures_version", "loaded_in"))


def test_a_version_is_stored_with_the_revision_of_its_load(fixtures: Path) -> None:
    load(fixtures, 4)
    edit_first(fixtures, note_zh="注。", note_en="Note.")
    assert load(fixtures, 5).startswith("Revision 2: ")
    load(fixtures, 5)
    assert loaded() == [(4, None), (5, 2)]


def test_an_older_version_does_not_overwrite_a_newer_one(fixtures: Path) -> None:
    load(fixtures, 5)
    edit_first(fixtures, note_zh="注。", note_en="Note.")
    assert load(fixtures, 4) == (
        f"Nothing was loaded: {fixtures}/version.json: version 4 is older than version 5, which is loaded. "
        "Use --downgrade to load it.\n"
    )
    assert Revision.objects.newest_number() == 1
    assert load(fixtures, 4, "--downgrade").startswith("Revision 2: ")
    assert loaded() == [(5, None), (4, 2)]


def test_changed_fixtures_need_a_new_number(fixtures: Path) -> None:
    load(fixtures, 5)
    edit_first(fixtures, note_zh="注。", note_en="Note.")
    with pytest.raises(CommandError, match="differ from the version 5 that is loaded; raise fixtures_version"):
        load(fixtures, 5)
    assert Revision.objects.newest_number() == 1


def test_a_dry_run_stores_no_version(fixtures: Path) -> None:
    load(fixtures, 5, "--dry-run")
    assert loaded() == []


@pytest.mark.parametrize("number", [0, -1, "1", 1.5, True, None])
def test_a_version_that_is_no_whole_number_is_refused(fixtures: Path, number: object) -> None:
    with pytest.raises(CommandError, match=r'is not \{"fixtures_version": N\} with a whole number N from 1'):
        load(fixtures, number)
