from io import BytesIO
from ipaddress import ip_address
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from kneecoach.accounts.devices import device
from kneecoach.accounts.events import note, note_refusal
from kneecoach.accounts.limits import remember_browser, who_tries

TOO_MANY = "Too many wrong tries. Start again, and take your time."


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "duplicate_email": "This is your address already.",
        "email_password_mismatch": "The e-mail address or the password is wrong. Check both and try again.",
        "email_taken": "Another account has this address.",
        "enter_current_password": "This is not your password. Type the one you log in with now.",
        "incorrect_code": "This is not the code, or it is no longer valid. Check it and try again.",
        "incorrect_password": "This is not your password. Check it and try again.",
        "rate_limited": "That was quick. Wait a few seconds, then ask for the next code.",
        "too_many_login_attempts": TOO_MANY,
    }
    reauthentication = {
        "reauthenticate": "Use your password",
        "mfa_reauthenticate": "Use a code from your app",
        "mfa_reauthenticate:webauthn": "Use your passkey",
    }

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Whoever tries too often is told so by a page of its own, status 429, wherever in a form it is noticed."""
        if code == "too_many_login_attempts":
            raise ImmediateHttpResponse(respond_429(context.request))
        note_refusal(code)
        return super().validation_error(code, *args)

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        request.session.set_expiry(app_settings.SESSION_COOKIE_AGE)

    def post_login(self, request: HttpRequest, user: Any, **about: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().post_login(request, user, **about)
        remember_browser(response, user.email)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return who_tries(request, credentials.get("email", ""))

    def get_client_ip(self, request: HttpRequest) -> str:
        """One of IPv4 that a proxy writes as one of IPv6 is taken for itself: all of them are in the same network."""
        address = ip_address(super().get_client_ip(request))
        return str(getattr(address, "ipv4_mapped", None) or address)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who edits and does not run goes to the administration."""
        user = request.user
        if user.is_authenticated and user.is_staff and getattr(user, "runner", None) is None:
            return reverse("admin:index")
        return str(super().get_login_redirect_url(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_overview")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("account_overview")

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **about: Any) -> None:
        """Whatever the owner is told of changes for the log as well."""
        note(template_prefix.rpartition("/")[2].replace("_", " "), user=user)
        super().send_notification_mail(template_prefix, user, *args, **about)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": self.reauthentication[method["id"]]} for method in methods]


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "unverified_email": "Confirm your e-mail address first.",
    }

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        note_refusal(code)
        return super().validation_error(code, *args)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 allauth's name for it
        """The device that the passkey is made on, until its owner calls it something else."""
        return device(context.request.headers.get("User-Agent", ""))

    def build_totp_svg(self, url: str) -> str:
        """On a white ground of its own: what reads it wants black on white in a dark theme, too."""
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        file = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(file)
        return file.getvalue().decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Kneecoach"}
