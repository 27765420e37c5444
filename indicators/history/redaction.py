"""Redaction of a name or a number in a public reason: blocks replace the words, and the revision says so."""

from typing import Any

from indicators.history.changeset import open_changeset
from indicators.models import Revision

BLOCK = "█"


def redact(number: int, words: str, role: str, user: Any = None) -> Revision | None:
    """Replace words in the reason of a revision by blocks, permanently, in a revision of its own.

    Returns that revision; None if the reason does not contain the words.
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
