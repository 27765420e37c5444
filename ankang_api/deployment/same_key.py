"""All nodes of a database use the same secret key, whose digest the database stores."""

from django.conf import settings

from ankang_api.configuration.secret_key import digest
from indicators.models import SecretKeyDigest


class OtherKeyError(Exception):
    """This node has another key than the database was released with."""

    def __init__(self) -> None:
        super().__init__(
            "SECRET_KEY differs from the one of this database. Set the same on all nodes, or change it with "
            "manage.py release --new-secret-key, which ends all sessions and cursors."
        )


def check_key() -> None:
    """Raise OtherKeyError unless the key of this node is that of the database, or the database has none yet."""
    recorded = SecretKeyDigest.objects.first()
    if recorded is not None and recorded.digest != digest(settings.SECRET_KEY):
        raise OtherKeyError


def record_key(*, is_new: bool) -> None:
    """Record the key of this node. Without `is_new`, raise OtherKeyError if the database has another."""
    if not is_new:
        check_key()
    current = digest(settings.SECRET_KEY)
    if not SecretKeyDigest.objects.filter(digest=current).exists():
        SecretKeyDigest.objects.update_or_create(pk=1, defaults={"digest": current})


def forget_key() -> None:
    """After a backup was restored: the next release records the key of its node."""
    SecretKeyDigest.objects.all().delete()
