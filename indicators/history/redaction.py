"""The redaction of a name or a number that slipped into a public reason: the words go, and it shows."""

from typing import Any

from indicators.history.changeset import open_changeset
from indicators.models import Revision

BLOCK = "█"


def redact(number: int, words: str, role: str, user: Any = None) -> Revision | None:
    """Replace words in the reason of a revision by blocks, permanently, in a revision of its own.

    The revision that this made; none where the words do not stand there (any more).
    """
    with open_changeset(
        Revision.Kind.CORRECTION, role, f"Redaction in the reason of revision {number}.", user
    ) as changeset:
        revision = Revision.objects.get(number=number)
        if words not in revision.reason:
            return None
        revision.reason = revision.reason.replace(words, BLOCK * len(words))
        revision.redacted_in = changeset.open_revision()
        revision.save(update_fields=["reason", "redacted_in"])
        return changeset.revision
