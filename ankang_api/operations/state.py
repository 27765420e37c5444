"""What the metrics say of the data: the newest revision, and whether quotes and records agree."""

from collections import Counter
from collections.abc import Iterator

from django.db import Error
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from ankang_api.cache.newest_revision import newest
from indicators.checks.verification import checks, with_words
from indicators.checks.vocabulary import Vocabulary
from indicators.models import Observation
from indicators.sql.reading import READS_REPLICA, read_connection

MAX_VERIFIED = 20_000
"""With more observations a scrape would take too long: `manage.py verify` reads them."""

RESULTS = {True: "agrees", False: "disagrees", None: "cannot_tell"}


class DataState(Collector):
    """Gauges that are read when the metrics are. `current` may query the database, so `collect` runs in a thread."""

    def __init__(self) -> None:
        self.verified: tuple[int | None, Counter[str]] = (None, Counter())
        """A revision, and how many checks of observations agree, disagree and cannot tell in it."""

    def collect(self) -> Iterator[Metric]:
        revision, unchecked = newest().current()
        if revision is not None and not unchecked and revision != self.verified[0]:
            self.verified = revision, verification_results()
        yield GaugeMetricFamily("ankang_revision", "The newest revision; 0 before the first.", revision or 0)
        yield GaugeMetricFamily("ankang_revision_unchecked_seconds", "Seconds since it was checked.", unchecked)
        checked = GaugeMetricFamily("ankang_verification_checks", "Quotes read again, by result.", labels=["result"])
        for result, number in self.verified[1].items():
            checked.add_metric([result], number)
        yield checked


def verification_results() -> Counter[str]:
    """How many checks agree, disagree and cannot tell; empty for too many, or if the database fails."""
    READS_REPLICA.set(True)
    try:
        vocabulary = Vocabulary()
        observations = with_words(Observation.objects.all())[: MAX_VERIFIED + 1]
        if len(observations) > MAX_VERIFIED:
            return Counter()
        results = Counter(dict.fromkeys(RESULTS.values(), 0))
        results.update(RESULTS[check.agrees] for record in observations for check in checks(record, vocabulary))
    except Error:  # the next scrape finds the outage in the other gauges
        read_connection().close()
        return Counter()
    return results
