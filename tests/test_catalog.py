"""/catalog.jsonld in DCAT-AP, and the descriptions in the vocabulary of schema.org for the pages."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client, RequestFactory, override_settings
from django.test.utils import override_script_prefix
from django.urls import ResolverMatch

from ankang_api.http.requested_revision import requested_revision
from ankang_api.metadata.dataset.schema_org import dataset_json_ld, observation_json_ld
from indicators.models import Observation
from tests.asking import Asking, one_connection
from tests.editing import correct, set_time, withdraw
from tests.fixture_files import FIRST, REPORTS, SECOND

pytestmark = pytest.mark.django_db

CATALOG = "http://testserver/catalog.jsonld"
AUTHORITY = "http://publications.europa.eu/resource/authority"
LICENCE = {"@id": "https://creativecommons.org/licenses/by/4.0/", "@type": "dct:LicenseDocument"}
LANGUAGES = [
    {"@id": f"{AUTHORITY}/language/ZHO", "@type": "dct:LinguisticSystem"},
    {"@id": f"{AUTHORITY}/language/ENG", "@type": "dct:LinguisticSystem"},
]


def catalog(client: Client, query: str = "", **environ: str) -> Any:
    response = client.get(f"/catalog.jsonld{query}", **environ)  # type: ignore[arg-type]
    assert response.status_code == 200
    return response.json()


def part(body: Any, name: str) -> Any:
    return next(each for each in body["dcat:dataset"] if each["@id"].endswith(f"#{name}"))


def texts(zh: str, en: str) -> list[dict[str, str]]:
    return [{"@value": zh, "@language": "zh-Hans"}, {"@value": en, "@language": "en"}]


def of_page(described: Callable[..., str], *records: Any, language: str = "en") -> Any:
    """What a description for a page says, in the language of the page."""
    request = RequestFactory().get(f"/{language}/")
    request.resolver_match = ResolverMatch(of_page, (), {"language": language})
    text = described(request, *records)
    assert not set("<>&") & set(text)
    return json.loads(text)


@pytest.mark.database_independent
def test_the_response_is_json_ld_that_anyone_may_read(client: Client) -> None:
    response = client.get("/catalog.jsonld", headers={"Accept-Language": "zh", "Origin": "https://portal.example"})
    assert response["Content-Type"] == "application/ld+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Vary"] == "Accept, Accept-Encoding"
    assert response["Cache-Control"] == "public, no-cache"
    assert f'<{CATALOG}?revision=1>; rel="cite-as"' in response["Link"]
    assert "Content-Language" not in response
    assert not response.cookies
    assert client.get("/catalog.jsonld", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_the_catalogue_names_the_publication_its_datasets_and_the_api(client: Client) -> None:
    body = catalog(client)
    assert isinstance(body["@context"], dict)
    assert (body["@id"], body["@type"]) == (f"{CATALOG}#catalog", "dcat:Catalog")
    assert body["dct:title"] == texts("安康脱贫攻坚开放数据", "Ankang open data on poverty reduction")
    assert body["dct:publisher"] == {
        "@id": f"{CATALOG}#publisher",
        "@type": "foaf:Agent",
        "foaf:name": texts("安康开放数据 API", "Ankang open-data API"),
    }
    assert body["foaf:homepage"] == {"@id": "http://testserver/en/", "@type": "foaf:Document"}
    names = [each["@id"].partition("#")[2] for each in body["dcat:dataset"]]
    assert names == [
        *("dataset", "observations", "series", "metrics", "regions", "units", "programmes", "parts", "achievements"),
        *("verification", "derived", "relations", "documents", "documents-passages-ankang-report"),
        *("documents-quotes-ankang-report", "revisions", "corrections"),
    ]
    service = body["dcat:service"]
    assert service["dcat:endpointURL"] == {"@id": "http://testserver/api/v1/"}
    assert service["dcat:endpointDescription"] == {"@id": "http://testserver/api/v1/openapi.json"}
    assert len(service["dcat:servesDataset"]) == len(names)


def test_the_dataset_says_where_when_and_from_what(client: Client) -> None:
    set_time(1, "2026-11-24T08:00:00Z")
    dataset = part(catalog(client), "dataset")
    assert dataset["dct:modified"] == {"@value": "2026-11-24T08:00:00Z", "@type": "xsd:dateTime"}
    assert dataset["dcat:version"] == "1"
    assert dataset["dct:temporal"] == {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": {"@value": "2011-01-01", "@type": "xsd:date"},
        "dcat:endDate": {"@value": "2019-12-31", "@type": "xsd:date"},
    }
    assert dataset["dct:spatial"][1] == {
        "@id": "http://testserver/api/v1/regions/610900",
        "@type": "dct:Location",
        "skos:prefLabel": texts("安康市", "Ankang City"),
        "adms:identifier": {
            "@type": "adms:Identifier",
            "skos:notation": "610900",
            "adms:schemaAgency": "GB/T 2260",
        },
    }
    [report] = dataset["prov:wasDerivedFrom"]
    assert report["@id"] == "http://testserver/api/v1/documents/ankang-report"
    assert "dct:issued" not in report  # it prints no date
    assert dataset["dct:accrualPeriodicity"]["@id"] == f"{AUTHORITY}/frequency/IRREG"
    assert dataset["dct:accessRights"]["@id"] == f"{AUTHORITY}/access-right/PUBLIC"
    assert [each["@id"] for each in dataset["dcat:theme"]] == [
        f"{AUTHORITY}/data-theme/GOVE",
        f"{AUTHORITY}/data-theme/SOCI",
    ]
    assert {"@value": "安康市", "@language": "zh-Hans"} in dataset["dcat:keyword"]
    assert "dcat:contactPoint" not in dataset


def test_a_list_has_a_distribution_in_each_format(client: Client) -> None:
    observations = part(catalog(client), "observations")
    assert observations["dct:isPartOf"] == {"@id": f"{CATALOG}#dataset"}
    assert observations["dct:title"] == texts("安康开放数据：观测值", "Ankang open data: Observations")
    json_pages, csv, *others = observations["dcat:distribution"]
    assert "dcat:downloadURL" not in json_pages  # a page has not all rows
    assert csv == {
        "@type": "dcat:Distribution",
        "dct:title": texts("观测值，CSV", "Observations, CSV"),
        "dcat:accessURL": {"@id": "http://testserver/api/v1/observations.csv"},
        "dcat:downloadURL": {"@id": "http://testserver/api/v1/observations.csv?revision=1"},
        "dcat:accessService": {"@id": f"{CATALOG}#api"},
        "dct:format": {"@id": f"{AUTHORITY}/file-type/CSV", "@type": "dct:MediaTypeOrExtent"},
        "dcat:mediaType": {
            "@id": "https://www.iana.org/assignments/media-types/text/csv",
            "@type": "dct:MediaType",
        },
        "dct:license": LICENCE,
        "dct:language": LANGUAGES,
    }
    assert [each["dct:title"][1]["@value"] for each in others] == [
        *("Observations, JSON Lines", "Observations, XLSX", "Observations, PARQUET", "Observations, JSON-stat 2.0")
    ]


@pytest.mark.database_independent
@override_settings(CONTACT_EMAIL="data@example.org", CONTACT_URL="https://data.example.org/contact")
def test_a_contact_is_a_vcard(client: Client) -> None:
    assert part(catalog(client), "dataset")["dcat:contactPoint"] == {
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": texts("安康开放数据 API 的维护者", "The maintainers of the Ankang open-data API"),
        "vcard:hasEmail": {"@id": "mailto:data@example.org"},
        "vcard:hasURL": {"@id": "https://data.example.org/contact"},
    }


def test_an_earlier_revision_stays_as_it_was(client: Client) -> None:
    before = client.get("/catalog.jsonld?revision=1")
    assert before["Cache-Control"] == "public, max-age=31536000, immutable"
    correct(Observation.objects.get(code=FIRST), note_zh="注。", note_en="A note.")
    assert part(catalog(client), "dataset")["dcat:version"] == "2"
    assert client.get("/catalog.jsonld?revision=1").json() == before.json()


def test_every_dataset_and_document_of_a_second_report_is_named(client: Client) -> None:
    call_command("load_fixtures", REPORTS, verbosity=0)
    body = catalog(client)
    sources = part(body, "dataset")["prov:wasDerivedFrom"]
    assert [each["@id"].rpartition("/")[2] for each in sources] == ["ankang-report", "invented-bulletin-2020"]
    assert sources[1]["dct:issued"] == {"@value": "2020-03-01", "@type": "xsd:date"}
    assert part(body, "documents-quotes-invented-bulletin-2020")["dct:title"] == texts(
        "安康开放数据：引文（invented-bulletin-2020）", "Ankang open data: Quotes (invented-bulletin-2020)"
    )


@pytest.mark.database_independent
def test_every_address_in_it_is_served(client: Client) -> None:
    distributions = [
        each
        for dataset in catalog(client)["dcat:dataset"][1:]
        for each in dataset["dcat:distribution"]
        if "dcat:downloadURL" in each
    ]
    urls = [each["dcat:downloadURL"]["@id"].removeprefix("http://testserver") for each in distributions]
    assert len(urls) == 65
    assert [url for url in urls if client.head(url).status_code != 200] == []


@pytest.mark.usefixtures("no_data")
def test_before_the_first_load_it_describes_what_there_is(client: Client) -> None:
    body = catalog(client)
    dataset = part(body, "dataset")
    assert not {"dcat:version", "dct:modified", "dct:temporal"} & set(dataset)
    assert dataset["prov:wasDerivedFrom"] == []
    described = of_page(dataset_json_ld)
    assert not {"version", "temporalCoverage", "variableMeasured"} & set(described)


@pytest.mark.database_independent
def test_behind_a_prefix_every_address_has_it(client: Client) -> None:
    with override_script_prefix("/city/"):
        body = catalog(client, SCRIPT_NAME="/city")
    assert body["@id"] == "http://testserver/city/catalog.jsonld#catalog"
    assert body["foaf:homepage"]["@id"] == "http://testserver/city/en/"
    observations = part(body, "observations")["dcat:distribution"][1]
    assert observations["dcat:accessURL"]["@id"] == "http://testserver/city/api/v1/observations.csv"


@pytest.mark.database_independent
@pytest.mark.parametrize(
    ("query", "method", "status", "code"),
    [
        ("?revison=1", "GET", 400, "bad-parameters"),
        ("?revision=99", "GET", 400, "bad-parameters"),
        ("", "POST", 405, "method-not-allowed"),
    ],
)
def test_errors_are_problems(client: Client, query: str, method: str, status: int, code: str) -> None:
    response = client.generic(method, f"/catalog.jsonld{query}")
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["code"] == code


@pytest.mark.database_independent
def test_what_it_does_not_have_is_not_acceptable(client: Client) -> None:
    response = client.get("/catalog.jsonld", headers={"Accept": "text/turtle"})
    assert (response.status_code, response.json()["code"]) == (406, "not-acceptable")


@pytest.mark.parametrize("path", ["/catalog.jsonld", "/sitemap.xml"])
def test_the_cache_serves_it_until_a_revision(path: str) -> None:
    with one_connection():
        asking = Asking()
        first, again = asking(path), asking(path)
        assert (first[0], first[2], asking.computed) == (200, again[2], 1)
        withdraw(Observation.objects.get(code=FIRST))
        assert asking(path)[2] != first[2]
        assert asking(path, accept="text/turtle")[0] == 406
        assert asking.computed == 3


def test_the_dataset_of_a_page_is_in_its_language() -> None:
    set_time(1, "2026-11-24T08:00:00Z")
    described = of_page(dataset_json_ld, language="zh")
    assert (described["@context"], described["@type"]) == ("https://schema.org", "Dataset")
    assert described["name"] == "安康脱贫攻坚开放数据"
    assert described["alternateName"][0] == "Ankang open data on poverty reduction"
    assert 50 <= len(described["description"]) <= 5000
    assert described["url"] == "http://testserver/zh/"
    assert described["identifier"] == f"{CATALOG}?revision=1"
    assert described["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert described["isAccessibleForFree"] is True
    assert described["temporalCoverage"] == "2011-01-01/2019-12-31"
    assert described["spatialCoverage"][1]["identifier"] == {
        "@type": "PropertyValue",
        "propertyID": "GB/T 2260",
        "value": "610900",
    }
    assert {"@type": "PropertyValue", "name": "贫困人口", "unitText": "人"} in described["variableMeasured"]
    assert described["distribution"][0] == {
        "@type": "DataDownload",
        "encodingFormat": "text/csv",
        "contentUrl": "http://testserver/api/v1/observations.csv?revision=1",
    }
    assert (described["version"], described["dateModified"]) == ("1", "2026-11-24T08:00:00Z")
    assert described["inLanguage"] == ["zh-Hans", "en"]
    assert described["includedInDataCatalog"]["@id"] == f"{CATALOG}#catalog"
    assert [each["@type"] for each in described["isBasedOn"]] == ["Report"]


@pytest.mark.database_independent
def test_a_text_cannot_end_the_script(settings: Any) -> None:
    settings.PUBLICATION = settings.PUBLICATION._replace(title_en="</script><b>&\u2028")
    request = RequestFactory().get("/en/")
    requested_revision(request)
    text = dataset_json_ld(request)
    assert "\\u003C/script\\u003E\\u003Cb\\u003E\\u0026\\u2028" in text
    assert json.loads(text)["name"] == "</script><b>&\u2028"


def test_an_observation_has_its_value_interval_and_place() -> None:
    observation = Observation.objects.select_related("metric__unit", "region").get(code=FIRST)
    assert of_page(observation_json_ld, observation) == {
        "@context": "https://schema.org",
        "@type": "Observation",
        "@id": f"http://testserver/en/observations/{FIRST}",
        "url": f"http://testserver/en/observations/{FIRST}",
        "identifier": FIRST,
        "name": "Poor population, Ankang City, 2018",
        "observationAbout": {
            "@type": "Place",
            "@id": "http://testserver/api/v1/regions/610900",
            "name": "Ankang City",
            "identifier": {"@type": "PropertyValue", "propertyID": "GB/T 2260", "value": "610900"},
        },
        "measuredProperty": {"@type": "PropertyValue", "name": "Poor population", "unitText": "people"},
        "value": 229600,
        "minValue": 229550,
        "maxValue": 229650,
        "unitText": "people",
        "observationDate": "2018",
        "observationPeriod": "P1Y",
        "subjectOf": {"@type": "Dataset", "@id": f"{CATALOG}#dataset"},
    }


@pytest.mark.database_independent
@pytest.mark.parametrize(
    ("period", "date", "length"),
    [
        ("2011/2019", "2019-12-31", "P9Y"),
        ("../2019", "2019-12-31", None),
        ("2018-Q3", "2018-09-30", "P3M"),
        ("2018-06", "2018-06", "P1M"),
        ("2018-06-30", "2018-06-30", "P1D"),
    ],
)
def test_the_period_of_an_observation(period: str, date: str, length: str | None) -> None:
    observation = Observation.objects.get(code=FIRST)
    observation.time_period = period
    observation.derive()
    described = of_page(observation_json_ld, observation)
    assert (described["observationDate"], described.get("observationPeriod")) == (date, length)


def test_a_second_report_has_observations_of_its_own() -> None:
    call_command("load_fixtures", REPORTS, verbosity=0)
    described = of_page(observation_json_ld, Observation.objects.get(code=SECOND), language="zh")
    assert (described["name"], described["unitText"]) == ("贫困人口，安康市，2018", "人")
