"""What the database holds, to be compared before and after."""

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session

from kneecoach.accounts.models import User
from plans.models import Runner

VISITS = (Session, UserSession)  # that somebody is here, which looking at a page may note
OF_A_USER = ("email", "password", "time_zone", "week_start", "units", "is_staff", "is_superuser", "is_active")


def everything():
    """Every row of every table, but those of visits."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in _tables()}


def all_of(user):
    """Every row that hangs on somebody or on what is coached of them, and what is told of the account."""
    kept = {"user": User.objects.values(*OF_A_USER).get(pk=user.pk)}
    for model in _tables():
        for field in model._meta.concrete_fields:
            if field.related_model in {User, Runner}:
                path = field.name if field.related_model is User else f"{field.name}__user"
                rows = model._base_manager.filter(**{path: user}).order_by("pk")
                kept[f"{model._meta.label}.{field.name}"] = list(rows.values())
    return kept


def _tables():
    return [model for model in apps.get_models(include_auto_created=True) if model not in VISITS]
