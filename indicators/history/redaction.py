"""The redaction of a name or a number that slipped into a public reason: the words go, and it shows."""

from typing import Any

from indicators.history.changeset import edition
from indicators.models import Revision

BLOCK = "█"


def redact(number: int, words: str, role: str, user: Any = None) -> Revision | None:
    """Put blocks in the place of words of the reason of a revision, for ever, in a revision of its own.

    The revision that this made; none where the words do not stand there (any more).
    """
    with edition(Revision.Kind.CORRECTION, role, f"Redaction in the reason of revision {number}.", user) as opened:
        revision = Revision.objects.get(number=number)
        if words not in revision.reason:
            return None
        revision.reason = revision.reason.replace(words, BLOCK * len(words))
        revision.redacted_in = opened.opened()
        revision.save(update_fields=["reason", "redacted_in"])
        return opened.revision
