"""What the knee is asked."""

from typing import Any

from django import forms

from plans.models.sessions import PAIN

WRONG = "Please choose a number from 0 to 10."


class Morning(forms.Form):
    """The knee on the morning after the session of a day; `skip` leaves it unanswered."""

    day = forms.DateField(input_formats=["%Y-%m-%d"], error_messages=dict.fromkeys(("required", "invalid"), WRONG))
    pain = forms.IntegerField(
        min_value=PAIN[0],
        max_value=PAIN[1],
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WRONG),
    )
    skip = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not self.errors and told["pain"] is None and not told["skip"]:
            self.add_error("pain", WRONG)
        return told
