"""What the database knows of its deployments: the versions of the fixtures, and the secret key of the nodes."""

from django.db import models

from indicators.models.revision import Revision
from indicators.sql.text_check import TextCheck


class LoadedFixtures(models.Model):
    """A version of a folder of fixtures that was loaded. The newest row of a folder is the one loaded last."""

    folder = models.CharField(max_length=255, help_text="Name of the folder.")
    fixtures_version = models.PositiveIntegerField(help_text="Number in its version.json.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of its files, in hexadecimal.")
    loaded_in = models.ForeignKey(
        Revision,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Revision of the load; null where the load changed no record.",
    )

    class Meta:
        default_permissions = ()
        ordering = ("id",)
        constraints = [TextCheck(name="loaded_fixtures_text_is_fit", texts=["folder", "digest"])]
        verbose_name_plural = "loaded fixtures"

    def __str__(self) -> str:
        return f"{self.folder}, version {self.fixtures_version}"


class SecretKeyDigest(models.Model):
    """The digest of the secret key with which the database was last released. One row."""

    digest = models.CharField(max_length=64, help_text="SHA-256 of the key, in hexadecimal.")
    recorded_at = models.DateTimeField(auto_now=True, help_text="When this key was first used.")

    class Meta:
        default_permissions = ()
        constraints = [TextCheck(name="secret_key_digest_text_is_fit", texts=["digest"])]

    def __str__(self) -> str:
        return self.digest
