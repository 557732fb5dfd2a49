from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.signup import send_unknown_account_mail
from allauth.account.models import EmailAddress
from allauth.account.views import ConfirmEmailVerificationCodeView, ConfirmLoginCodeView, SignupView
from allauth.mfa.models import Authenticator
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kneecoach.accounts.events import note
from kneecoach.accounts.forms import SignupByCodeForm
from kneecoach.accounts.leaving import delete_account
from kneecoach.accounts.models import User


class AccountRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: User


class SignupByCodeView(SignupView):
    template_name = "account/signup_by_code.html"

    def get_form_class(self) -> type[SignupByCodeForm]:
        return SignupByCodeForm


signup_by_code = SignupByCodeView.as_view()


class LoginCodeView(ConfirmLoginCodeView):
    def _resend_form_valid(self, form: Form) -> HttpResponse:
        """An address without an account is mailed anew as well: the time does not tell it from one that has one."""
        answer: HttpResponse = super()._resend_form_valid(form)
        if self._process.user is None:
            send_unknown_account_mail(self.request, self._process.state["email"])
        return answer


class EmailCodeView(ConfirmEmailVerificationCodeView):
    def _resend_form_valid(self, form: Form) -> HttpResponse:
        """Here one that has an account already."""
        answer: HttpResponse = super()._resend_form_valid(form)
        if self._process.email_address.user_id is None:
            get_adapter().send_account_already_exists_mail(self._process.email)
        return answer


confirm_login_code = LoginCodeView.as_view()
confirm_email = login_not_required(EmailCodeView.as_view())


@never_cache
@require_safe
def overview(request: AccountRequest) -> HttpResponse:
    """Everything about logging in, and where to change it. Two queries."""
    address = EmailAddress.objects.filter(user=request.user, email=request.user.email).first()
    kinds: dict[str, list[Authenticator]] = {}
    for authenticator in Authenticator.objects.filter(user=request.user):
        kinds.setdefault(authenticator.type, []).append(authenticator.wrap())
    codes = kinds.get(Authenticator.Type.RECOVERY_CODES)
    context = {
        "confirmed": address is not None and address.verified,
        "has_password": request.user.has_usable_password(),
        "passkeys": kinds.get(Authenticator.Type.WEBAUTHN, []),
        "has_app": Authenticator.Type.TOTP in kinds,
        "codes_left": len(codes[0].get_unused_codes()) if codes else None,
    }
    return render(request, "account/overview.html", context)


@require_POST
def end_session(request: AccountRequest, pk: int) -> HttpResponse:
    """Log one other device out. The one in hand is logged out by logging out."""
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    end_sessions(request, [get_object_or_404(others, pk=pk)])
    messages.success(request, "That device is logged out.")
    return redirect("usersessions_list")


@require_POST
def log_out_everywhere(request: AccountRequest) -> HttpResponse:
    """The device in hand included."""
    mine = UserSession.objects.filter(user=request.user)
    end_sessions(request, mine.exclude(session_key=request.session.session_key))
    mine.delete()
    logout(request)
    messages.success(request, "You are logged out on all devices.")
    return redirect("account_login")


@never_cache
@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def delete(request: AccountRequest) -> HttpResponse:
    """What goes with the account; a POST lets it go, of who has lately shown to be its owner."""
    if request.method == "GET":
        return render(request, "account/delete.html")
    note("account deleted", user=request.user)
    delete_account(user=request.user)
    logout(request)
    messages.success(request, "Your account is deleted, and everything in it.")
    return redirect("plans:landing")
