"""What is asked once before the first week, and the advice where something stands against starting."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from exercises.texts import Text
from plans.core.feedback import SEVERE
from plans.models import Runner

NONE = "none"

# What is asked and advised where the catalogue has no text for it; for a sore knee it has none, as “advice-bad-pain”
# speaks of sessions that hurt.
RED_FLAGS = (
    "Are you unable to put weight on your leg, or to bend or straighten your knee?",
    "Is your knee badly swollen, or has it changed shape?",
    "Does your knee lock, or give way under you?",
    "Is your knee hot and red, and do you have a fever with it?",
    "Has your knee swollen up after a fall or a twist?",
    "Is the pain there all the time, or do you have it at night?",
    "Is your calf swollen, warm and painful?",
    "Is your leg or foot numb, or your foot weak?",
    "Does a bone hurt, and does the pain grow with every impact?",
)
BEFORE = (
    ("surgery", "Have you had surgery in the last six months?"),
    ("pregnancy", "Are you pregnant, or did you give birth in the last six months?"),
)
_EMERGENCY = "Chest pain or trouble breathing: call the emergency number now."
_FLAGGED = Text(
    "Please see a clinician first, today if you can",
    "What you ticked can be a sign of something that exercises do not mend.",
    (_EMERGENCY, "Until then better no strength training, and no running either."),
)
_FIRST = Text(
    "Please ask a clinician first",
    "After surgery, in pregnancy and after a birth, which exercises are right is theirs to say.",
    (_EMERGENCY,),
)
_SORE = Text(
    "Please have your knee looked at first",
    "6 or more out of 10 is too much pain to begin with.",
    ("Rest it from what hurts, and come back when it is calmer or a clinician has seen it.",),
)
_NOT_MEDICAL = Text(
    "Not medical advice", "Kneecoach is not medical advice. It plans exercises; it cannot examine a knee.", ()
)


class Safety(forms.Form):
    """May this person start? The single answers are looked at once and not kept.

    `cleared` is asked for where something stands against starting; `advised` tells that the advice was on the page.
    """

    concerns = forms.MultipleChoiceField(
        label="Tick every yes",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick what applies to you, or “None of these”.",
            "invalid_choice": "“%(value).40s” is not in the list; tick what applies, or “None of these”.",
        },
    )
    knee = forms.TypedChoiceField(
        label="How is your knee today?",
        choices=[(number, str(number)) for number in range(11)],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Tap a number for your knee, from 0 for no pain to 10 for the worst.",
            "invalid_choice": "A knee is a number from 0 to 10, not “%(value).40s”.",
        },
    )
    adult = forms.BooleanField(
        label="I am 16 or older",
        error_messages={
            "required": "Kneecoach is for people of 16 and older: tick this if you are, or come back when you are."
        },
    )
    agreed = forms.BooleanField(
        label="I agree that Kneecoach keeps how my knee is, and the days on which I am ill",
        error_messages={
            "required": "Without your consent we may not keep how your knee is, and cannot plan: tick this to go on."
        },
    )
    cleared = forms.BooleanField(label="A clinician has told me that I may do strength exercises", required=False)
    advised = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict | None, row: Runner, texts: Mapping[str, Text]) -> None:
        """`texts` are those that an editor published, by their slugs."""
        agreed = row.agreed_at is not None
        super().__init__(data, initial={"knee": row.baseline, "adult": agreed, "agreed": agreed})
        self.texts = texts
        stop = texts.get("when-to-stop")
        self.flags = [(f"flag-{place}", flag) for place, flag in enumerate((stop and stop.points) or RED_FLAGS)]
        self.fields["concerns"].choices = [  # type: ignore[attr-defined]
            *self.flags, *BEFORE, (NONE, "None of these")
        ]  # fmt: skip

    def clean_concerns(self) -> list[str]:
        concerns: list[str] = self.cleaned_data["concerns"]
        if NONE in concerns and len(concerns) > 1:
            raise forms.ValidationError("Tick what applies to you, or “None of these”, but not both.")
        return [each for each in concerns if each != NONE]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.advice and not (cleaned.get("cleared") and cleaned.get("advised")):
            self.add_error("cleared", "You can go on once a clinician has said so: tick this if one has.")
        return cleaned

    @property
    def advice(self) -> list[Text]:
        """What stands against starting, of what could be read."""
        return [self.texts.get(slug, usual) for applies, slug, usual in self._against() if applies]

    @property
    def warns(self) -> bool:
        """Whether any of the advice is about the knee."""
        return any(applies and usual is not _FIRST for applies, _, usual in self._against())

    @property
    def not_medical(self) -> str:
        return self.texts.get("medical-advice", _NOT_MEDICAL).lead

    def _against(self) -> list[tuple[bool, str, Text]]:
        told: dict[str, Any] = getattr(self, "cleaned_data", {})
        concerns = told.get("concerns", [])
        return [
            (any(slug in concerns for slug, _ in self.flags), "advice-red-flag", _FLAGGED),
            (any(slug in concerns for slug, _ in BEFORE), "advice-clinician-first", _FIRST),
            (told.get("knee", 0) >= SEVERE, "", _SORE),
        ]

    @property
    def advises_only(self) -> bool:
        """Whether everything was answered, and the advice alone stands against going on."""
        return self.is_bound and set(self.errors) == {"cleared"}
