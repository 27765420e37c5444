"""The two languages of the pages: in a path, for Django's translations, and as a tag of HTML."""

from typing import NamedTuple


class Language(NamedTuple):
    path: str
    """In the path of a page."""
    code: str
    """For Django's translations and the language cookie."""
    tag: str
    """BCP 47, for `lang` and `hreflang`."""
    name: str


LANGUAGES = {
    each.path: each for each in (Language("zh", "zh-hans", "zh-Hans", "中文"), Language("en", "en", "en", "English"))
}
PATTERN = "|".join(LANGUAGES)


def other(language: Language) -> Language:
    """The language that a page offers beside its own."""
    return next(each for each in LANGUAGES.values() if each != language)


def of_code(code: str | None) -> Language:
    """The language of the pages for a code of Django; English for any other."""
    return LANGUAGES["zh" if (code or "").startswith("zh") else "en"]
