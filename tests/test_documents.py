"""Documents: the text as received and as restored, its passages, and its quotes as W3C Web Annotations."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

QUOTES = "http://testserver/api/v1/documents/ankang-report/quotes"


def test_a_document_says_how_it_was_mended_and_what_is_inferred(client: Client) -> None:
    body = client.get("/api/v1/documents/ankang-report").json()
    assert (body["date"], body["report_year"], body["language"]) == (None, 2019, "zh-Hans")
    assert body["report_year_basis_en"].startswith("Inferred: the report bears no date;")
    [place] = body["emendations"]
    assert (place["received"], place["restored"]) == ("接?xùn)|部", "接東部")
    assert "承接东部产业转移" in body["text_restored"]
    assert "text_restored" not in client.get("/api/v1/documents").json()["results"][0]


def test_a_passage_is_one_paragraph_in_both_texts(client: Client) -> None:
    assert client.get("/api/v1/documents/ankang-report/passages/7").json() == {
        "code": "ankang-report-p7",
        "document": "ankang-report",
        "number": 7,
        "text": "（安康市脱贫办提供）",
        "text_received": "(安康市脫貧辦提供)",
        "revision": 1,
        "links": {
            "self": "http://testserver/api/v1/documents/ankang-report/passages/7",
            "document": "http://testserver/api/v1/documents/ankang-report",
            "quotes": QUOTES,
        },
    }
    rows = client.get("/api/v1/documents/ankang-report/passages").json()["results"]
    document = client.get("/api/v1/documents/ankang-report").json()
    assert "\n".join(row["text"] for row in rows) == document["text_restored"]
    assert "\n".join(row["text_received"] for row in rows) == document["text_received"]


def test_a_quote_is_a_web_annotation_that_links_to_its_records(client: Client) -> None:
    assert client.get("/api/v1/documents/ankang-report/quotes/ankang-report-p3-gift-money-change").json() == {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{QUOTES}/ankang-report-p3-gift-money-change",
        "type": "Annotation",
        "motivation": "linking",
        "target": {
            "source": "http://testserver/api/v1/documents/ankang-report/passages/3",
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": "“人情份子”下降了七成",
                    "prefix": "户，全市农村摆酒席减少三分之二，",
                    "suffix": "，较好解决了群众精神贫困问题。全",
                },
                {"type": "TextPositionSelector", "start": 270, "end": 281},
            ],
        },
        "body": [
            {
                "id": "http://testserver/api/v1/observations/ankang-report-gift-money-change-610900-undated",
                "type": "Dataset",
            }
        ],
        "code": "ankang-report-p3-gift-money-change",
        "records": [
            {"type": "observation", "code": "ankang-report-gift-money-change-610900-undated", "field": "quote"}
        ],
        "excluded_zh": None,
        "excluded_en": None,
        "revision": 1,
        "links": {
            "self": f"{QUOTES}/ankang-report-p3-gift-money-change",
            "document": "http://testserver/api/v1/documents/ankang-report",
            "passage": "http://testserver/api/v1/documents/ankang-report/passages/3",
        },
    }


def test_an_excluded_quote_says_why_in_both_languages(client: Client) -> None:
    body = client.get("/api/v1/documents/ankang-report/quotes/ankang-report-p6-first-secretary-again").json()
    assert (body["motivation"], body["records"]) == ("commenting", [])
    assert body["body"] == [
        {"type": "TextualBody", "value": "“第一书记”是职务名称。", "language": "zh-Hans"},
        {"type": "TextualBody", "value": "“First Party secretary” is a title.", "language": "en"},
    ]


def test_both_selectors_of_every_quote_find_its_words(client: Client) -> None:
    texts = {
        f"http://testserver/api/v1/documents/ankang-report/passages/{row['number']}": row["text"]
        for row in client.get("/api/v1/documents/ankang-report/passages").json()["results"]
    }
    quotes = client.get("/api/v1/documents/ankang-report/quotes?page_size=1000").json()["results"]
    assert len(quotes) > 150
    for quote in quotes:
        words, place = quote["target"]["selector"]
        text = texts[quote["target"]["source"]]
        assert text[place["start"] : place["end"]] == words["exact"]
        assert text.count(words["prefix"] + words["exact"] + words["suffix"]) == 1


def test_every_link_of_a_quote_is_served(client: Client) -> None:
    quotes = client.get("/api/v1/documents/ankang-report/quotes?page_size=1000").json()["results"]
    links = {body["id"] for quote in quotes for body in quote["body"] if "id" in body}
    assert [link for link in links if client.get(link).status_code != 200] == []
