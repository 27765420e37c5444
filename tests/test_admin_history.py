"""The history of a record in the admin: versions, reverting, withdrawing, reinstating and replacing."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from indicators.models import Correction, Membership, Observation, Revision, Unit
from programmes.models import ProgrammeMetric
from tests.forms import address, differences, errors, filled, page, post, propose, publish

pytestmark = pytest.mark.django_db

POOR_2018 = "ankang-report-poor-population-610900-2018"
REASON = "The report prints 22.96万, not 22.69万."


@pytest.fixture
def poor() -> Observation:
    return Observation.objects.get(code=POOR_2018)


def confirm(client: Client, path: str, **entries: str) -> str:
    """What answers a page that asks for a reason alone."""
    return str(client.post(path, filled(client, path, **entries) | {"_confirmed": "1"}, follow=True).content.decode())


def revisions() -> list[tuple[str, str]]:
    return list(Revision.objects.values_list("kind", "reason"))[1:]


def test_the_history_shows_who_changed_what_and_why_and_reverts(corrector: Client, poor: Observation) -> None:
    publish(corrector, address(poor), value="229700", reason=REASON)
    html = page(corrector, address(poor, "history"))
    assert differences(html) == [
        ("Value", "229,600", "229,700"),
        ("Interval (follows)", "229,550 – 229,650", "229,650 – 229,750"),
    ]
    assert REASON in html
    story = html.partition('<ol class="story">')[2]
    assert re.findall(r'href="([^"]*revert/)"', story) == [address(poor, "history/1/revert")]
    html = page(corrector, address(poor, "history/1/revert"))
    assert differences(html) == [
        ("Value", "229,700", "229,600"),
        ("Interval (follows)", "229,650 – 229,750", "229,550 – 229,650"),
    ]
    assert errors(confirm(corrector, address(poor, "history/1/revert"))) == ["This field is required."]
    confirm(corrector, address(poor, "history/1/revert"), reason="It was right before.")
    assert revisions() == [("correction", REASON), ("revert", "It was right before.")]
    answer = corrector.get(f"/api/v1/observations/{POOR_2018}").json()
    assert (answer["value"], answer["revision"], answer["corrected"]) == (229600, 3, False)
    again = confirm(corrector, address(poor, "history/1/revert"), reason="Once more.")
    assert errors(again) == ["The record already says what it said then: there is nothing to revert."]


def test_a_revert_is_refused_where_somebody_changed_the_record_meanwhile(corrector: Client, poor: Observation) -> None:
    publish(corrector, address(poor), value="229700", reason=REASON)
    late = filled(corrector, address(poor, "history/1/revert"), reason="Back.")
    publish(corrector, address(poor), value="229800", reason="Better.")
    html = post(corrector, address(poor, "history/1/revert"), late | {"_confirmed": "1"}).content.decode()
    assert "Somebody changed this record after you opened it." in html
    assert Observation.objects.get(pk=poor.pk).value == 229800


def test_a_record_is_withdrawn_listed_and_reinstated(corrector: Client, poor: Observation) -> None:
    html = confirm(corrector, address(poor, "withdraw"), reason="The report says nothing of it.")
    assert "Published in revision 2." in html
    assert "The record is withdrawn: it is no longer published." in html
    assert "What it changed" in html
    assert "The record as the public sees it" not in html
    assert not Observation.objects.filter(code=POOR_2018).exists()
    assert corrector.get(address(poor), follow=True).redirect_chain == [(address(poor, "history"), 302)]
    listed = page(corrector, "/admin/indicators/observation/withdrawn/")
    assert POOR_2018 in listed
    assert "The report says nothing of it." in listed
    assert address(poor, "reinstate") in listed
    html = confirm(corrector, address(poor, "reinstate"), reason="It says it on page 2.")
    assert "Published in revision 3." in html
    assert revisions() == [
        ("withdrawal", "The report says nothing of it."),
        ("reinstatement", "It says it on page 2."),
    ]
    assert Observation.objects.get(code=POOR_2018).pk == poor.pk
    assert "No record is withdrawn." in page(corrector, "/admin/indicators/observation/withdrawn/")
    assert "<h2>Reinstated" in page(corrector, address(poor, "history"))


def test_what_others_stand_on_is_not_withdrawn(corrector: Client, poor: Observation) -> None:
    unit = Unit.objects.get(code="township") if Unit.objects.filter(code="township") else poor.metric.unit
    [told] = errors(confirm(corrector, address(unit, "withdraw"), reason="Not needed."))
    assert told.startswith("Other records refer to it: derived ")
    assert told.endswith(". Withdraw or change them first.")
    assert Revision.objects.count() == 1
    assert Unit.objects.filter(pk=unit.pk).exists()


@pytest.mark.parametrize("model", [Membership, ProgrammeMetric])
def test_links_are_withdrawn_and_reinstated_too(corrector: Client, model: type[Membership | ProgrammeMetric]) -> None:
    record = model._default_manager.all()[0]
    confirm(corrector, address(record, "withdraw"), reason="A mistake.")
    assert not model._default_manager.filter(pk=record.pk).exists()
    confirm(corrector, address(record, "reinstate"), reason="None after all.")
    assert model._default_manager.filter(pk=record.pk).exists()


def test_a_change_of_a_record_that_was_withdrawn_meanwhile_is_lost_with_a_warning(
    corrector: Client, poor: Observation
) -> None:
    late = filled(corrector, address(poor), value="229700", reason=REASON)
    confirm(corrector, address(poor, "withdraw"), reason="A mistake.")
    html = corrector.post(address(poor), late, follow=True).content.decode()
    assert "The record is withdrawn. Nothing was changed." in html
    assert Revision.objects.count() == 2


def test_a_wrong_period_is_replaced_and_both_records_say_so(corrector: Client, poor: Observation) -> None:
    new_code = "ankang-report-poor-population-610900-2017"
    preview = propose(corrector, address(poor, "replace"), time_period="2017", reason="The table is of 2017.")
    assert differences(preview) == [("Code", POOR_2018, new_code), ("Time period", "2018", "2017")]
    assert Observation.objects.filter(code=POOR_2018).exists()
    publish(corrector, address(poor, "replace"), time_period="2017", reason="The table is of 2017.")
    new = Observation.objects.get(code=new_code)
    assert revisions() == [("correction", "The table is of 2017.")]
    assert list(Correction.objects.values_list("record", "action", "replaced_by")) == [
        (POOR_2018, "withdrawn", new_code),
        (new_code, "added", None),
    ]
    old_page, new_page = page(corrector, address(poor, "history")), page(corrector, address(new, "history"))
    assert f'It is replaced by <a href="{address(new)}">' in " ".join(old_page.split())
    assert f'It replaces <a href="{address(poor, "history")}">Poor population, Ankang City, 2018</a>' in new_page


@pytest.mark.parametrize(
    ("language", "title", "undo"),
    [
        ("en", "Undo the replacement of observation", "Undo"),
        ("zh-hans", "撤销对观测值的替代", "撤销此次更改"),
    ],
)
def test_a_replacement_is_undone_in_one_revision(
    corrector: Client, poor: Observation, language: str, title: str, undo: str
) -> None:
    corrector.cookies["django_language"] = language
    publish(corrector, address(poor, "replace"), time_period="2017", reason="The table is of 2017.")
    new = Observation.objects.get(code="ankang-report-poor-population-610900-2017")
    path = address(new, "undo-replacement")
    assert f'<a href="{path}">{undo}</a>' in page(corrector, address(new))
    html = page(corrector, path)
    assert title in html
    assert [(old, new) for _label, old, new in differences(html)] == [(new.code, POOR_2018), ("2017", "2018")]
    confirm(corrector, path, reason="The table is of 2018 after all.")
    assert revisions()[1:] == [("revert", "The table is of 2018 after all.")]
    assert Observation.objects.get(code=POOR_2018).value == 229600
    assert not Observation.objects.filter(code=new.code).exists()
    assert list(Correction.objects.filter(revision=3).values_list("record", "action")) == [
        (new.code, "withdrawn"),
        (POOR_2018, "reinstated"),
    ]


@pytest.mark.parametrize(
    ("entries", "refused"),
    [
        ({}, "What it is a value of stays the same: correct the record, and do not replace it."),
        ({"value": "229700"}, "What it is a value of stays the same: correct the record, and do not replace it."),
        (
            {"time_period": "last year"},
            "'last year' is not a period; write 2018, 2018-S1, 2018-Q3, 2018-06, 2018-06-30, 2011/2019 or ../2019.",
        ),
        ({"time_period": "2012"}, None),
        ({"metric": ""}, "This field is required."),
    ],
)
def test_a_replacement_that_cannot_be_is_refused(
    corrector: Client, poor: Observation, entries: dict[str, str], refused: str | None
) -> None:
    html = propose(corrector, address(poor, "replace"), reason=REASON, **entries)
    assert errors(html) == [refused] if refused else errors(html)
    assert Revision.objects.count() == 1


def test_a_code_that_is_taken_is_counted_on(corrector: Client, poor: Observation) -> None:
    undated = Observation.objects.get(metric__code="counties")
    publish(corrector, address(undated, "replace"), time_period="../2018", reason="An inferred year.")
    assert Observation.objects.get(metric__code="counties").code == f"{undated.code}-2"


@pytest.mark.parametrize("group", ["viewer", None])
def test_who_may_only_view_changes_nothing(client: Client, poor: Observation, group: str | None) -> None:
    user = User.objects.create_user("zhao", is_staff=True)
    if group:
        user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    for name in ("withdraw", "reinstate", "replace", "history/1/revert"):
        for answer in (client.get(address(poor, name)), client.post(address(poor, name), {"reason": "x"})):
            assert answer.status_code == 403
    assert client.get(address(poor, "history")).status_code == (200 if group else 403)
    assert client.post(address(poor), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("key", ["999999", "0", "-1", "x", "²", "9" * 30])
@pytest.mark.parametrize(
    "name", ["change", "history", "withdraw", "reinstate", "replace", "delete", "history/1/revert"]
)
def test_an_address_of_nothing_is_no_failure(corrector: Client, key: str, name: str) -> None:
    path = f"/admin/indicators/observation/{key}/{name}/"
    assert corrector.get(path).status_code in (302, 404)
    assert corrector.post(path, {"reason": "x"}).status_code in (302, 404)
