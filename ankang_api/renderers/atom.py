"""Atom (RFC 4287): the newest corrections, for feed readers."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, format_html_join
from django.utils.xmlutils import SimplerXMLGenerator

from ankang_api.renderers.table import ExportRenderer, Table
from indicators.text.unfit import without_unfit

PLACES = {
    "observation": "observations",
    "metric": "metrics",
    "region": "regions",
    "unit": "units",
    "programme": "programmes",
    "part": "parts",
    "achievement": "achievements",
    "document": "documents",
}
"""The lists of the kinds of records that have pages of their own."""
UNDATED = datetime(1980, 1, 1, tzinfo=UTC)


class Feed(Atom1Feed):
    """Django's feed, without a clock: an empty one was updated when the data were."""

    def latest_post_date(self) -> datetime:
        times: list[datetime] = [item["updateddate"] for item in self.items]
        return max(times, default=self.feed["updated"])

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class AtomRenderer(ExportRenderer):
    """An entry for each correction: the change, its reason, and the quote from the report."""

    media_type = "application/atom+xml"
    format = "atom"
    charset = "utf-8"
    newest = 100

    def stream(self, table: Table) -> Iterator[bytes]:
        url, publication = table.about["url"], settings.PUBLICATION
        updated = table.about.get("updated_at")
        feed = Feed(
            title=f"{publication.title_en}: corrections",
            link=urljoin(url, "corrections"),
            description="What was changed by hand in the published data, and why.",
            language="en",
            author_name=publication.publisher_en,
            feed_url=url,
            feed_guid=url,
            feed_copyright=f"{table.about['attribution_en']} {publication.licence_url}",
            updated=without_zone(datetime.fromisoformat(updated) if updated else UNDATED),
        )
        names = [column.name for column in table.columns]
        for cells in table.rows:
            add(feed, url, dict(zip(names, cells, strict=True)))
        yield feed.writeString("utf-8").encode()


def without_zone(instant: datetime) -> datetime:
    """The instant in UTC. Django writes a time without a zone with Z, and others with +00:00."""
    return instant.astimezone(UTC).replace(tzinfo=None)


def add(feed: Feed, url: str, row: dict[str, Any]) -> None:
    address = urljoin(url, f"corrections/{row['code']}")
    place = PLACES.get(row["record_type"])
    feed.add_item(
        title=without_unfit(title(row)),
        link=urljoin(url, f"{place}/{row['record']}/history") if place else address,
        description=escape(without_unfit(row["reason"])),
        unique_id=address,
        updateddate=without_zone(row["time"]),
        categories=[row["record_type"], row["kind"]],
        content=without_unfit(content(row)),
    )


def title(row: dict[str, Any]) -> str:
    named = f"{row['record_type']} {row['record']}"
    if row["action"] != "changed":
        return f"{named}: {row['action']}"
    return f"{named}, {row['field']}: {shown(row['old'])} → {shown(row['new'])}"


def shown(text: str | None) -> str:
    return "nothing" if text is None else text


def content(row: dict[str, Any]) -> str:
    """The reason and the evidence as HTML."""
    lines = [("Reason", row["reason"]), ("Revision", f"{row['revision']}, a {row['kind']} by the {row['role']}")]
    if row["quote_exact"]:
        lines.append(("The report says", f"“{row['quote_exact']}”"))
    if row["replaced_by"]:
        lines.append(("Replaced by", row["replaced_by"]))
    return format_html_join("", "<p>{}: {}</p>", lines)
