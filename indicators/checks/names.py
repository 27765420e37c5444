"""Names of records and figures in the language of the request: 贫困人口，安康市，2018."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.models import Observation


def in_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def in_language(record: Any, field: str) -> str:
    """The text of a field that is in both languages; empty if there is none."""
    return getattr(record, f"{field}_{'zh' if in_chinese() else 'en'}") or ""


def own_name(record: Any) -> str:
    return in_language(record, "name")


def joined(*names: str) -> str:
    return ("，" if in_chinese() else ", ").join(names)


def with_colon(label: object, text: object) -> str:
    return f"{label}：{text}" if in_chinese() else f"{label}: {text}"


def listed(texts: Iterable[str]) -> str:
    return ("、" if in_chinese() else ", ").join(texts)


def quoted(*words: str) -> str:
    """“减少到22.96万人”; several texts one after the other."""
    return listed(f"“{text}”" for text in dict.fromkeys(words))


def period_name(key: str) -> str:
    """2011–2019 for a range; until 2019 where the start is unknown."""
    start, _separator, end = key.rpartition("/")
    return _("until %(end)s") % {"end": end} if start == ".." else key.replace("/", "–")


def figure_name(observation: Observation) -> str:
    """贫困人口，安康市，2018."""
    return joined(own_name(observation.metric), own_name(observation.region), period_name(observation.time_period))


def figure_with_words(observation: Observation) -> str:
    """The name of a figure, its value and its words."""
    names = {"name": figure_name(observation), "value": observation.figure, "words": observation.quote.exact}
    return _("%(name)s: %(value)s (“%(words)s”)") % names


def with_codes(message: str, *codes: str) -> str:
    """The message with codes in brackets at its end."""
    return f"{message}（{'，'.join(codes)}）" if in_chinese() else f"{message} ({', '.join(codes)})"
