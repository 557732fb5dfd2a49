from django import forms
from django.http import QueryDict

from plans.forms.zones import ZoneField, Zones, zones
from plans.models import Runner

WEEK_STARTS = (("monday", "Monday"), ("sunday", "Sunday"))
TODAY, NEXT = "today", "next"


def zone_field() -> ZoneField:
    return ZoneField(
        label="Time zone", max_length=64, error_messages={"required": "Choose the time zone that you live in."}
    )


def week_start_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Weeks start on",
        choices=WEEK_STARTS,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say whether your weeks start on Monday or Sunday.",
            "invalid_choice": "A week starts on Monday or Sunday, not on “%(value).40s”.",
        },
    )


class Zoned(forms.Form):
    """A form with a time zone."""

    def zones(self) -> Zones:
        """Those to choose from, by region; the one that is chosen is `zone`."""
        return zones(self.zone)

    @property
    def zone(self) -> str:
        return str(self["time_zone"].value() or "")


class Start(Zoned):
    """Where and when somebody starts. `first` is today where nothing else is said."""

    time_zone = zone_field()
    week_start = week_start_field()
    first = forms.ChoiceField(
        choices=[(TODAY, "Today"), (NEXT, "Next week")],
        required=False,
        error_messages={"invalid_choice": "You can start today or next week, not “%(value).40s”."},
    )

    def __init__(self, data: QueryDict | None, row: Runner, first: str = "") -> None:
        kept = {"time_zone": row.user.time_zone, "week_start": row.user.week_start}
        super().__init__(data, initial=kept | {"first": first})
