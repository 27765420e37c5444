"""publication.json: what is published, by whom and on what terms, in both languages."""

import json
import re
from collections import Counter
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from indicators.text.suggestions import did_you_mean
from indicators.text.unfit import invisible_character, unfit_character

PUBLICATION_FILE = "publication.json"
FORMS = {
    "licence_url": (re.compile(r"https?://\S+"), "a URL such as https://creativecommons.org/licenses/by/4.0/"),
    "contact_url": (re.compile(r"https?://\S+"), "null or a URL such as https://data.example.org/contact"),
    "contact_email": (re.compile(r"[^@\s]+@[^@\s]+"), "null or an email address such as data@example.org"),
}
"""For keys whose texts have a form: the pattern, and what to write."""
NULLABLE = ("contact_email", "contact_url")


class Publication(NamedTuple):
    """The keys of the file. `attribution` names the compiler and the licence; the sources come before it."""

    title_zh: str
    title_en: str
    short_title_zh: str
    short_title_en: str
    description_zh: str
    description_en: str
    publisher_zh: str
    publisher_en: str
    licence: str
    licence_url: str
    attribution_zh: str
    attribution_en: str
    contact_name_zh: str
    contact_name_en: str
    contact_email: str | None
    contact_url: str | None

    @property
    def short_title(self) -> str:
        """In both languages, for the headings of pages."""
        return f"{self.short_title_zh} {self.short_title_en}"


@lru_cache(1)
def fingerprint(publication: Publication) -> str:
    """SHA-256 of all texts, for the ETags of the responses that contain them."""
    return sha256(json.dumps(publication).encode()).hexdigest()


def read_publication(folder: Path) -> Publication:
    """The publication.json of a folder of fixtures; SystemExit with one line if it is not as it must be."""
    path = folder / PUBLICATION_FILE
    try:
        pairs = json.loads(path.read_bytes(), object_pairs_hook=tuple)
    except OSError as error:
        raise SystemExit(f"{path}: cannot be read: {error.strerror}. {allowed()}") from None
    except (ValueError, RecursionError) as error:
        raise SystemExit(f"{path}: not JSON: {error}.") from None
    if mistake := mistake_in(pairs):
        raise SystemExit(f"{path}: {mistake}")
    return Publication(**dict(pairs))


def mistake_in(pairs: Any) -> str | None:
    """The first mistake in the keys and values of a JSON object, which is a tuple of pairs here."""
    if not isinstance(pairs, tuple):
        return f"is no JSON object. {allowed()}"
    counts = Counter(key for key, _value in pairs)
    for key, value in pairs:
        if key not in Publication._fields:
            return f"{key}: there is no such key.{did_you_mean(key, Publication._fields)} {allowed()}"
        if counts[key] > 1:
            return f"{key}: occurs {counts[key]} times; give it once."
        if mistake := mistake_in_value(key, value):
            return f"{key}: {mistake}"
    missing = [key for key in Publication._fields if key not in counts]
    return f"{missing[0]}: is missing. {allowed()}" if missing else None


def mistake_in_value(key: str, value: Any) -> str | None:
    if value is None and key in NULLABLE:
        return None
    pattern, expected = FORMS.get(key, (re.compile(r"\S|\S.*\S"), "a text in one line, without white space around it"))
    if not isinstance(value, str) or not pattern.fullmatch(value):
        return f"must be {expected}."
    if character := unfit_character(value) or invisible_character(value):
        return f"must not contain {character}."
    return None


def allowed() -> str:
    return f"The keys are {', '.join(Publication._fields)}."
