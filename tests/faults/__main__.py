"""`python -m tests.faults --minutes 30`: kill processes at random under load, and print what was wrong."""

import argparse
import random
import signal
import time
from collections.abc import Iterator

import tests.environment  # noqa: F401  # the servers inherit it
from tests.faults.faults import ON_POSTGRESQL, ON_SQLITE, Fault
from tests.faults.installation import postgresql_service, sqlite_service
from tests.faults.trial import Outcome, Trial

KINDS = ("lost", "stale", "mixed", "unexpected")
MAX_PRINTED = 20


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", default=str(random.randrange(1_000_000)), help="Of the requests and the faults.")
    parser.add_argument("--database", choices=["postgresql", "sqlite"], default="postgresql")
    return parser.parse_args()


def stop(*_: object) -> None:
    """Leave by the way that ends all processes."""
    raise SystemExit(1)


def chosen(faults: dict[str, Fault], minutes: float, seed: str) -> Iterator[tuple[str, Fault]]:
    """Faults at random until the time is over."""
    chance, end = random.Random(seed), time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        yield chance.choice(list(faults.items()))


def lines(outcome: Outcome) -> Iterator[str]:
    statuses = ", ".join(f"{count:,} {status}" for status, count in sorted(outcome.statuses.items()))
    acknowledged = len(outcome.journal.acknowledged)
    yield f"Requests: {statuses}."
    yield f"Corrections: {acknowledged:,} acknowledged, {outcome.unacknowledged} without a response."
    for name in sorted({name for name, _ in outcome.recovered_s}):
        seconds = [took for found, took in outcome.recovered_s if found == name]
        yield f"Faults of the {name}: {len(seconds)}; recovered in {max(seconds):.1f} s at most."
    yield ", ".join(f"{kind}: {len(outcome.wrong(kind))}" for kind in KINDS)
    yield from (f"{kind}: {sentence}" for kind, sentence in outcome.journal.wrong[:MAX_PRINTED])


def main() -> int:
    arguments = parsed()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    print(f"Seed {arguments.seed}, {arguments.database}.", flush=True)
    is_postgresql = arguments.database == "postgresql"
    faults = ON_POSTGRESQL if is_postgresql else ON_SQLITE
    with postgresql_service() if is_postgresql else sqlite_service() as service:
        outcome = Trial(service, arguments.seed).run(chosen(faults, arguments.minutes, arguments.seed))
    print("\n".join(lines(outcome)))
    return int(bool(outcome.journal.wrong))


if __name__ == "__main__":
    raise SystemExit(main())
