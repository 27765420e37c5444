"""Documents and regions of the programmes that were published before they had any, and of their versions."""

from typing import Any


def set_documents(apps: Any, schema_editor: Any) -> None:
    """The document is that of the quote; the region the one that most observations of the document are of."""
    documents = documents_of_quotes(apps)
    regions = {document: region_of(apps, document) for document in set(documents.values())}
    of_programmes = {}
    for name in ("HistoricalProgramme", "Programme"):
        for programme in apps.get_model("programmes", name).objects.all():
            programme.document_id = of_programmes[programme.id] = documents[programme.quote_id]
            programme.region_id = regions[programme.document_id]
            programme.save()
    for name in ("HistoricalProgrammeMetric", "ProgrammeMetric"):
        for link in apps.get_model("programmes", name).objects.all():
            link.document_id = of_programmes[link.programme_id]
            link.save()
    rename_links(apps)


def documents_of_quotes(apps: Any) -> dict[int, int]:
    """The key of the document by that of the quote, also of withdrawn ones."""
    passages = dict(apps.get_model("indicators", "HistoricalPassage").objects.values_list("id", "document"))
    quotes = apps.get_model("indicators", "HistoricalQuote").objects.values_list("id", "passage")
    return {quote: passages[passage] for quote, passage in quotes}


def region_of(apps: Any, document: int) -> int | None:
    observations = apps.get_model("indicators", "Observation").objects.filter(document=document)
    counts: dict[int, int] = {}
    for region in observations.order_by("pk").values_list("region", flat=True):
        counts[region] = counts.get(region, 0) + 1
    regions = apps.get_model("indicators", "Region").objects.order_by("pk").values_list("pk", flat=True)
    return max(counts, key=lambda region: counts[region], default=None) or regions.first()


def rename_links(apps: Any) -> None:
    """The natural key of a link has its document before its metric, in corrections and overrides too."""
    codes = dict(apps.get_model("indicators", "HistoricalDocument").objects.values_list("id", "code"))
    metrics = dict(apps.get_model("indicators", "HistoricalMetric").objects.values_list("code", "id"))
    links = apps.get_model("programmes", "HistoricalProgrammeMetric").objects.values_list("metric", "document")
    documents = dict(links)
    for name in ("Correction", "Override"):
        for record in apps.get_model("indicators", name).objects.filter(record_type="programme-metric"):
            record.record = f"{codes[documents[metrics[record.record]]]}--{record.record}"
            record.save()
