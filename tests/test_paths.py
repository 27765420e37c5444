"""Which paths the cache serves, and which follow the conventions of the API."""

import pytest

from ankang_api.paths import is_for_programs, is_published, language

pytestmark = pytest.mark.database_independent


@pytest.mark.parametrize(
    ("path", "published", "for_programs", "expected"),
    [
        ("/api/v1/units", True, True, "en"),
        ("/api/", True, True, "en"),
        ("/api", False, True, "en"),
        ("/apiary", False, False, None),
        ("/catalog.jsonld", True, True, "en"),
        ("/catalog.jsonld/x", False, False, None),
        ("/sitemap.xml", True, True, "en"),
        ("/sitemap-2.xml", True, True, "en"),
        ("/zh/", True, False, "zh-hans"),
        ("/en/figures", True, False, "en"),
        ("/zh", False, False, "zh-hans"),
        ("/energy", False, False, None),
        ("/", False, False, None),
        ("/docs/zh", False, False, None),
        ("/admin/", False, False, None),
        ("/static/zh/", False, False, None),
    ],
)
def test_paths(path: str, published: bool, for_programs: bool, expected: str | None) -> None:
    assert (is_published(path), is_for_programs(path), language(path)) == (published, for_programs, expected)
