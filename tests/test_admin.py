"""The admin shows every record beside the words it comes from, and writes nothing that was not asked for."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from indicators.models import Document, Membership, Observation, Passage, Quote, Record, Region, Revision
from programmes.models import Achievement, Part, Programme
from tests.editing import correcting

pytestmark = pytest.mark.django_db

SEARCHES = {
    "indicators/derived": "贫困",
    "indicators/document": "贫困",
    "indicators/membership": "秦巴",
    "indicators/metric": "poor",
    "indicators/observation": "贫困",
    "indicators/passage": "贫困",
    "indicators/quote": "贫困",
    "indicators/region": "汉滨",
    "indicators/relation": "贫困",
    "indicators/revision": "1",
    "indicators/unit": "户",
    "programmes/achievement": "扶贫",
    "programmes/part": "道德评议",
    "programmes/programme": "三变",
    "programmes/programmemetric": "贫困",
}
"""Each kind of record in the admin, and a term that finds some of them."""

KINDS_OF_OPERANDS = {"indicators/relation": 5}
"""Kinds of records in formulas, beside observations: each is read by a query."""
POOR_2012 = "ankang-report-poor-population-610900-2012"
COUNTIES = "ankang-report-counties-610900-undated"
every_kind = pytest.mark.parametrize("kind", SEARCHES)


def model_of(kind: str) -> type[Model]:
    return apps.get_model(kind.replace("/", "."))


def address(record: Model) -> str:
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def row_of(client: Client, record: Model) -> list[str]:
    """The texts of the record's cells in its list."""
    html = page(client, address(record).removesuffix(f"{record.pk}/change/") + "?all=")
    [row] = [row for row in re.findall(r"<tr>.*?</tr>", html, re.S) if f'href="{address(record)}?' in row]
    return [strip_tags(cell.replace("<br>", " / ")) for cell in re.findall(r"<t[dh][ >].*?</t[dh]>", row, re.S)]


def marked(client: Client, record: Model) -> list[str]:
    return re.findall("<mark>(.*?)</mark>", page(client, address(record)))


@pytest.fixture
def admin_client(client: Client) -> Client:
    """Logged in as a superuser, without the time that hashing a password takes."""
    client.force_login(User.objects.create_superuser("wang"))
    return client


@pytest.fixture
def staff(client: Client) -> User:
    user = User.objects.create_user("li", is_staff=True)
    client.force_login(user)
    return user


def test_every_model_is_there() -> None:
    models: list[type[Model]] = [Revision, *(model for model in apps.get_models() if issubclass(model, Record))]
    assert len(models) == len(SEARCHES) == 15
    assert [model for model in models if not admin.site.is_registered(model)] == []


@pytest.mark.parametrize(("language", "home"), [("en", "Home"), ("zh-hans", "首页")])
def test_officials_read_it_in_their_language(admin_client: Client, language: str, home: str) -> None:
    response = admin_client.get("/admin/indicators/unit/", headers={"Accept-Language": language})
    html = response.content.decode()
    assert response["Content-Language"] == language
    assert f'<a href="/admin/">{home}</a>' in html
    assert '<a href="/admin/">安康开放数据 Ankang open data</a>' in html


def test_the_index_names_what_there_is(admin_client: Client) -> None:
    names = re.findall(r'<a href="/admin/(?:indicators|programmes)/\w+/">([\w ]+)</a>', page(admin_client, "/admin/"))
    assert names == [
        *("Observations", "Derived indicators", "Relations", "Programmes", "Parts", "Programme metrics"),
        *("Achievements", "Revisions", "Overrides", "Documents", "Passages", "Quotes", "Metrics", "Units"),
        *("Regions", "Memberships"),
    ]


@pytest.mark.database_independent  # lists are searched and filtered below
@every_kind
def test_each_list_answers_and_so_does_the_page_of_each_record(admin_client: Client, kind: str) -> None:
    records = model_of(kind)._default_manager.all()
    noun = re.escape(str(model_of(kind)._meta.verbose_name))
    assert re.search(rf"\s{len(records)} {noun}s?\s", page(admin_client, f"/admin/{kind}/"))
    for record in records:
        html = page(admin_client, address(record))
        name = record.record_code if isinstance(record, Record) else str(record)
        assert name in re.sub(r"\s+", " ", html)


@every_kind
def test_each_list_is_searched_and_filtered(admin_client: Client, kind: str) -> None:
    html = page(admin_client, f"/admin/{kind}/?q={SEARCHES[kind]}")
    assert 'id="changelist-filter"' in html
    assert 'id="searchbar_helptext"' in html
    assert '<th class="field-' in html
    assert '<th class="field-' not in page(admin_client, f"/admin/{kind}/?q=无此词")


@every_kind
def test_no_list_asks_more_of_the_database_for_more_rows(admin_client: Client, kind: str) -> None:
    qinba = Region.objects.get(code="qinba")
    for region in Region.objects.filter(level="county"):
        with correcting() as changeset:
            changeset.save(Membership(region=region, area=qinba, basis_zh="秦巴", basis_en="Qinba"))
    [*others, one] = model_of(kind)._default_manager.all()
    page(admin_client, f"/admin/{kind}/")  # what is asked once, such as for content types, is asked now
    with CaptureQueriesContext(connection) as for_one:
        page(admin_client, f"/admin/{kind}/?pk={one.pk}&all=")
    with CaptureQueriesContext(connection) as for_all:
        page(admin_client, f"/admin/{kind}/?all=")
    assert len(others) >= 4 or kind == "indicators/document"
    assert len(for_all) <= len(for_one) + KINDS_OF_OPERANDS.get(kind, 0) <= 20


def test_the_words_of_the_report_find_its_observations(admin_client: Client) -> None:
    html = page(admin_client, "/admin/indicators/observation/?q=贫困人口&all=")
    assert "贫困人口由100.5万人" in html
    assert "全市所辖9县" not in html


def test_an_observation_stands_in_its_list_beside_its_words(admin_client: Client) -> None:
    assert row_of(admin_client, Observation.objects.get(code=POOR_2012)) == [
        f"Poor population, Ankang City, 2012 {POOR_2012}",
        *("1,005,000 people", "100.5万人", "贫困人口由100.5万人", "Stated", "Actual"),
    ]


def test_an_observation_shows_its_words_and_those_of_its_period_in_their_passages(admin_client: Client) -> None:
    population = Observation.objects.get(code=POOR_2012)
    assert marked(admin_client, population) == ["贫困人口由100.5万人", "2012年至2018年"]
    html = page(admin_client, address(population))
    assert "1,004,500 – 1,005,500" in html
    before = "</span>2012年至2018年，安康全市"
    after = '减少到22.96万人，贫困发生率由40.7%降至10.5%。<span class="rest">'
    sentence = f"{before}<mark>贫困人口由100.5万人</mark>{after}"
    assert sentence in html
    assert "安康特色的脱贫减贫之路。2012年至2018年，安康全市贫困人口" in strip_tags(html)
    assert marked(admin_client, Observation.objects.get(code=COUNTIES)) == ["全市所辖9县"]


@pytest.mark.parametrize(
    ("model", "code", "listed", "shown"),
    [
        (
            *(Programme, "new-civic-norms", "新民风建设扶志工程"),
            ["新民风建设扶志工程", "“新民风”建设激发脱贫内生动力", "激发脱贫内生动力"],
        ),
        (Part, "activity-moral-review", "道德评议", ["道德评议"]),
        (
            *(Achievement, "ankang-report-academy-course", "安康“精神扶贫”经验三次走进浦东干部学院培训课堂"),
            ["安康“精神扶贫”经验三次走进浦东干部学院培训课堂"],
        ),
    ],
)
def test_programmes_parts_and_achievements_stand_beside_their_words(
    admin_client: Client, model: type[Model], code: str, listed: str, shown: list[str]
) -> None:
    record = model._default_manager.get(code=code)
    assert listed in row_of(admin_client, record)
    assert marked(admin_client, record) == shown


def test_a_quote_links_to_what_it_is_evidence_for(admin_client: Client) -> None:
    quote = Quote.objects.get(code="ankang-report-p1-2012-to-2018")
    population = Observation.objects.get(code=POOR_2012)
    html = page(admin_client, address(quote))
    name = "Poor population, Ankang City, 2012"
    assert f'period of observation <a href="{address(population)}">{name}</a>' in html
    assert row_of(admin_client, quote)[0] == f"2012年至2018年 {quote.code}"
    assert f"period of observation {name}" in row_of(admin_client, quote)[1]


def test_a_quote_that_is_evidence_for_nothing_says_why(admin_client: Client) -> None:
    quote = Quote.objects.get(code="ankang-report-p1-a-series")
    reason = "Excluded: “A series of” means many; it is no measurement."
    assert row_of(admin_client, quote)[1] == reason
    assert "ankang-report-p1-a-series" in page(admin_client, "/admin/indicators/quote/?use=excluded&all=")
    assert "ankang-report-p1-a-series" not in page(admin_client, "/admin/indicators/quote/?use=evidence&all=")


def test_markup_in_a_passage_is_shown_and_not_obeyed(admin_client: Client) -> None:
    text = "共<script>alert(1)</script>9县<b>。"
    passage = Passage(code="marked-up", document=Document.objects.get(), number=99, text=text, text_received=text)
    with correcting() as changeset:
        changeset.save(passage)
        quote = Quote(code="marked-up", passage=passage, exact="</script>9县")
        changeset.save(quote)
    html = page(admin_client, address(quote))
    assert "共&lt;script&gt;alert(1)<mark>&lt;/script&gt;9县</mark>&lt;b&gt;。" in html


def test_records_are_filtered_by_names_and_by_their_last_change(admin_client: Client) -> None:
    html = page(admin_client, "/admin/indicators/observation/")
    shaanxi = Region.objects.get(code="610000").pk
    assert re.search(rf'<a href="\?region__id__exact={shaanxi}">\s*Shaanxi Province</a>', html)
    assert "在全省11个深度贫困县区" in page(admin_client, f"/admin/indicators/observation/?region__id__exact={shaanxi}")
    assert "By last change" in html
    assert "0 observations" in page(admin_client, "/admin/indicators/observation/?revision__kind__exact=correction")


@every_kind
@pytest.mark.parametrize("action", ["add/", "{}/change/", "{}/delete/", "{}/withdraw/"])
def test_not_even_a_superuser_writes_by_an_empty_form(admin_client: Client, kind: str, action: str) -> None:
    records = model_of(kind)._default_manager
    before = list(records.order_by("pk").values())
    response = admin_client.post(f"/admin/{kind}/{action.format(before[0]['number' if 'revision' in kind else 'id'])}")
    assert response.status_code in (200, 302, 403, 404)
    assert list(records.order_by("pk").values()) == before


@every_kind
def test_the_address_of_deleting_leads_to_withdrawing(admin_client: Client, kind: str) -> None:
    if kind == "indicators/revision":
        return
    record = model_of(kind)._default_manager.all()[0]
    response = admin_client.post(address(record).replace("change", "delete"), {"post": "yes"})
    assert (response.status_code, response["Location"]) == (302, address(record).replace("change", "withdraw"))


def test_a_list_offers_no_way_to_delete(admin_client: Client) -> None:
    selected = Quote.objects.get(code="ankang-report-p1-a-series").pk
    chosen = {"action": "delete_selected", "_selected_action": selected, "post": "yes"}
    admin_client.post("/admin/indicators/quote/", chosen)
    assert Quote.objects.filter(pk=selected).exists()
    assert 'name="action"' not in page(admin_client, "/admin/indicators/quote/")


def test_who_is_not_logged_in_is_led_to_the_login_page(client: Client) -> None:
    response = client.get("/admin/indicators/observation/")
    assert response.status_code == 302
    assert response["Location"] == "/admin/login/?next=/admin/indicators/observation/"


@every_kind
def test_staff_see_only_what_they_may_view(client: Client, staff: User, kind: str) -> None:
    record = model_of(kind)._default_manager.all()[0]
    assert client.get(f"/admin/{kind}/").status_code == client.get(address(record)).status_code == 403
    staff.user_permissions.set(Permission.objects.filter(codename=f"view_{kind.partition('/')[2]}"))
    assert client.get(f"/admin/{kind}/").status_code == client.get(address(record)).status_code == 200
    assert client.post(address(record)).status_code == 403
    if kind != "indicators/revision":
        assert client.get(address(record).replace("change", "withdraw")).status_code == 403
        assert client.get(address(record).replace("change", "history/1/revert")).status_code == 403
