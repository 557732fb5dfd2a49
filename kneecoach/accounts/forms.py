"""allauth's forms in our words, without placeholders that repeat the label and without typing a password twice."""

from typing import Any

from allauth.account import forms
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.forms import CharField, EmailField, Field
from django.http import HttpRequest

from kneecoach.accounts.limits import limit_mails
from kneecoach.accounts.validators import validate_mailable

LONGEST_EMAIL = 254  # characters that an account can hold
LONGEST_CODE = 20
LONGEST_NAME = 60
NEW_PASSWORD = "At least 8 characters. A few words in a row make a good one."  # noqa: S105


class Plain:
    """Gives every field of the form its plain label, help and word for what is missing, by the field's name."""

    fields: dict[str, Field]
    labels = {
        "login": "E-mail",
        "email": "E-mail",
        "password": "Password",
        "oldpassword": "Password now",
        "password1": "New password",
        "code": "Code",
        "name": "Name",
    }
    helps = {"password1": NEW_PASSWORD}
    missing = {
        "login": "Type your e-mail address.",
        "email": "Type an e-mail address.",
        "password": "Type your password.",
        "oldpassword": "Type the password that you log in with now.",
        "password1": "Choose a password.",
        "code": "Type the code.",
        "name": "Give it a name.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.error_messages["required"] = self.missing.get(name, field.error_messages["required"])
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, EmailField):
                field.error_messages["invalid"] = "This is not an e-mail address. One looks like ana@example.org."
                shorten(field, LONGEST_EMAIL)
        if "code" in self.fields:
            self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}
            shorten(self.fields["code"], LONGEST_CODE)


def shorten(field: Field, longest: int) -> None:
    """Take no more than this many characters, in the browser and here."""
    assert isinstance(field, CharField)  # noqa: S101 for the type checker
    field.widget.attrs["maxlength"] = longest
    field.validators.append(MaxLengthValidator(longest))


class Mailed(Plain):
    """A form that, once everything in it is right, has a mail sent to the address in it."""

    cleaned_data: dict[str, Any]
    errors: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].validators.append(validate_mailable)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        if not self.errors:
            limit_mails(context.request, cleaned["email"])
        return cleaned


class LoginForm(Plain, forms.LoginForm):
    pass


class BaseSignupForm(Mailed, forms.SignupForm):
    def try_save(self, request: HttpRequest) -> Any:
        try:
            return super().try_save(request)
        except IntegrityError:  # somebody was faster with the same address, perhaps by a second tap
            self.account_already_exists = True
            return super().try_save(request)

    def save(self, request: HttpRequest) -> Any:
        with transaction.atomic():
            return super().save(request)


class SignupForm(BaseSignupForm):
    labels = Plain.labels | {"password1": "Password"}

    def try_save(self, request: HttpRequest) -> Any:
        """A known address costs the hash of a password as well, so that the time does not tell it from a new one."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)

    def save(self, request: HttpRequest) -> Any:
        user = super().save(request)
        if not settings.EMAIL_IS_CONFIRMED_FIRST:
            user.vouch_for_email()
        return user


class SignupByCodeForm(BaseSignupForm):
    """The address alone: the code that is mailed to it shows whose it is, here and at every log-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password1"]


class AddEmailForm(Mailed, forms.AddEmailForm):
    labels = Plain.labels | {"email": "New e-mail"}


class ChangePasswordForm(Plain, forms.ChangePasswordForm):
    pass


class SetPasswordForm(Plain, forms.SetPasswordForm):
    labels = Plain.labels | {"password1": "Password"}


class ResetPasswordForm(Mailed, forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Plain, forms.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(Plain, forms.ReauthenticateForm):
    pass


class RequestLoginCodeForm(Mailed, forms.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(Plain, forms.ConfirmLoginCodeForm):
    pass


class ConfirmEmailForm(Plain, forms.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetForm(Plain, forms.ConfirmPasswordResetCodeForm):
    pass


class CodeForm(Plain, mfa.AuthenticateForm):
    helps = {"code": "From your authenticator app, or one of your recovery codes."}


class ReauthenticateCodeForm(Plain, mfa.ReauthenticateForm):
    helps = CodeForm.helps


class ActivateTOTPForm(Plain, totp.ActivateTOTPForm):
    helps = {"code": "The six digits that the app shows now."}


class AddPasskeyForm(Plain, webauthn.AddWebAuthnForm):
    helps = {"name": "To tell your passkeys apart."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]
        shorten(self.fields["name"], LONGEST_NAME)

    def clean(self) -> dict[str, Any]:
        """Every passkey logs in by itself, and so it must have asked for a finger, a face or a PIN when it was made."""
        self.cleaned_data["passwordless"] = True
        return super().clean()


class RenamePasskeyForm(Plain, webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shorten(self.fields["name"], LONGEST_NAME)
