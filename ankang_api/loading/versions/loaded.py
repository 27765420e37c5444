"""The versions that were loaded, in the database."""

from ankang_api.loading.problems import LoadError, Problem
from ankang_api.loading.versions.version_file import FixturesVersion
from indicators.models import LoadedFixtures, Revision


class OlderFixturesError(LoadError):
    """A newer version of the fixtures was loaded before."""


def check_versions(versions: list[FixturesVersion], *, downgrade: bool) -> None:
    """Raise OlderFixturesError for an older version, and LoadError for a changed folder with the same number."""
    for version in versions:
        last = last_loaded(version)
        if last is None:
            continue
        if version.number == last.fixtures_version and version.digest != last.digest:
            changed = f"the fixtures differ from the version {version.number} that is loaded; raise fixtures_version"
            raise LoadError([Problem(version.path, "", "", changed)])
        if version.number < last.fixtures_version and not downgrade:
            older = f"version {version.number} is older than version {last.fixtures_version}, which is loaded"
            raise OlderFixturesError([Problem(version.path, "", "", older)])


def record_versions(versions: list[FixturesVersion], revision: Revision | None) -> None:
    for version in versions:
        last = last_loaded(version)
        if last is None or last.fixtures_version != version.number:
            LoadedFixtures.objects.create(
                folder=version.folder, fixtures_version=version.number, digest=version.digest, loaded_in=revision
            )


def last_loaded(version: FixturesVersion) -> LoadedFixtures | None:
    return LoadedFixtures.objects.filter(folder=version.folder).last()
