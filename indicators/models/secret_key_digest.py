"""Which secret key the nodes of this database use."""

from django.db import models


class SecretKeyDigest(models.Model):
    """The digest of the secret key with which the database was last released. One row."""

    digest = models.CharField(max_length=64, help_text="SHA-256 of the key, in hexadecimal.")
    recorded_at = models.DateTimeField(auto_now=True, help_text="When this key was first used.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest
