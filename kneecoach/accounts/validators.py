import re
from typing import Any

from django.core.exceptions import ValidationError

# What somebody tries first who guesses a password of this site.
WORDS_OF_THIS_SITE = ("kneecoach", "knee", "coach", "runner", "running", "run", "squat", "strength", "training")
_ANY_OF_THEM = re.compile("|".join(WORDS_OF_THIS_SITE))
_LEAST = 6  # characters beside the words of this site


class WordsOfThisSiteValidator:
    """A password needs enough that is not a word which everybody thinks of here."""

    def validate(self, password: str, user: Any = None) -> None:
        if (found := _ANY_OF_THEM.search(password.lower())) and len(_ANY_OF_THEM.sub("", password.lower())) < _LEAST:
            raise ValidationError(f"“{found[0]}” is easy to guess on this site. Add a few more words.")

    def get_help_text(self) -> str:
        return "Words of this site, such as “kneecoach”, do not count."


def validate_mailable(email: str) -> None:
    """Raises ValidationError for an address that mail cannot go to, or goes to under another spelling: each spelling of
    one mailbox would be an account with limits of its own."""
    local, _, domain = email.lower().rpartition("@")
    try:
        is_spelt_as_sent = domain.encode("idna").decode("idna") == domain or domain.isascii()
    except UnicodeError:
        is_spelt_as_sent = False
    if not is_spelt_as_sent or not local.isascii() or '"' in local:
        raise ValidationError("No mail can be sent to this address. Write it as your provider does.")
