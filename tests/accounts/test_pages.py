"""Every page that allauth can show is ours: our frame, our words."""

import json
from pathlib import Path

import allauth
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.template.loader import get_template
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from tests.accounts.conftest import PASSWORD, log_in
from tests.tables import everything

THEIRS = Path(allauth.__file__).parent / "templates"
OURS = Path(settings.BASE_DIR) / "templates"
# What no address of ours leads to, with our settings.
NEVER_SHOWN = {
    "account/base_entrance.html",
    "account/base_manage_email.html",
    "account/base_manage_password.html",
    "account/base_manage_phone.html",
    "account/confirm_phone_verification_code.html",  # no telephone numbers
    "account/email.html",  # one address for each account
    "account/email_confirm.html",  # codes, no links
    "account/password_reset_done.html",
    "account/phone_change.html",
    "account/signup_by_passkey.html",
    "account/signup_closed.html",
    "account/snippets/already_logged_in.html",
    "account/snippets/warn_no_email.html",
    "account/verification_sent.html",
    "account/verified_email_required.html",
    "account/email/email_confirm_message.txt",
    "account/email/email_confirm_subject.txt",
    "account/email/email_deleted_message.txt",
    "account/email/email_deleted_subject.txt",
    "account/email/password_reset_key_message.txt",
    "account/email/password_reset_key_subject.txt",
    "account/messages/cannot_delete_primary_email.txt",
    "account/messages/email_deleted.txt",
    "account/messages/phone_verification_sent.txt",
    "account/messages/phone_verified.txt",
    "account/messages/primary_email_set.txt",
    "account/messages/unverified_primary_email.txt",
    "mfa/base_entrance.html",
    "mfa/base_manage.html",
    "mfa/index.html",  # the account's first page stands in its place
    "mfa/recovery_codes/base.html",
    "mfa/totp/base.html",
    "mfa/trust.html",  # no browser is trusted for good
    "mfa/webauthn/base.html",
    "mfa/webauthn/signup_form.html",
    "mfa/webauthn/snippets/login_script.html",
    "mfa/webauthn/snippets/scripts.html",
    "usersessions/base_manage.html",
}
FOR_ANYBODY = {
    "account_login",
    "account_signup",
    "account_signup_by_code",
    "account_request_login_code",
    "account_reset_password",
    "account_inactive",
    "account_password_reset_completed",
}
FOR_THE_OWNER = {
    "account_overview",
    "account_delete",
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "usersessions_list",
}


def addresses(pk: int = 1) -> dict[str, str]:
    """Every address below account/ by its name; `pk` is the row's where it names one."""
    (account,) = (part for part in get_resolver().url_patterns if str(part.pattern) == "account/")
    names = [pattern.name for pattern in _patterns(account) if pattern.name]
    return {name: reverse(name, kwargs={"pk": pk} if _has_key(name) else {}) for name in names}


def _patterns(part):
    for pattern in part.url_patterns:
        yield from _patterns(pattern) if isinstance(pattern, URLResolver) else [pattern]


def _has_key(name: str) -> bool:
    return name in {"mfa_remove_webauthn", "mfa_edit_webauthn", "account_end_session"}


def test_every_template_is_ours_or_never_shown():
    theirs = {
        str(file.relative_to(THEIRS))
        for app in ("account", "mfa", "usersessions")
        for file in (THEIRS / app).rglob("*")
        if file.is_file()
    }
    ours = {str(file.relative_to(OURS)) for file in OURS.rglob("*") if file.is_file()}
    assert theirs - ours == NEVER_SHOWN


def test_a_stranger_sees_what_is_for_anybody_and_is_sent_to_log_in_otherwise(client, db):
    seen = {}
    for name, address in addresses().items():
        answer = client.get(address)
        if answer.status_code == 200:
            assertContains(answer, '<main class="page"')
            assertContains(answer, "<h1")
            seen[name] = address
        else:
            assert answer.status_code in {302, 405}, address
    assert seen.keys() == FOR_ANYBODY


def test_somebody_logged_in_sees_the_rest(client, ana, locked_twice, mailoutbox):
    """With everything that an account can have, and just recognised by the password."""
    credential = json.loads((Path(__file__).parent / "passkey.json").read_text())
    passkey = WebAuthn.add(ana, "Firefox on Linux", credential).instance
    client.force_login(ana)
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    client.get(reverse("mfa_view_recovery_codes"))  # allauth notes when they were first seen, and nothing later
    seen, before = set(), everything()
    for name, address in addresses(passkey.pk).items():
        answer = client.get(address)
        assert answer.status_code in {200, 302, 405}, address
        if answer.status_code == 200 and name not in FOR_ANYBODY and name != "mfa_download_recovery_codes":
            assertContains(answer, '<main class="page"')
            assertContains(answer, "<h1")
            assert b"Sign In" not in answer.content
            seen.add(name)
    assert seen == FOR_THE_OWNER
    assert everything() == before


def test_the_steps_between_are_ours_as_well(client, ana, locked_twice):
    log_in(client)
    assertContains(client.get(reverse("mfa_authenticate")), '<main class="page"')
    for ask in ("account_request_login_code", "account_reset_password", "account_signup_by_code"):
        stranger = Client()
        email = "new@example.org" if ask == "account_signup_by_code" else "ana@example.org"
        answer = stranger.post(reverse(ask), {"email": email}, follow=True)
        assertContains(answer, "Type the code")
        assertContains(answer, 'autocomplete="one-time-code"')
        assertContains(answer, 'inputmode="numeric"')


def test_every_mail_of_ours_is_in_plain_words(ana, rf):
    request = rf.get("/")
    said = {"user": ana, "email": ana.email, "code": "1234-5678", "timestamp": timezone.now(), "ip": "192.0.2.1"}
    said |= {"user_agent": "Firefox", "request": request, "signup_url": "https://kneecoach.example/account/signup/"}
    kinds = {file.name.removesuffix("_subject.txt") for file in OURS.rglob("*/email/*_subject.txt")}
    assert len(kinds) == 15
    for file in OURS.rglob("*/email/*_subject.txt"):
        subject = str(file.relative_to(OURS))
        title = get_template(subject).render(said).strip()
        body = get_template(subject.replace("_subject", "_message")).render(said)
        assert title
        assert "\n" not in title
        assert body.endswith("Kneecoach\nhttp://testserver/\n")
        assert not {"{", "<", "&#x27;"} & set(body)


def test_every_message_is_one_line():
    for file in OURS.rglob("*/messages/*.txt"):
        words = get_template(str(file.relative_to(OURS))).render({"email": "o'brien@example.org"})
        assert words.count("\n") == 1, file
