"""What follows when somebody has shown who they are."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import authentication_step_completed, email_confirmed
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.usersessions.models import UserSession
from django.dispatch import receiver
from django.http import HttpRequest


@receiver(authentication_step_completed)
def change_key(request: HttpRequest, **about: Any) -> None:
    """Of the session, as when somebody logs in: who had the one before does not get further with it now."""
    if not about.get("reauthenticated"):
        return
    known_as = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=known_as).update(session_key=request.session.session_key)


@receiver(email_confirmed)
def forget_a_strangers_password(request: HttpRequest, email_address: EmailAddress, **_about: Any) -> None:
    """Anybody can sign up with somebody else's address and a password. Its owner, whom a code to log in or to reset the
    password is the first to let in, does not share the account with them."""
    user = email_address.user
    stage = LoginStageController.enter(request, EmailVerificationStage.key)
    chose_it = stage is not None and stage.login.user == user
    if user.last_login is None and not chose_it:
        user.set_unusable_password()
        user.save(update_fields=["password"])
