"""The publication in DCAT-AP 3 (https://semiceu.github.io/DCAT-AP/releases/3.0.1/), as JSON-LD.

The publication is a dataset, and each list is a dataset that is a part of it: the distributions of a dataset have the
same contents.
"""

from datetime import date, datetime
from typing import Any

from ankang_api.metadata.dataset.model import Dataset, File, Place, PublishedTable, Source
from ankang_api.metadata.null_meanings import Text
from indicators.text.formats import rfc3339

EU = "http://publications.europa.eu/resource/authority/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
CONTEXT = {
    "@version": 1.1,
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LANGUAGES = {"zh": f"{EU}language/ZHO", "en": f"{EU}language/ENG"}
FORMATS = {"json": "JSON", "csv": "CSV", "xlsx": "XLSX", "parquet": "PARQUET"}
"""The formats that the file types of the EU have; the others are named."""
FORMAT_NAMES = {"jsonl": "JSON Lines", "jsonstat": "JSON-stat 2.0"}
REGISTERED = {"json", "csv", "xlsx", "parquet"}
"""The formats whose media types IANA has."""
THEMES = {
    "GOVE": Text("政府与公共部门", "Government and public sector"),
    "SOCI": Text("人口与社会", "Population and society"),
}
"""Themes of the EU's data-theme vocabulary: the data come from reports of governments on society."""

Node = dict[str, Any]


def catalog_json_ld(described: Dataset) -> Node:
    """The catalogue, its datasets and the API, with the context in the document: nothing is fetched to read it."""
    whole, service = iri(described, "dataset"), iri(described, "api")
    parts = [table_dataset(described, table) for table in described.tables]
    return {
        "@context": CONTEXT,
        "@id": iri(described, "catalog"),
        "@type": "dcat:Catalog",
        "dct:title": in_both(described.title),
        "dct:description": in_both(described.description),
        "dct:publisher": publisher(described),
        "dct:language": languages(),
        "dct:license": licence(described),
        "foaf:homepage": page(described.pages.en),
        "dcat:themeTaxonomy": {
            "@id": f"{EU}data-theme",
            "@type": "skos:ConceptScheme",
            "dct:title": in_both(Text("数据主题", "Data theme")),
        },
        **times(described),
        "dcat:dataset": [whole_dataset(described, parts), *parts],
        "dcat:service": {
            "@id": service,
            "@type": "dcat:DataService",
            "dct:title": in_both(Text(f"{described.title.zh} API", f"{described.title.en}: API")),
            "dcat:endpointURL": {"@id": described.api_url},
            "dcat:endpointDescription": {"@id": described.openapi_url},
            "dcat:landingPage": page(described.documentation_url),
            "dcat:servesDataset": [{"@id": whole}, *({"@id": part["@id"]} for part in parts)],
            "dcat:version": described.release,
            **terms(described),
        },
    }


def whole_dataset(described: Dataset, parts: list[Node]) -> Node:
    package = described.data_package_url
    return {
        "@id": iri(described, "dataset"),
        "@type": "dcat:Dataset",
        "dct:title": in_both(described.title),
        "dct:description": in_both(described.description),
        "dct:identifier": iri(described, "dataset"),
        "dct:creator": {"@id": iri(described, "publisher")},
        "dcat:keyword": [each for keyword in described.keywords for each in in_both(keyword)],
        "dcat:theme": [theme(code, label) for code, label in THEMES.items()],
        "dct:spatial": [location(place) for place in described.places],
        **temporal(described),
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "rdfs:label": in_both(described.attribution)},
        "prov:wasDerivedFrom": [document(source) for source in described.sources],
        "dct:hasPart": [{"@id": part["@id"]} for part in parts],
        **contact(described),
        **shared(described),
        "dcat:distribution": {
            "@type": "dcat:Distribution",
            "dct:title": in_both(Text("数据包：全部列表的 CSV 文件", "Data package: all lists as CSV files")),
            "dcat:accessURL": {"@id": package},
            "dcat:downloadURL": {"@id": f"{package}?revision={described.revision}" if described.revision else package},
            "dct:conformsTo": {"@id": "https://datapackage.org/profiles/2.0/datapackage.json", "@type": "dct:Standard"},
            **format_of("json", "application/json"),
            "dct:license": licence(described),
            "dct:language": languages(),
        },
    }


def table_dataset(described: Dataset, table: PublishedTable) -> Node:
    title = Text(f"{described.short_title.zh}：{table.title.zh}", f"{described.short_title.en}: {table.title.en}")
    return {
        "@id": iri(described, table.name),
        "@type": "dcat:Dataset",
        "dct:title": in_both(title),
        "dct:description": {"@value": table.description, "@language": "en"},
        "dct:identifier": iri(described, table.name),
        "dct:isPartOf": {"@id": iri(described, "dataset")},
        **shared(described),
        "dcat:distribution": [distribution(described, table, file) for file in table.files],
    }


def distribution(described: Dataset, table: PublishedTable, file: File) -> Node:
    name = FORMAT_NAMES.get(file.format, file.format.upper())
    download = {"dcat:downloadURL": {"@id": file.pinned_url}} if file.pinned_url else {}
    return {
        "@type": "dcat:Distribution",
        "dct:title": in_both(Text(f"{table.title.zh}，{name}", f"{table.title.en}, {name}")),
        "dcat:accessURL": {"@id": file.url},
        **download,
        "dcat:accessService": {"@id": iri(described, "api")},
        **format_of(file.format, file.media_type),
        "dct:license": licence(described),
        "dct:language": languages(),
    }


def format_of(suffix: str, media_type: str) -> Node:
    label = {"rdfs:label": FORMAT_NAMES.get(suffix, suffix.upper())}
    named = {"@id": f"{EU}file-type/{FORMATS[suffix]}"} if suffix in FORMATS else label
    registered = {"dcat:mediaType": {"@id": f"{MEDIA_TYPES}{media_type}", "@type": "dct:MediaType"}}
    return {
        "dct:format": {**named, "@type": "dct:MediaTypeOrExtent"},
        **(registered if suffix in REGISTERED else {}),
    }


def shared(described: Dataset) -> Node:
    """What holds of the whole and of each list."""
    version = {"dcat:version": str(described.revision)} if described.revision else {}
    return {
        **terms(described),
        "dct:language": languages(),
        "dct:accrualPeriodicity": {"@id": f"{EU}frequency/IRREG", "@type": "dct:Frequency"},
        "dcat:landingPage": page(described.pages.en),
        "foaf:page": page(described.documentation_url),
        **version,
        **times(described),
    }


def terms(described: Dataset) -> Node:
    return {
        "dct:publisher": {"@id": iri(described, "publisher")},
        "dct:license": licence(described),
        "dct:accessRights": {"@id": f"{EU}access-right/PUBLIC", "@type": "dct:RightsStatement"},
    }


def publisher(described: Dataset) -> Node:
    return {"@id": iri(described, "publisher"), "@type": "foaf:Agent", "foaf:name": in_both(described.publisher)}


def contact(described: Dataset) -> Node:
    """The contact point, if there is one."""
    email, url = described.contact_email, described.contact_url
    if not (email or url):
        return {}
    return {
        "dcat:contactPoint": {
            "@type": ["vcard:Kind", "vcard:Organization"],
            "vcard:fn": in_both(described.contact_name),
            **({"vcard:hasEmail": {"@id": f"mailto:{email}"}} if email else {}),
            **({"vcard:hasURL": {"@id": url}} if url else {}),
        }
    }


def document(source: Source) -> Node:
    return {
        "@id": source.url,
        "@type": ["foaf:Document", "prov:Entity"],
        "dct:title": in_both(source.name),
        "dct:creator": {"@type": "foaf:Agent", "foaf:name": in_both(source.office)},
        **({"dct:issued": typed(source.date)} if source.date else {}),
    }


def location(place: Place) -> Node:
    notation = {"@type": "adms:Identifier", "skos:notation": place.code, "adms:schemaAgency": place.scheme}
    return {
        "@id": place.url,
        "@type": "dct:Location",
        "skos:prefLabel": in_both(place.name),
        **({"adms:identifier": notation} if place.scheme else {}),
    }


def temporal(described: Dataset) -> Node:
    if not described.end:
        return {}
    start = {"dcat:startDate": typed(described.start)} if described.start else {}
    return {"dct:temporal": {"@type": "dct:PeriodOfTime", **start, "dcat:endDate": typed(described.end)}}


def times(described: Dataset) -> Node:
    if described.issued is None or described.modified is None:
        return {}
    return {"dct:issued": typed(described.issued), "dct:modified": typed(described.modified)}


def typed(moment: date) -> Node:
    if isinstance(moment, datetime):
        return {"@value": rfc3339(moment), "@type": "xsd:dateTime"}
    return {"@value": moment.isoformat(), "@type": "xsd:date"}


def theme(code: str, label: Text) -> Node:
    return {"@id": f"{EU}data-theme/{code}", "@type": "skos:Concept", "skos:prefLabel": in_both(label)}


def licence(described: Dataset) -> Node:
    return {"@id": described.licence_url, "@type": "dct:LicenseDocument"}


def languages() -> list[Node]:
    return [{"@id": language, "@type": "dct:LinguisticSystem"} for language in LANGUAGES.values()]


def page(url: str) -> Node:
    return {"@id": url, "@type": "foaf:Document"}


def iri(described: Dataset, fragment: str) -> str:
    return f"{described.iri}#{fragment}"


def in_both(text: Text) -> list[Node]:
    return [{"@value": text.zh, "@language": "zh-Hans"}, {"@value": text.en, "@language": "en"}]
