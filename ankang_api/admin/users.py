"""The admin of accounts: an administrator makes them, gives them a role and sets their passwords."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group, User
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.admin.roles import role_of
from indicators.roles import ADMINISTRATOR, VIEWER

admin.site.unregister(User)
admin.site.unregister(Group)  # the program makes the groups of the roles, and an account chooses among them


class RolesField(forms.ModelMultipleChoiceField[Group]):
    """Groups by the names of their roles in the language of the page."""

    def label_from_instance(self, group: Any) -> str:
        return capfirst(gettext(group.name))


class ByRole(admin.RelatedFieldListFilter):
    """Filters by the role in the language of the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("role")

    def field_choices(self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[Any]:
        return [(key, capfirst(gettext(str(name)))) for key, name in super().field_choices(field, request, model_admin)]


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]  # not generic at run time
    """Without the choice of an account that has no password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True


@admin.register(User)
class AccountAdmin(UserAdmin[User]):
    list_display = ("username", "last_name", "first_name", "role", "is_active", "last_login")
    list_filter = ("is_active", "is_superuser", ("groups", ByRole))
    readonly_fields = ("last_login", "date_joined")
    change_password_form = PasswordForm
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
        (_("Role"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    """Without single permissions: an account has a role."""
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2"), "classes": ("wide",)}),
        (_("Role"), {"fields": ("is_staff", "groups")}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Revisions refer to accounts: one that is no longer used is made inactive."""
        return False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"is_staff": True, **super().get_changeform_initial_data(request)}

    def formfield_for_manytomany(
        self, db_field: "models.ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        return RolesField(
            queryset=Group.objects.order_by("pk"),
            required=False,
            label=_("Roles"),
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Viewers read, correctors correct, publishers also load the fixtures and redact reasons."),
        )

    @admin.display(description=_("role"))
    def role(self, user: User) -> str:
        if user.is_superuser:
            return gettext(ADMINISTRATOR)
        return gettext(VIEWER if viewer_only(user) else role_of(user))


def viewer_only(user: User) -> bool:
    return not user.has_perm("indicators.change_observation")
