"""The time zone of pages and the admin, and how they show times. The API is in UTC."""

from zoneinfo import ZoneInfo, available_timezones

from indicators.text.suggestions import did_you_mean

NAMES = {"Asia/Shanghai": ("北京时间", "Beijing time (UTC+8)")}
"""The zones whose names readers know better than those of the database, in Chinese and English."""


def time_zone(name: str) -> ZoneInfo:
    """TIME_ZONE; SystemExit with one line if there is no such zone."""
    zones = available_timezones()
    if name not in zones:
        known = f"Write the IANA name of a zone, such as Asia/Shanghai or UTC.{did_you_mean(name, sorted(zones))}"
        raise SystemExit(f"TIME_ZONE is not understood: {name}. {known}")
    return ZoneInfo(name)


def format_zh(zone: ZoneInfo) -> str:
    """Django's format for times of a zone: 2026-11-28 16:40（北京时间）."""
    return f"Y-m-d H:i{literal(f'（{names(zone)[0]}）')}"


def format_en(zone: ZoneInfo) -> str:
    """Django's format for times of a zone: 2026-11-28 16:40 Beijing time (UTC+8)."""
    return f"Y-m-d H:i{literal(f' {names(zone)[1]}')}"


def names(zone: ZoneInfo) -> tuple[str, str]:
    return NAMES.get(zone.key, (zone.key, zone.key))


def literal(text: str) -> str:
    """The text in a format of Django, in which letters have meanings."""
    return "".join(f"\\{character}" for character in text)
