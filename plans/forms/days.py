from django import forms
from django.http import QueryDict

from plans.forms.start import Zoned, week_start_field, zone_field
from plans.models import Runner

UNITS = (("kg", "Kilograms"), ("lb", "Pounds"))
PLACE = ("time_zone", "week_start", "units")  # what is kept with the user


class Days(Zoned):
    """How days and weights are counted."""

    after_easy_runs = forms.BooleanField(label="Strength may follow an easy run", required=False)
    time_zone = zone_field()
    week_start = week_start_field()
    units = forms.ChoiceField(
        label="Weights in",
        choices=UNITS,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say whether you lift kilograms or pounds.",
            "invalid_choice": "Weights are in kg or lb, not in “%(value).40s”.",
        },
    )

    def __init__(self, data: QueryDict | None, row: Runner) -> None:
        kept = {name: getattr(row.user, name) for name in PLACE}
        super().__init__(data, initial=kept | {"after_easy_runs": row.after_easy_runs})

    @property
    def place(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in PLACE}
