from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from kneecoach.accounts.models import User


class UserCreationForm(BaseUserCreationForm):
    class Meta:
        model = User
        fields = ("email",)


class ForAdministrators:
    """Whoever changes these could make an administrator of themselves, so no group is enough for it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_active and request.user.is_superuser

    has_delete_permission = has_change_permission


@admin.register(User)
class UserAdmin(ForAdministrators, DjangoUserAdmin):
    add_form = UserCreationForm
    list_display = ["email", "is_staff", "is_active", "joined_at"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["email"]
    ordering = ["email"]
    filter_horizontal = []
    # A plan hangs on the first two, so that runners change them themselves, in the settings.
    readonly_fields = ["time_zone", "week_start", "last_login", "joined_at"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        ("Preferences", {"fields": ["time_zone", "week_start", "units"]}),
        ("What they may do", {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        ("Dates", {"fields": ["last_login", "joined_at"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "password1", "password2"]}),
        ("What they may do", {"fields": ["is_staff", "groups"]}),
    ]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.related_model is Group:
            options["widget"] = forms.CheckboxSelectMultiple
            options["help_text"] = (
                "“Content editors” may edit the catalogue and nothing else. “Support” may look up runners and their "
                "plans, without what concerns their health, and nothing else."
            )
        return super().formfield_for_manytomany(db_field, request, **options)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with an account is counted, not listed: a year of training has a thousand rows."""
        listed: Any
        listed, *others = super().get_deleted_objects(objs, request)
        return [each for each in listed if not isinstance(each, list)], *others

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        obj.vouch_for_email()
        if not obj.is_active:
            _log_out(UserSession.objects.filter(user=obj))


admin.site.unregister([Authenticator, Group, UserSession])


@admin.register(Group)
class GroupAdmin(ForAdministrators, DjangoGroupAdmin):
    pass


class SeenAndRemoved(admin.ModelAdmin):
    """Rows that their owners make: nobody else adds or changes one, and what is secret in them is not shown."""

    search_fields = ["user__email"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Authenticator)
class AuthenticatorAdmin(SeenAndRemoved):
    """Removed for somebody who has lost the phone and the recovery codes."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    fields = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]


@admin.register(UserSession)
class UserSessionAdmin(SeenAndRemoved):
    """Who is removed here is logged out there."""

    list_display = ["user", "created_at", "ip", "user_agent"]
    fields = ["user", "created_at", "ip", "user_agent"]

    def delete_model(self, request: HttpRequest, obj: UserSession) -> None:
        obj.end()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[UserSession]) -> None:
        _log_out(queryset)


def _log_out(devices: QuerySet[UserSession]) -> None:
    for device in devices:
        device.end()
