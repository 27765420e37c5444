"""verify_history: it passes over every kind of correction, and names what was tampered with."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from indicators.models import Correction, Membership, Observation, Override, Region, Revision
from tests.commands import load, run_command
from tests.editing import correct, correcting, tampering
from tests.fixture_files import REPORTS, edit_record

pytestmark = pytest.mark.django_db

CODE = "ankang-report-poor-population-610900-2018"
OTHER = "ankang-report-poor-population-610900-2012"
NAME = f"observation {CODE}"


def verify(*folders: object) -> str:
    return run_command("verify_history", *folders)


def ours() -> Observation:
    return Observation.objects.get(code=CODE)


def change(**fields: Any) -> None:
    correct(ours(), **fields)


@pytest.fixture
def corrected() -> None:
    """Corrections of every kind: revision 2 changes, 3 adds, 4 changes again, 5 withdraws, 6 reinstates."""
    change(value=229700, note_zh="重新核对。", note_en="Checked again.")
    invented = Region(code="invented", name_zh="虚构", name_en="Invented", code_system="own", level="area")
    with correcting() as changeset:
        changeset.save(invented)
        changeset.save(Membership(region_id=ours().region_id, area=invented, basis_zh="无。", basis_en="None."))
    change(value=229800)
    other = Observation.objects.filter(metric__code="poor-population").exclude(code=CODE)[0]
    with correcting(kind=Revision.Kind.WITHDRAWAL) as changeset:
        changeset.withdraw(other, replaced_by=CODE)
    with correcting(kind=Revision.Kind.REVERT) as changeset:
        changeset.reinstate(Observation.history.current().get(code=other.code))


def test_what_was_loaded_passes() -> None:
    assert verify() == (
        "Checked 1 revisions, 518 records, 518 versions, 0 corrections, and 518 records of the fixtures.\n"
        "The records agree with the history, and fixtures and corrections explain them.\n"
    )


@pytest.mark.usefixtures("corrected")
def test_corrections_of_every_kind_pass_and_so_does_a_reload() -> None:
    passed = (
        "Checked 6 revisions, 520 records, 524 versions, 8 corrections, and 518 records of the fixtures.\n"
        "The records agree with the history, and fixtures and corrections explain them.\n"
    )
    assert verify() == passed
    load("--strict")
    assert verify() == passed


def test_several_changes_in_one_revision_pass() -> None:
    region = Region(code="invented", name_zh="虚构", name_en="Invented", code_system="own", level="area")
    with correcting() as changeset:
        changeset.save(region)
        region.name_en = "Made up"
        changeset.save(region)
        for value in (229700, 229800):
            record = ours()
            record.value = value
            changeset.save(record)
    assert verify().startswith("Checked 2 revisions, 519 records, 520 versions, 4 corrections,")


def test_a_link_in_the_place_of_another_passes() -> None:
    before = Membership.objects.all()[0]
    with correcting() as changeset:
        changeset.withdraw(Membership.objects.get(pk=before.pk))
        words = {"basis_zh": "另据。", "basis_en": "Otherwise.", "quote": before.quote}
        changeset.save(Membership(region=before.region, area=before.area, **words))
    with pytest.raises(CommandError, match=r"^2 faults:\nOverride of basis_zh of membership "):
        verify()  # it was added by hand, and the fixtures have it otherwise: a load notes that
    load()
    assert verify().startswith("Checked 2 revisions, 518 records, 520 versions, 2 corrections,")


def test_it_reads_the_folders_that_it_is_given(reports: Path) -> None:
    load(reports)
    printed = verify(reports).splitlines()
    assert printed[0].endswith(" and 7 records of the fixtures.")
    assert f"Not in these fixtures, but still published: {NAME}." in printed
    assert verify("fixtures", REPORTS).splitlines()[0].endswith(" and 525 records of the fixtures.")


def test_fixtures_that_moved_since_are_named(reports: Path) -> None:
    load(reports)
    edit_record(reports / "second-report" / "observations.json", 0, note_en="Mended.")
    assert faults(reports) == [
        "observation invented-bulletin-2020-poor-population-610900-2018: note_en is An invented correction, for tests "
        "only., and fixtures and corrections give Mended."
    ]
    assert Revision.objects.count() == 2  # the load of the check was rolled back
    assert Observation.objects.get(code="invented-bulletin-2020-poor-population-610900-2018").note_en != "Mended."
    edit_record(reports / "second-report" / "observations.json", 0, metric="poor")
    assert [fault.split(": ", 1)[1] for fault in faults(reports)] == ["There is no metric 'poor'."]


def faults(*folders: object) -> list[str]:
    with pytest.raises(CommandError) as caught:
        verify(*folders)
    first, *rest = str(caught.value).splitlines()
    assert first == f"{len(rest)} faults:"
    return rest


def rows(manager: Any, **fields: Any) -> Callable[[], None]:
    """Change the rows of a queryset that is made when it is run."""

    def run() -> None:
        with tampering():
            assert manager().update(**fields)

    return run


def both(*acts: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        for act in acts:
            act()

    return run


def gone(manager: Any) -> Callable[[], None]:
    def run() -> None:
        with tampering():
            assert manager()._raw_delete("default")

    return run


def inserted(model: Any, **fields: Any) -> Callable[[], None]:
    return lambda: model.objects.create(**fields)


def live() -> Any:
    return Observation.objects.filter(code=CODE)


def hanbin() -> Any:
    return Region.objects.filter(code="610902")


def versions(number: int) -> Any:
    return Observation.history.filter(code=CODE, revision_from=number)


def correction(code: str) -> Any:
    return Correction.objects.filter(code=code)


TAMPERINGS: dict[str, tuple[Callable[[], None], list[str]]] = {
    "another replacement of a withdrawn record": (
        rows(lambda: correction("5-1"), replaced_by=OTHER),
        [f"Correction 5-1: it says that {OTHER} replaces observation {OTHER}, and the history {CODE}"],
    ),
    "a row changed": (
        rows(live, value=229801),
        [
            f"{NAME}: value is 229801, and its version says 229800",
            f"{NAME}: value is 229800, and fixtures and corrections give 229801",
        ],
    ),
    "a derived column of a row changed": (
        rows(live, value_low=1),
        [f"{NAME}: value_low is 1, and its version says 229750"],
    ),
    "a row stamped with another revision": (
        rows(live, revision=1),
        [f"{NAME}: revision_id is 1, and its version says 4"],
    ),
    "a row deleted": (
        gone(lambda: Membership.objects.filter(area__code="invented")),
        ["membership 610900--invented: the history has a current version, but there is no record"],
    ),
    "a history deleted": (
        gone(lambda: Membership.history.filter(area__code="invented")),
        [
            "membership 610900--invented: it has no history",
            "Correction 3-2: no version of membership 610900--invented begins with revision 3",
        ],
    ),
    "a version in between deleted": (
        gone(lambda: versions(2)),
        [
            f"{NAME}: the version of revision 1 ends at 2, and the next begins at 4",
            f"{NAME}: note_zh was changed in revision 4, and no correction says so",
            f"{NAME}: note_en was changed in revision 4, and no correction says so",
            f"Correction 4-1: it says 229700 of value of {NAME}, and the history 229600",
            *(f"Correction 2-{n}: no version of {NAME} begins with revision 2" for n in (1, 2, 3)),
        ],
    ),
    "a version in between changed": (
        rows(lambda: versions(2), value=1),
        [
            f"Correction 2-3: it says 229700 of value of {NAME}, and the history 1",
            f"Correction 4-1: it says 229700 of value of {NAME}, and the history 1",
        ],
    ),
    "a version that ends too early": (
        rows(lambda: versions(2), revision_to=3),
        [f"{NAME}: the version of revision 2 ends at 3, and the next begins at 4"],
    ),
    "a version that ends too late": (
        rows(lambda: versions(2), revision_to=5),
        [f"{NAME}: the version of revision 2 ends at 5, and the next begins at 4"],
    ),
    "no current version": (
        rows(lambda: versions(4), revision_to=6),
        [f"{NAME}: no version is current since revision 6"],
    ),
    "a withdrawal in the history alone": (
        rows(lambda: versions(4), withdrawn=True),
        [
            f"{NAME}: it is withdrawn, and has a row",
            f"{NAME}: it was withdrawn in revision 4, and no correction says so",
        ],
    ),
    "row and version changed alike": (
        both(rows(live, note_en="X"), rows(lambda: versions(4), note_en="X")),
        [
            f"{NAME}: note_en was changed in revision 4, and no correction says so",
            f"{NAME}: search_text is 重新核对。 ⏎ checked again., and fixtures and corrections give 重新核对。 ⏎ x",
        ],
    ),
    "row and version of a load changed alike": (
        both(rows(hanbin, name_en="X"), rows(lambda: Region.history.filter(code="610902"), name_en="X")),
        ["region 610902: name_en is X, and fixtures and corrections give Hanbin District"],
    ),
    "a correction deleted": (
        gone(lambda: correction("2-2")),
        [
            "Revision 2 has 2 corrections, but the last has number 3",
            f"{NAME}: note_en was changed in revision 2, and no correction says so",
            f"Override of note_en of {NAME}: no correction explains it",
        ],
    ),
    "the correction that added a record deleted": (
        gone(lambda: correction("3-2")),
        [
            "membership 610900--invented: it was added in revision 3, and no correction says so",
            "Override of all of membership 610900--invented: no correction explains it",
        ],
    ),
    "what a correction says was changed": (
        rows(lambda: correction("4-1"), new="229900"),
        [f"Correction 4-1: it says 229900 of value of {NAME}, and the history 229800"],
    ),
    "a correction of a field that is none": (
        rows(lambda: correction("2-1"), field="price"),
        [
            f"{NAME}: note_zh was changed in revision 2, and no correction says so",
            f"Correction 2-1: {NAME} has no field price",
            f"Override of note_zh of {NAME}: no correction explains it",
        ],
    ),
    "a correction of a record that is none": (
        rows(lambda: correction("4-1"), record="nothing"),
        [
            f"{NAME}: value was changed in revision 4, and no correction says so",
            "Correction 4-1: there is no observation nothing",
        ],
    ),
    "a correction that says it withdrew": (
        rows(lambda: correction("3-2"), action="withdrawn"),
        [
            "membership 610900--invented: it was added in revision 3, and no correction says so",
            "Override of all of membership 610900--invented: no correction explains it",
        ],
    ),
    "who replaces was changed": (
        rows(lambda: correction("5-1"), replaced_by="nothing"),
        [f"Correction 5-1: it says that nothing replaces observation {OTHER}, and the history {CODE}"],
    ),
    "a load turned into a correction": (
        rows(lambda: Revision.objects.filter(number=4), kind="load"),
        ["Revision 4 is a load, and has corrections"],
    ),
    "a time set back": (
        rows(lambda: Revision.objects.filter(number=6), time="2001-01-01T00:00:00Z"),
        ["Revision 6 is older than the one before it"],
    ),
    "a revision skipped": (
        inserted(Revision, number=8, kind="correction", role="corrector", reason="None."),
        ["Revision 7 is missing"],
    ),
    "an override deleted": (
        gone(lambda: Override.objects.filter(field="value")),
        [
            f"{NAME}: value is 229800, and fixtures and corrections give 229600",
        ],
    ),
    "all overrides deleted": (
        gone(lambda: Override.objects.filter(record="invented")),
        ["region invented: it is marked as corrected, and no override holds it"],
    ),
    "an override from nowhere": (
        inserted(Override, record_type="region", record="610902", field="name_en", loaded="X"),
        [
            "region 610902: an override holds it, and it is not marked as corrected",
            "Override of name_en of region 610902: no correction explains it",
        ],
    ),
    "an override of a record that is none": (
        inserted(Override, record_type="region", record="nowhere", field="name_en"),
        ["Override of name_en of region nowhere: there is no region nowhere"],
    ),
    "what was loaded was changed": (
        rows(lambda: Override.objects.filter(field="value"), loaded="1"),
        [f"Override of value of {NAME}: the fixture says 229600, and no load has noted it"],
    ),
}


@pytest.mark.usefixtures("corrected")
@pytest.mark.parametrize(("tamper", "told"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_it_names_what_was_tampered_with(tamper: Callable[[], None], told: list[str]) -> None:
    tamper()
    assert faults() == told
