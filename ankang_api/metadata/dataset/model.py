"""What is said of the publication as a dataset, in no particular vocabulary."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Exists, Max, Min, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from ankang_api.http.negotiation import is_feed, offered
from ankang_api.http.requested_revision import requested_revision
from ankang_api.metadata.attribution import attribution
from ankang_api.metadata.data_package import Resource
from ankang_api.metadata.null_meanings import Text
from ankang_api.metadata.page_addresses import page_url
from ankang_api.metadata.published_lists import flat_lists
from ankang_api.renderers.description import DescriptionRenderer
from indicators.models import Document, Metric, Observation, Region, Revision
from programmes.models import Programme


class Place(NamedTuple):
    """A region that observations are of. The scheme is GB/T 2260 or ISO 3166; None where the code is our own."""

    code: str
    scheme: str | None
    name: Text
    url: str


class Variable(NamedTuple):
    """A metric."""

    name: Text
    unit: Text
    url: str


class Source(NamedTuple):
    """A document that the data come from."""

    name: Text
    office: Text
    date: date | None
    language: str
    url: str


class File(NamedTuple):
    """A list in a format. `pinned_url` has all its rows at the revision; None of JSON, which comes in pages."""

    format: str
    media_type: str
    url: str
    pinned_url: str | None


class PublishedTable(NamedTuple):
    """A list of the API in all its formats."""

    name: str
    title: Text
    description: str
    files: list[File]


class Dataset(NamedTuple):
    iri: str
    """The address of /catalog.jsonld without a fragment: the fragments name what it describes."""
    revision: int | None
    """The number of the revision, which is the version; None before the first load."""
    issued: datetime | None
    modified: datetime | None
    title: Text
    short_title: Text
    description: Text
    keywords: list[Text]
    publisher: Text
    attribution: Text
    contact_name: Text
    contact_email: str | None
    contact_url: str | None
    licence_url: str
    release: str
    pages: Text
    """The home pages in both languages."""
    pinned_url: str | None
    """The address at which this description stays as it is."""
    api_url: str
    openapi_url: str
    documentation_url: str
    data_package_url: str
    places: list[Place]
    start: date | None
    end: date | None
    variables: list[Variable]
    sources: list[Source]
    tables: list[PublishedTable]


def dataset(request: HttpRequest) -> Dataset:
    """The publication at the revision of the request."""
    requested, about = requested_revision(request), settings.PUBLICATION
    revision = requested.revision
    iri = request.build_absolute_uri(reverse("catalog"))
    documents = list(Document.objects.order_by("code"))
    places = observed_places(request)
    period = Observation.objects.aggregate(start=Min("period_start"), end=Max("period_end"))
    programmes = [Text(*names) for names in Programme.objects.values_list("name_zh", "name_en")]
    source = attribution(requested.number)

    def url(route: str) -> str:
        return request.build_absolute_uri(reverse(route))

    return Dataset(
        iri=iri,
        revision=revision.number if revision else None,
        issued=Revision.objects.order_by("number").values_list("time", flat=True).first() if revision else None,
        modified=revision.time if revision else None,
        title=Text(about.title_zh, about.title_en),
        short_title=Text(about.short_title_zh, about.short_title_en),
        description=Text(about.description_zh, about.description_en),
        keywords=list(dict.fromkeys([*(place.name for place in places), *programmes])),
        publisher=Text(about.publisher_zh, about.publisher_en),
        attribution=Text(source.zh, source.en),
        contact_name=Text(about.contact_name_zh, about.contact_name_en),
        contact_email=settings.CONTACT_EMAIL,
        contact_url=settings.CONTACT_URL,
        licence_url=about.licence_url,
        release=settings.RELEASE,
        pages=Text(page_url(request, "zh"), page_url(request, "en")),
        pinned_url=pinned(iri, revision),
        api_url=url("catalogue"),
        openapi_url=url("openapi"),
        documentation_url=url("pages"),
        data_package_url=url("datapackage"),
        places=places,
        start=period["start"],
        end=period["end"],
        variables=variables(request),
        sources=[source_of(request, document) for document in documents],
        tables=[table(request, resource, revision) for resource in resources([each.code for each in documents])],
    )


def pinned(url: str, revision: Revision | None) -> str:
    return f"{url}?revision={revision.number}" if revision else url


def record_url(request: HttpRequest, route: str, code: str) -> str:
    return request.build_absolute_uri(reverse(f"{route}-detail", kwargs={"code": code}))


def observed_places(request: HttpRequest) -> list[Place]:
    observed = Observation.objects.filter(region=OuterRef("pk"))
    return [place(request, region) for region in Region.objects.filter(Exists(observed)).order_by("code")]


def place(request: HttpRequest, region: Region) -> Place:
    is_own = region.code_system == Region.CodeSystem.OWN
    scheme = None if is_own else str(Region.CodeSystem(region.code_system).label)
    name = Text(region.name_zh, region.name_en)
    return Place(region.code, scheme, name, record_url(request, "region", region.code))


def variables(request: HttpRequest) -> list[Variable]:
    observed = Metric.objects.filter(Exists(Observation.objects.filter(metric=OuterRef("pk"))))
    return [variable(request, metric) for metric in observed.select_related("unit").order_by("code")]


def variable(request: HttpRequest, metric: Metric) -> Variable:
    unit = Text(metric.unit.name_zh, metric.unit.name_en)
    return Variable(Text(metric.name_zh, metric.name_en), unit, record_url(request, "metric", metric.code))


def source_of(request: HttpRequest, document: Document) -> Source:
    name = Text(document.name_zh, document.name_en)
    office = Text(document.source_office_zh, document.source_office_en)
    return Source(name, office, document.date, document.language, record_url(request, "document", document.code))


def resources(documents: list[str]) -> Iterator[Resource]:
    """All lists of rows: those without parameters, and those of each document."""
    for listed in flat_lists():
        if listed.needs_query or not listed.view.depends_on_data:
            continue
        if not listed.parameters:
            yield Resource(listed, {})
        elif listed.parameters == ["document"]:
            yield from (Resource(listed, {"document": code}) for code in documents)


def table(request: HttpRequest, resource: Resource, revision: Revision | None) -> PublishedTable:
    view: Any = resource.listed.view
    address = request.build_absolute_uri(resource.path)
    files = [
        File(
            renderer.format,
            str(renderer.media_type),
            f"{address}.{renderer.format}",
            None if renderer.format == "json" else pinned(f"{address}.{renderer.format}", revision),
        )
        for renderer in offered(view, single=False).values()
        if not issubclass(renderer, DescriptionRenderer) and not is_feed(renderer)
    ]
    description = (view.__doc__ or "").strip().partition("\n")[0]
    return PublishedTable(resource.name, table_title(resource), description, files)


def table_title(resource: Resource) -> Text:
    """Such as Observations, and 引文（ankang-report）. Lists that are computed have the name of their records."""
    with translation.override("zh-hans"):
        chinese = str(resource.listed.view.queryset.model._meta.verbose_name_plural)
    english = resource.listed.name.rpartition("-")[2].capitalize()
    if not resource.parameters:
        return Text(chinese, english)
    of = "、".join(resource.parameters.values())
    return Text(f"{chinese}（{of}）", f"{english} ({of})")
