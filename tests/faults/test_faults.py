"""Each kind of process is killed once under load: nothing is lost, stale or mixed, and the service recovers."""

import pytest

from tests.faults.cluster import program
from tests.faults.faults import ON_POSTGRESQL, ON_SQLITE
from tests.faults.installation import postgresql_service, sqlite_service
from tests.faults.trial import Outcome, Trial


def require_right(outcome: Outcome) -> None:
    assert outcome.journal.wrong == []
    assert outcome.statuses["200"] > 100
    assert outcome.statuses["304"] > 10
    assert len(outcome.journal.acknowledged) >= 5


@pytest.mark.database_independent
def test_processes_are_killed_on_sqlite() -> None:
    with sqlite_service() as service:
        outcome = Trial(service, "610900").run(ON_SQLITE.items())
    assert [name for name, _ in outcome.recovered_s] == ["server", "worker"]
    require_right(outcome)


@pytest.mark.postgresql
def test_processes_are_killed_on_postgresql() -> None:
    if not (program("initdb") and program("pg_basebackup")):
        pytest.skip("needs initdb and pg_basebackup: install PostgreSQL's server")
    with postgresql_service() as service:
        outcome = Trial(service, "610900").run(ON_POSTGRESQL.items())
    assert [name for name, _ in outcome.recovered_s] == ["server", "worker", "primary", "standby"]
    require_right(outcome)
