import zoneinfo
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """All lower case: two addresses that differ by case only reach the same person."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=self.normalize_email(username))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Raises ValueError without an e-mail; without a password the user cannot log in with one."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """The address counts as verified, as does any that an administrator enters."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        user.vouch_for_email()
        return user


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"“{name}” is not a time zone; choose one such as Europe/Berlin.")


class User(AbstractBaseUser, PermissionsMixin):
    """Who logs in. The e-mail is the login; everything about running lives with the runner, not here."""

    class WeekStart(models.TextChoices):
        MONDAY = "monday", "Monday"
        SUNDAY = "sunday", "Sunday"

    class Units(models.TextChoices):
        KILOGRAMS = "kg", "Kilograms"
        POUNDS = "lb", "Pounds"

    email = models.EmailField(
        "e-mail", unique=True, error_messages={"unique": "An account with this e-mail address exists."}
    )
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    week_start = models.CharField("week starts on", max_length=6, choices=WeekStart, default=WeekStart.MONDAY)
    units = models.CharField(max_length=2, choices=Units, default=Units.KILOGRAMS)
    is_staff = models.BooleanField("may enter the administration", default=False)
    is_active = models.BooleanField("may log in", default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_email_in_lower_case", condition=models.Q(email=Lower("email"))),
            models.CheckConstraint(
                name="user_week_start_known", condition=models.Q(week_start__in=["monday", "sunday"])
            ),
            models.CheckConstraint(name="user_units_known", condition=models.Q(units__in=["kg", "lb"])),
        ]

    def __str__(self) -> str:
        return self.email

    def vouch_for_email(self) -> None:
        """Let the user log in without a mail to confirm the address, the only one: somebody who may has entered it."""
        from allauth.account.models import EmailAddress

        EmailAddress.objects.filter(user=self).exclude(email=self.email).delete()
        EmailAddress.objects.update_or_create(user=self, email=self.email, defaults={"verified": True, "primary": True})

    def clean(self) -> None:
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)
