"""Names of figures in messages, in the language of the request, with codes at the end."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.models import Observation


def in_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def own_name(record: Any) -> str:
    return str(record.name_zh if in_chinese() else record.name_en)


def listed(texts: Iterable[str]) -> str:
    return ("、" if in_chinese() else ", ").join(texts)


def quoted(*words: str) -> str:
    """“减少到22.96万人”; several texts one after the other."""
    return listed(f"“{text}”" for text in dict.fromkeys(words))


def period_name(key: str) -> str:
    """2011–2019 for a range; to 2019 where the start is unknown."""
    start, separator, end = key.rpartition("/")
    if not separator:
        return key
    return _("to %(end)s") % {"end": end} if start == ".." else f"{start}–{end}"


def figure_name(observation: Observation) -> str:
    """贫困人口，安康市，2018."""
    parts = (own_name(observation.metric), own_name(observation.region), period_name(observation.time_period))
    return ("，" if in_chinese() else ", ").join(parts)


def figure_with_words(observation: Observation) -> str:
    """The name of a figure, its value and its words."""
    names = {"name": figure_name(observation), "value": observation.figure, "words": observation.quote.exact}
    return _("%(name)s: %(value)s (“%(words)s”)") % names


def with_codes(message: str, *codes: str) -> str:
    """The message with codes in brackets at its end."""
    return f"{message}（{'，'.join(codes)}）" if in_chinese() else f"{message} ({', '.join(codes)})"
