from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from plans.forms.safety import Safety


class Bring(forms.Form):
    """A file, and consent where it was not given yet: what it holds is about health."""

    file = forms.FileField(
        label="The file",
        widget=forms.FileInput(attrs={"accept": ".zip,.json,application/zip,application/json"}),
        error_messages={
            "required": "Choose the .zip or the .json file that you exported.",
            "empty": "This file is empty. Choose the .zip or the .json file that you exported.",
            "invalid": "No file came with it. Choose the .zip or the .json file that you exported.",
        },
    )
    adult = Safety.base_fields["adult"]
    agreed = Safety.base_fields["agreed"]

    def __init__(self, data: QueryDict | None, files: MultiValueDict | None, *, agreed: bool) -> None:
        super().__init__(data, files)
        if agreed:
            del self.fields["adult"], self.fields["agreed"]


class BringSets(Bring):
    """The same of a table of sets."""

    file = forms.FileField(
        label="The table",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={
            "required": "Choose a table of sets, such as the sets.csv of an export.",
            "empty": "This file is empty. Choose a table of sets, such as the sets.csv of an export.",
            "invalid": "No file came with it. Choose a table of sets, such as the sets.csv of an export.",
        },
    )
