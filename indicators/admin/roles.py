"""The role that revisions publish in place of a name."""

from typing import Any

from indicators.roles import ADMINISTRATOR, CORRECTOR, PUBLISHER


def role_of(user: Any) -> str:
    """administrator for a superuser; else the highest of the user's groups; a corrector by single permissions too."""
    if user.is_superuser:
        return ADMINISTRATOR
    return PUBLISHER if user.groups.filter(name=PUBLISHER).exists() else CORRECTOR
