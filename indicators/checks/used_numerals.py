"""A numeral is evidence of one figure: the figures that the numerals of another one give already."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Q

from indicators.checks.coverage import NUMERAL
from indicators.checks.vocabulary import all_measure_words
from indicators.models import Observation, Quote
from indicators.text.numbers.chinese_numbers import read, readings
from indicators.text.numbers.numerals import plain


class Use(NamedTuple):
    """The offsets of the numerals that a quote gives a number by, and whether the number is their sum: 9县1区."""

    numerals: frozenset[int]
    is_sum: bool = False


def used_by(quote: Quote, measure_words: frozenset[str]) -> Use:
    """Without a number that can be read, all numerals of the quote."""
    found = read(quote.exact, measure_words)
    if found is None:
        return Use(numerals_between(quote, quote.start, quote.end))
    numerals = numerals_between(quote, quote.start + found.start, quote.start + found.end)
    return Use(numerals, len(readings(quote.exact, measure_words)) > 1)


def numerals_between(quote: Quote, start: int, end: int) -> frozenset[int]:
    spans = (match.span() for match in NUMERAL.finditer(plain(quote.passage.text)))
    return frozenset(first for first, last in spans if start <= first and last <= end)


def figures_of_same_numerals(observation: Observation) -> Iterator[Observation]:
    """Other figures that one of its numerals is evidence of, or whose period it gives.

    A sum and its parts may share numerals. Values that follow from words without being printed may share these.
    """
    quote, measure_words = observation.quote, all_measure_words()
    own = used_by(quote, measure_words)
    nearby = Quote.objects.filter(passage=quote.passage_id, start__lt=quote.end, end__gt=quote.start)
    others = Observation.objects.filter(Q(quote__in=nearby) | Q(period_quote__in=nearby)).exclude(pk=observation.pk)
    for other in others.select_related("metric", "region", "quote__passage", "period_quote__passage").order_by("code"):
        if shares_numerals(observation, own, other, measure_words):
            yield other


def shares_numerals(observation: Observation, own: Use, other: Observation, measure_words: frozenset[str]) -> bool:
    period = other.period_quote
    if period and own.numerals & numerals_between(period, period.start, period.end):
        return True
    implied = Observation.Derivation.IMPLIED
    if observation.derivation == other.derivation == implied:
        return False
    if other.quote_id == observation.quote_id:
        return True
    if other.quote.passage_id != observation.quote.passage_id:
        return False
    theirs = used_by(other.quote, measure_words)
    if (own.is_sum and theirs.numerals < own.numerals) or (theirs.is_sum and own.numerals < theirs.numerals):
        return False
    return bool(own.numerals & theirs.numerals)
