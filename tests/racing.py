"""A writer that tests/test_races.py starts several of: it makes corrections as fast as it can.

`python -m tests.racing NAME COUNT` makes COUNT revisions: each notes ten observations, and adds and withdraws a region.
"""

import sys

import django

django.setup()

from indicators.models import Observation, Region  # noqa: E402
from tests.editing import correcting  # noqa: E402


def main(name: str, count: int) -> None:
    codes = list(Observation.objects.order_by("code").values_list("code", flat=True)[:10])
    for turn in range(1, count + 1):
        with correcting(f"{name} {turn}") as changeset:
            for observation in Observation.objects.filter(code__in=codes):
                observation.note_zh, observation.note_en = f"第{turn}次", f"{name} {turn}"
                changeset.save(observation)
            area = Region(code=f"{name}-{turn}", name_zh="虚构", name_en="Invented", code_system="own", level="area")
            changeset.save(area)
            changeset.withdraw(area)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
