"""The loader as a three-way merge: what was loaded, what stands, and what the fixture says now."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from indicators.history.text_values import value_of
from indicators.models import Membership, Metric, Observation, Override, Region
from programmes.models import Part, ProgrammeMetric
from tests.commands import load
from tests.databases import manage
from tests.editing import correct, correcting, withdraw
from tests.fixture_files import PROGRAMME, edit_first, edit_records, reorder_metrics
from tests.tables import revisions, tables

pytestmark = pytest.mark.django_db

CODE = "ankang-report-poor-population-610900-2018"
OVERRIDE = f"value of observation {CODE}"
NOTHING = "Nothing changed: "


def correct_first(**fields: Any) -> None:
    correct(Observation.objects.get(code=CODE), **fields)


def stands(client: Client, *fields: str) -> list[Any]:
    row = client.get(f"/api/v1/observations/{CODE}").json()
    return [row[field] for field in fields]


def overrides() -> list[tuple[Any, ...]]:
    return list(Override.objects.values_list("record", "field", "loaded", "fixture", "conflict"))


def found(printed: str) -> list[str]:
    """The conflicts that a load told, without the counts before them."""
    return [line for line in printed.splitlines() if line.startswith("Conflict: ")]


def load_without_conflict(folder: Path) -> str:
    """What a load prints that leaves no conflict open."""
    printed = load(folder)
    assert not Override.objects.filter(conflict=True).exists()
    return printed


def test_a_reload_keeps_a_correction(client: Client, fixtures: Path) -> None:
    correct_first(value=229700, value_text="22.97万人")
    before = tables()
    assert load(fixtures).startswith(NOTHING)
    assert tables() == before
    assert stands(client, "value", "value_low", "corrected", "revision") == [229700, 229650, True, 2]
    assert overrides() == [(CODE, "value", "229600", None, False), (CODE, "value_text", "22.96万人", None, False)]


def test_what_moved_in_the_fixture_alone_is_taken_beside_a_correction(client: Client, fixtures: Path) -> None:
    correct_first(value=229700)
    edit_first(fixtures, note_zh="另有说明。", note_en="Otherwise noted.")
    assert load(fixtures).startswith("Revision 3: 0 records created, 1 changed, ")
    assert stands(client, "value", "note_en", "corrected", "revision") == [229700, "Otherwise noted.", True, 3]


def test_a_conflict_is_told_once_and_strict_fails_while_it_is_open(client: Client, fixtures: Path) -> None:
    correct_first(value=229700)
    edit_first(fixtures, value=229500)
    told = f"Conflict: {OVERRIDE}: the fixture changed to 229500, but the value was corrected. Decide in the admin."
    assert found(load(fixtures)) == [told]
    assert stands(client, "value", "corrected") == [229700, True]
    before = tables()
    assert found(load(fixtures)) == []
    with pytest.raises(CommandError, match=r"^1 conflicts are open\."):
        load("--strict", fixtures)
    assert tables() == before
    assert revisions()[-1] == (2, "correction", "corrector", "A test.")


def test_a_conflict_that_moves_on_is_told_again(fixtures: Path) -> None:
    correct_first(value=229700)
    for value in (229500, 229400):
        edit_first(fixtures, value=value)
        assert len(found(load(fixtures))) == 1
    assert overrides() == [(CODE, "value", "229600", "229400", True)]


def test_a_dry_run_tells_conflicts_and_leaves_no_trace(fixtures: Path) -> None:
    correct_first(value=229700)
    edit_first(fixtures, value=229500)
    before = tables()
    assert len(found(load("--dry-run", fixtures))) == 1
    with pytest.raises(CommandError, match=r"^1 conflicts are open\."):
        load("--dry-run", "--strict", fixtures)
    assert tables() == before


def test_a_fixture_that_comes_back_closes_the_conflict(client: Client, fixtures: Path) -> None:
    correct_first(value=229700)
    edit_first(fixtures, value=229500)
    load(fixtures)
    edit_first(fixtures, value=229600)
    assert load_without_conflict(fixtures).startswith(NOTHING)
    assert overrides() == [(CODE, "value", "229600", None, False)]
    assert stands(client, "value") == [229700]


def test_a_fixture_that_says_what_stands_settles_the_correction(client: Client, fixtures: Path) -> None:
    correct_first(value=229700)
    edit_first(fixtures, value=229700)
    assert load_without_conflict(fixtures).startswith("Revision 3: 0 records created, 1 changed, ")
    assert overrides() == []
    assert stands(client, "value", "corrected", "revision") == [229700, False, 3]
    edit_first(fixtures, value=229800)
    load(fixtures)
    assert stands(client, "value", "corrected") == [229800, False]


def test_a_revert_gives_the_field_back_to_the_fixture(client: Client, fixtures: Path) -> None:
    correct_first(value=229700)
    edit_first(fixtures, value=229500)
    load(fixtures)
    correct_first(value=229600)
    assert overrides() == []
    assert stands(client, "value", "corrected") == [229600, False]
    load_without_conflict(fixtures)
    assert stands(client, "value", "corrected") == [229500, False]


def test_a_record_added_by_hand_that_comes_into_the_fixtures_is_compared_field_by_field(
    client: Client, fixtures: Path
) -> None:
    region = {"code": "invented", "name_zh": "虚构", "name_en": "Invented", "code_system": "own", "level": "area"}
    with correcting() as changeset:
        changeset.save(Region(**region))
    assert load(fixtures).startswith(NOTHING)
    assert overrides() == [("invented", "", None, None, False)]
    path = fixtures / "codelists" / "regions.json"
    path.write_text(json.dumps([*json.loads(path.read_text()), region | {"name_en": "Made up"}]))
    assert len(found(load(fixtures))) == 1
    assert overrides() == [("invented", "name_en", None, "Made up", True)]
    assert client.get("/api/v1/regions/invented").json()["name_en"] == "Invented"
    path.write_text(json.dumps([*json.loads(path.read_text())[:-1], region]))
    load_without_conflict(fixtures)
    assert overrides() == []
    assert not Region.objects.get(code="invented").corrected


def test_a_withdrawn_record_stays_withdrawn_and_its_moved_fixture_is_a_conflict(fixtures: Path) -> None:
    withdraw(Observation.objects.get(code=CODE))
    before = tables()
    assert load_without_conflict(fixtures).startswith(NOTHING)
    assert tables() == before
    edit_first(fixtures, value=229500)
    assert len(found(load(fixtures))) == 1
    assert not Observation.objects.filter(code=CODE).exists()
    assert found(load(fixtures)) == []
    edit_first(fixtures, value=229600)
    load_without_conflict(fixtures)
    assert overrides() == []


def test_records_withdrawn_together_stay_so(fixtures: Path) -> None:
    metric = Metric.objects.get(code="poor-population")
    withdraw(*Observation.objects.filter(metric=metric), *ProgrammeMetric.objects.filter(metric=metric), metric)
    before = tables()
    assert load_without_conflict(fixtures).startswith(NOTHING)
    assert tables() == before


def test_a_new_record_that_refers_to_a_withdrawn_one_is_refused(fixtures: Path) -> None:
    metric = Metric.objects.get(code="poor-population")
    withdraw(*Observation.objects.filter(metric=metric), *ProgrammeMetric.objects.filter(metric=metric), metric)
    before = tables()
    edit_first(fixtures, region="610902")
    with pytest.raises(CommandError) as caught:
        load(fixtures)
    assert str(caught.value).endswith(
        "(poor-population), metric: poor-population is withdrawn. Reinstate it, or name another metric."
    )
    assert tables() == before


def test_a_correction_away_from_a_withdrawn_record_holds(fixtures: Path) -> None:
    part = Part.objects.filter(parent__isnull=False)[0]
    parent = part.parent
    assert parent
    with correcting() as changeset:
        for one in Part.objects.filter(parent=parent):
            one.parent = None
            changeset.save(one)
        changeset.withdraw(parent)
    assert load_without_conflict(fixtures).startswith(NOTHING)
    edit_records(fixtures, "ankang-report/parts", lambda row: row["code"] == part.code, name_en="Moved")
    assert load_without_conflict(fixtures).startswith("Revision 3: 0 records created, 1 changed, ")
    part.refresh_from_db()
    assert (part.name_en, part.parent) == ("Moved", None)


def test_a_link_that_was_withdrawn_and_added_again_stands(fixtures: Path) -> None:
    before = Membership.objects.all()[0]
    for _ in range(2):
        link = Membership.objects.get(region=before.region, area=before.area)
        withdraw(link)
        with correcting() as changeset:
            again = Membership(region=before.region, area=before.area, basis_zh="另据。", basis_en="Otherwise.")
            changeset.save(again)
    assert len(found(load(fixtures))) == 3
    assert found(load(fixtures)) == []
    assert Membership.objects.get(pk=again.pk).basis_en == "Otherwise."


def orders() -> list[tuple[str, int]]:
    links = ProgrammeMetric.objects.filter(programme__code=PROGRAMME)
    return list(links.values_list("metric__code", "order"))


@pytest.mark.parametrize("places", [(2, 1, 3, 4, 5), (5, 1, 2, 3, 4), (6, 5, 4, 3, 2)])
def test_places_that_are_exchanged_load(fixtures: Path, places: tuple[int, ...]) -> None:
    before = orders()
    reorder_metrics(fixtures, *places)
    assert load(fixtures).startswith("Revision 2: 0 records created, ")
    assert orders() == sorted(
        ((metric, place) for (metric, _), place in zip(before, places, strict=True)), key=lambda pair: pair[1]
    )
    assert load(fixtures).startswith(NOTHING)


def test_a_place_that_two_claim_is_refused(fixtures: Path) -> None:
    before = tables()
    reorder_metrics(fixtures, 2, 2, 3, 4, 5)
    with pytest.raises(CommandError, match="Programme metric with this Programme and Order already exists"):
        load(fixtures)
    assert tables() == before


@pytest.mark.parametrize(
    ("model", "link"), [(Region, "parent"), (Part, "parent"), (Metric, "part_of"), (Metric, "denominator")]
)
def test_a_circle_across_loads_and_corrections_is_refused(model: Any, link: str) -> None:
    first = model.objects.filter(**{f"{link}__isnull": False})[0]
    above = getattr(first, link)
    setattr(above, link, first)
    with (
        pytest.raises(ValidationError, match=f"circle: {above.code} → {first.code} → {above.code}"),
        correcting() as changeset,
    ):
        changeset.save(above)


def decide(*, keep: bool) -> None:
    """As the admin's page on a conflict does."""
    override = Override.objects.get(conflict=True)
    if keep:
        Override.objects.filter(pk=override.pk).update(loaded=override.fixture, fixture=None, conflict=False)
        return
    field = Observation.content_fields()[override.field]
    correct_first(**{override.field: value_of(field, override.fixture)})


def test_a_decision_for_the_correction_holds(client: Client, fixtures: Path) -> None:
    correct_first(value=229700)
    edit_first(fixtures, value=229500)
    load(fixtures)
    decide(keep=True)
    before = tables()
    assert load_without_conflict(fixtures).startswith(NOTHING)
    assert tables() == before
    assert stands(client, "value", "corrected") == [229700, True]


def test_a_decision_for_the_fixture_ends_the_correction(client: Client, fixtures: Path) -> None:
    correct_first(value=229700)
    edit_first(fixtures, value=229500)
    load(fixtures)
    decide(keep=False)
    assert stands(client, "value", "corrected") == [229500, False]
    before = tables()
    assert load_without_conflict(fixtures).startswith(NOTHING)
    assert tables() == before


CORRECT = f"""
from indicators.history.changeset import open_changeset
from indicators.models import Observation
with open_changeset("correction", "corrector", "Read again.") as changeset:
    record = Observation.objects.get(code="{CODE}")
    record.value = VALUE
    changeset.save(record)
"""
SHOW = f"""
from indicators.models import Observation, Revision
record = Observation.objects.get(code="{CODE}")
print(int(record.value), record.corrected, record.revision_id, Revision.objects.count())
"""


def test_a_correction_outlives_restarts_reloads_and_a_revert(database_url: str, fixtures: Path) -> None:
    """Correct, reload, restart, reload a changed fixture, revert, reload: each in a process of its own."""

    def run(program: str) -> str:
        return manage(database_url, "shell", "--no-imports", "-c", program)[1].strip()

    run(CORRECT.replace("VALUE", "229700"))
    assert manage(database_url, "load_fixtures", "--strict", fixtures)[0] == 0
    assert run(SHOW) == "229700 True 2 2"
    edit_first(fixtures, value=229500)
    code, printed = manage(database_url, "load_fixtures", "--strict", fixtures)
    assert code == 1
    assert found(printed)[0].startswith(f"Conflict: {OVERRIDE}: ")
    assert run(SHOW) == "229700 True 2 2"
    run(CORRECT.replace("VALUE", "229600"))
    assert run(SHOW) == "229600 False 3 3"
    assert manage(database_url, "load_fixtures", fixtures)[0] == 0
    assert run(SHOW) == "229500 False 4 4"


def test_the_command_says_what_it_did() -> None:
    output = StringIO()
    call_command("load_fixtures", verbosity=0, stdout=output)
    assert output.getvalue() == ""
