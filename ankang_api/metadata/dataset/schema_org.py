"""The publication, and one observation, in the vocabulary of schema.org, as JSON-LD for the pages.

See https://developers.google.com/search/docs/appearance/structured-data/dataset
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpRequest
from django.urls import reverse

from ankang_api.metadata.dataset.model import Dataset, Place, Source, Variable, dataset, place, variable
from ankang_api.metadata.null_meanings import Text
from ankang_api.metadata.page_addresses import page_url
from indicators.models import Observation
from indicators.text.formats import rfc3339

CONTEXT = "https://schema.org"
LANGUAGE_TAGS = {"zh": "zh-Hans", "en": "en"}
FILES_OF = "observations"
"""The list whose files are the distributions; /catalog.jsonld has those of the others."""
IN_SCRIPTS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""Characters that could end the element of a script, as JSON may write them in strings."""
ISO_PERIOD_LENGTHS = (len("2018"), len("2018-06"), len("2018-06-30"))

Node = dict[str, Any]


def dataset_json_ld(request: HttpRequest) -> str:
    """The Dataset, in the language of the page, for an element `<script type="application/ld+json">`."""
    return in_script(dataset_node(dataset(request), language_of(request)))


def observation_json_ld(request: HttpRequest, observation: Observation) -> str:
    """The Observation, in the language of the page, for such an element.

    Select its metric with its unit, and its region, for no further query.
    """
    return in_script(observation_node(request, observation, language_of(request)))


def in_script(node: Node) -> str:
    return orjson.dumps(node).decode().translate(IN_SCRIPTS)


def language_of(request: HttpRequest) -> str:
    """The language of a page: zh or en."""
    match = request.resolver_match
    return "zh" if match and match.kwargs.get("language") == "zh" else "en"


def dataset_node(described: Dataset, language: str) -> Node:
    other = "en" if language == "zh" else "zh"

    def here(text: Text) -> str:
        return str(getattr(text, language))

    def there(text: Text) -> str:
        return str(getattr(text, other))

    publisher = {
        "@type": "Organization",
        "name": here(described.publisher),
        "alternateName": there(described.publisher),
    }
    node = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": f"{described.iri}#dataset",
        "name": here(described.title),
        "alternateName": [there(described.title), here(described.short_title), there(described.short_title)],
        "description": f"{here(described.description)} {there(described.description)}",  # 50 characters at least
        "url": here(described.pages),
        "identifier": described.pinned_url,
        "creator": publisher,
        "publisher": publisher,
        "license": described.licence_url,
        "creditText": here(described.attribution),
        "isAccessibleForFree": True,
        "inLanguage": list(LANGUAGE_TAGS.values()),
        "keywords": [here(keyword) for keyword in described.keywords],
        "temporalCoverage": coverage(described.start, described.end),
        "spatialCoverage": [place_node(each, language) for each in described.places],
        "variableMeasured": [variable_node(each, language) for each in described.variables],
        "isBasedOn": [source_node(each, language) for each in described.sources],
        "version": str(described.revision) if described.revision else None,
        "datePublished": rfc3339(described.issued) if described.issued else None,
        "dateModified": rfc3339(described.modified) if described.modified else None,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": file.media_type, "contentUrl": file.pinned_url}
            for table in described.tables
            if table.name == FILES_OF
            for file in table.files
            if file.pinned_url
        ],
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": f"{described.iri}#catalog",
            "name": here(described.title),
            "url": here(described.pages),
        },
    }
    return {name: value for name, value in node.items() if value not in (None, [])}


def observation_node(request: HttpRequest, observation: Observation, language: str) -> Node:
    measured = variable(request, observation.metric)
    about = place(request, observation.region)
    url = page_url(request, language, "observations", observation.code)
    node = {
        "@context": CONTEXT,
        "@type": "Observation",
        "@id": url,
        "url": url,
        "identifier": observation.code,
        "name": "，".join((measured.name.zh, about.name.zh, observation.time_period))
        if language == "zh"
        else f"{measured.name.en}, {about.name.en}, {observation.time_period}",
        "observationAbout": place_node(about, language),
        "measuredProperty": variable_node(measured, language),
        "value": number(observation.value),
        "minValue": number(observation.value_low),
        "maxValue": number(observation.value_high),
        "unitText": getattr(measured.unit, language),
        "observationDate": observation_date(observation),
        "observationPeriod": duration(observation.period_start, observation.period_end),
        "subjectOf": {"@type": "Dataset", "@id": request.build_absolute_uri(f"{reverse('catalog')}#dataset")},
    }
    return {name: value for name, value in node.items() if value is not None}


def observation_date(observation: Observation) -> str:
    """The period where ISO 8601 writes it as one date, else its last day."""
    period = observation.time_period
    is_date = len(period) in ISO_PERIOD_LENGTHS and period.replace("-", "").isdigit()
    return period if is_date else observation.period_end.isoformat()


def duration(start: date | None, end: date) -> str | None:
    """The length of a period in years, months or days (ISO 8601), None where the start is unknown."""
    if start is None:
        return None
    after = end + timedelta(days=1)
    if start.day != 1 or after.day != 1:
        return f"P{(after - start).days}D"
    months = (after.year - start.year) * 12 + after.month - start.month
    return f"P{months}M" if months % 12 else f"P{months // 12}Y"


def number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def coverage(start: date | None, end: date | None) -> str | None:
    """An interval of ISO 8601; two points stand for a bound that is unknown."""
    return f"{start or '..'}/{end}" if end else None


def place_node(place: Place, language: str) -> Node:
    code = {"@type": "PropertyValue", "propertyID": place.scheme, "value": place.code}
    return {
        "@type": "Place",
        "@id": place.url,
        "name": getattr(place.name, language),
        **({"identifier": code} if place.scheme else {}),
    }


def variable_node(variable: Variable, language: str) -> Node:
    name, unit = getattr(variable.name, language), getattr(variable.unit, language)
    return {"@type": "PropertyValue", "name": name, "unitText": unit}


def source_node(source: Source, language: str) -> Node:
    office = {"@type": "Organization", "name": getattr(source.office, language)}
    return {
        "@type": "Report",
        "@id": source.url,
        "name": getattr(source.name, language),
        "author": office,
        "inLanguage": source.language,
        **({"datePublished": source.date.isoformat()} if source.date else {}),
    }
