"""Warnings where figures of one document contradict each other. Each shows both figures with their words."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.checks.comparable import around, bounds, inside, parts_of, people_and_households, shares, wholes_of
from indicators.checks.names import figure_with_words, listed, with_codes
from indicators.models import Observation

PERSONS_PER_HOUSEHOLD = (1, 8)


def contradictions(observation: Observation) -> Iterator[str]:
    yield from parts_warnings(observation)
    yield from regions_warnings(observation)
    yield from households_warnings(observation)
    yield from shares_warnings(observation)


def exceeds(one: Observation, other: Observation) -> bool:
    """Whether one figure is larger than another: by their bounds, or by their values where words leave these open."""
    least, most = bounds(one)[0], bounds(other)[1]
    if least is not None and most is not None:
        return least > most
    return one.value is not None and other.value is not None and one.value > other.value


def parts_warnings(observation: Observation) -> Iterator[str]:
    pairs = [
        *((observation, whole) for whole in wholes_of(observation)),
        *((part, observation) for part in parts_of(observation)),
    ]
    for part, whole in pairs:
        if exceeds(part, whole):
            names = {"part": figure_with_words(part), "whole": figure_with_words(whole)}
            message = _("Part and whole: the part is larger than its whole. Part: %(part)s. Whole: %(whole)s.") % names
            yield with_codes(message, part.code, whole.code)


def regions_warnings(observation: Observation) -> Iterator[str]:
    pairs = [
        *((observation, larger) for larger in around(observation)),
        *((smaller, observation) for smaller in inside(observation)),
    ]
    for smaller, larger in pairs:
        if exceeds(smaller, larger):
            names = {"smaller": figure_with_words(smaller), "larger": figure_with_words(larger)}
            message = _(
                "Region: it has more than the one that contains it. Region: %(smaller)s. Contains it: %(larger)s."
            )
            yield with_codes(message % names, smaller.code, larger.code)


def households_warnings(observation: Observation) -> Iterator[str]:
    fewest, most = PERSONS_PER_HOUSEHOLD
    for people, households in people_and_households(observation):
        if people.value is None or households.value is None:
            continue
        if not fewest * households.value <= people.value <= most * households.value:
            names = {"people": figure_with_words(people), "households": figure_with_words(households)}
            message = _(
                "People and households: not 1 to 8 people in each. People: %(people)s. Households: %(households)s."
            )
            yield with_codes(message % names, people.code, households.code)


def shares_warnings(observation: Observation) -> Iterator[str]:
    """Shares that no part of their denominator gives, beyond the precision that is printed."""
    for share, parts, whole in shares(observation):
        if not any(agrees(share, part, whole) for part in parts):
            names = {"share": figure_with_words(share), "whole": figure_with_words(whole)}
            names["parts"] = listed(figure_with_words(part) for part in parts)
            message = _(
                "Share: it is not that of the part in the whole. Share: %(share)s. Part: %(parts)s. Whole: %(whole)s."
            )
            yield with_codes(message % names, share.code, *(part.code for part in parts), whole.code)


def agrees(share: Observation, part: Observation, whole: Observation) -> bool:
    """Whether the interval of the share and that of the quotient have a value in common."""
    least, most = bounds(share)
    low, high = quotient(bounds(part)[0], bounds(whole)[1]), quotient(bounds(part)[1], bounds(whole)[0])
    below = high is not None and least is not None and high < least
    above = low is not None and most is not None and low > most
    return not below and not above


def quotient(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return None if part is None or not whole else 100 * part / whole
