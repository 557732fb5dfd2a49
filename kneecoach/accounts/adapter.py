from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is wrong. Check both and try again.",
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who edits goes to the administration, which is all that an account is for so far."""
        if request.user.is_authenticated and request.user.is_staff:
            return reverse("admin:index")
        return str(super().get_login_redirect_url(request))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed: until runners have a plan of their own, accounts are made by an administrator."""
        return False
