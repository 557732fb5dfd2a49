"""What is asked once before the first week, and the advice where something stands against starting."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from plans.core.feedback import SEVERE
from plans.models import Runner

NONE = "none"

# The questions and the advice are kept here, and nowhere else.
RED_FLAGS = (
    ("load", "I cannot put my weight on the leg, or cannot bend or straighten the knee"),
    ("swollen", "The knee is badly swollen, or has changed its shape"),
    ("locks", "The knee locks or gives way"),
    ("hot", "The joint is hot and red, and I have a fever"),
    ("fall", "It swelled after a fall or a twist"),
    ("night", "It hurts all the time, or at night"),
    ("calf", "A calf is swollen, warm and painful"),
    ("numb", "The leg or foot is numb or weak"),
    ("bone", "A bone hurts, and more with every impact"),
)
BEFORE = (
    ("surgery", "I had surgery in the last six months"),
    ("pregnancy", "I am pregnant, or gave birth in the last six months"),
)
CONCERNS = (*RED_FLAGS, *BEFORE)


@dataclass(frozen=True, slots=True)
class Advice:
    title: str
    points: tuple[str, ...]
    knee: bool = True  # whether it is about one


_EMERGENCY = "Chest pain or trouble breathing: call the emergency number now."
FLAGGED = Advice(
    "Please see a clinician first, today if you can.",
    (
        "What you ticked can be a sign of something that exercises do not mend.",
        _EMERGENCY,
        "Until then better no strength training, and no running either.",
    ),
)
FIRST = Advice(
    "Please ask a clinician first.",
    ("After surgery, in pregnancy and after a birth, which exercises are right is theirs to say.", _EMERGENCY),
    knee=False,
)
SORE = Advice(
    "Please have your knee looked at first.",
    (
        "6 or more out of 10 is too much pain to begin with.",
        "Rest it from what hurts, and come back when it is calmer or a clinician has seen it.",
    ),
)


class Safety(forms.Form):
    """May this person start? The single answers are looked at once and not kept.

    `cleared` is asked for where something stands against starting; `advised` tells that the advice was on the page.
    """

    concerns = forms.MultipleChoiceField(
        label="Does any of this apply to you?",
        choices=[*CONCERNS, (NONE, "None of these")],
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
        label="I agree that Kneecoach keeps how my knee is",
        error_messages={
            "required": "Without your consent we may not keep how your knee is, and cannot plan: tick this to go on."
        },
    )
    cleared = forms.BooleanField(label="A clinician has told me that I may do strength exercises", required=False)
    advised = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict | None, row: Runner) -> None:
        agreed = row.agreed_at is not None
        super().__init__(data, initial={"knee": row.baseline, "adult": agreed, "agreed": agreed})

    def clean_concerns(self) -> list[str]:
        concerns: list[str] = self.cleaned_data["concerns"]
        if NONE in concerns and len(concerns) > 1:
            raise forms.ValidationError("Tick what applies to you, or “None of these”, but not both.")
        return [each for each in concerns if each != NONE]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.advice and not cleaned.get("cleared"):
            self.add_error("cleared", "You can go on once a clinician has said so: tick this if one has.")
        return cleaned

    @property
    def advice(self) -> list[Advice]:
        """What stands against starting, of what could be read."""
        told: dict[str, Any] = getattr(self, "cleaned_data", {})
        concerns = told.get("concerns", [])
        found = [
            (any(slug in concerns for slug, _ in RED_FLAGS), FLAGGED),
            (any(slug in concerns for slug, _ in BEFORE), FIRST),
            (told.get("knee", 0) >= SEVERE, SORE),
        ]
        return [advice for applies, advice in found if applies]

    @property
    def warns(self) -> bool:
        """Whether any of the advice is about the knee."""
        return any(advice.knee for advice in self.advice)

    @property
    def advises_only(self) -> bool:
        """Whether everything was answered, and the advice alone stands against going on."""
        return self.is_bound and set(self.errors) == {"cleared"}
