"""The root: what is published, on what terms, and where to go on."""

import pytest
from django.test import Client, override_settings

pytestmark = [pytest.mark.django_db, pytest.mark.database_independent]


def test_it_says_what_is_published_and_on_what_terms(client: Client) -> None:
    body = client.get("/api/v1/").json()
    assert body.pop("updated_at").endswith("Z")
    links = body.pop("links")
    assert body == {
        "title_zh": "安康脱贫攻坚开放数据",
        "title_en": "Ankang open data on poverty reduction",
        "description_zh": "安康市脱贫攻坚情况报告中的每一项数字、工程与表彰，均附单位、时期、精度和原文。",
        "description_en": "Every figure, programme and recognition in a report on poverty reduction in Ankang, "
        "Shaanxi, each with its unit, period, precision and the exact words it comes from.",
        "publisher_zh": "安康开放数据 API",
        "publisher_en": "Ankang open-data API",
        "sources": [
            {
                "document": "ankang-report",
                "source_office_zh": "安康市脱贫办",
                "source_office_en": "Ankang City Poverty Alleviation Office",
                "rights_zh": "报告文本的权利属于其作者；此处逐段引用并注明出处，供核对数据之用。"
                "报告未载明使用许可条款。",
                "rights_en": "Rights in the text of the report rest with its author; it is quoted here with its source "
                "so that the data can be checked. The report states no licence.",
            }
        ],
        "licence": "CC-BY-4.0",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "attribution_zh": "资料来源：安康市脱贫办报告；数据整理：安康开放数据 API（CC BY 4.0）",
        "attribution_en": "Source: report of the Ankang City Poverty Alleviation Office; "
        "compiled by the Ankang open-data API (CC BY 4.0)",
        "contact": {
            "name_zh": "安康开放数据 API 的维护者",
            "name_en": "The maintainers of the Ankang open-data API",
            "email": None,
            "url": None,
        },
        "release": "0.7.0",
        "revision": 1,
        "limits": {"page_size_default": 100, "page_size_max": 1000},
    }
    assert links["observations"] == "http://testserver/api/v1/observations"
    assert {url: client.get(url).status_code for url in links.values()} == dict.fromkeys(links.values(), 200)


@override_settings(CONTACT_EMAIL="data@example.org")
def test_an_installation_names_whom_to_ask(client: Client) -> None:
    assert client.get("/api/v1/").json()["contact"]["email"] == "data@example.org"


def test_it_has_an_address_without_a_slash_as_all_others_have(client: Client) -> None:
    assert client.get("/api/v1").json() == client.get("/api/v1/").json()


def test_the_root_of_the_site_leads_to_the_home_page(client: Client) -> None:
    assert client.get("/")["Location"] == "/en/"
