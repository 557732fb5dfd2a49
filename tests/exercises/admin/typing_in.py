"""A form as a browser would send it back: what the page shows, with what a person types over it."""

from html.parser import HTMLParser

from exercises.admin import history
from exercises.models import Exercise, Revision


class FormReader(HTMLParser):
    """Collects the fields of the form with the given id. Buttons are left out: pressing one is up to the test."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.fields: dict[str, list[str]] = {}
        self.inside = self.in_template = False
        self.textarea = self.select = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if tag == "template":
            self.in_template = True
        if not self.inside or self.in_template:
            return
        name = given.get("name")
        box = given.get("type") in ("checkbox", "radio")
        if tag == "input" and name and (not box or "checked" in given):
            self.fields.setdefault(name, []).append(given.get("value", "on" if box else ""))
        elif tag == "textarea":
            self.textarea = name
            self.fields[name] = [""]
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or self.select not in self.fields):
            self.fields[self.select] = [given["value"]]

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "template":
            self.in_template = False
        elif tag == "textarea":
            self.textarea = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.textarea:
            self.fields[self.textarea][0] += data.removeprefix("\n")


def filled_in(client, address: str, form_id: str, **typed) -> dict[str, list[str]]:
    """What the form at the address would send. None takes a field out; `steps__0__text` stands for `steps-0-text`."""
    reader = FormReader(form_id)
    reader.feed(client.get(address).content.decode())
    assert reader.fields, f"there is no form {form_id} at {address}"
    for name, value in typed.items():
        key = name.replace("__", "-")
        if value is None:
            reader.fields.pop(key, None)
        else:
            reader.fields[key] = value if isinstance(value, list) else [str(value)]
    return reader.fields


def address_of(exercise: Exercise) -> str:
    return f"/admin/exercises/exercise/{exercise.pk}/change/"


def save(client, exercise: Exercise, button: str = "_publish", **typed):
    """Open the exercise, type, press the button; the answer, with redirects followed."""
    data = filled_in(client, address_of(exercise), "exercise_form", **typed)
    return client.post(address_of(exercise), data | {button: ["1"]}, follow=True)


def add(client, button: str = "_save", query: str = "", **typed):
    address = f"/admin/exercises/exercise/add/{query}"
    return client.post(address, filled_in(client, address, "exercise_form", **typed) | {button: ["1"]}, follow=True)


def messages(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def errors(response) -> str:
    """Every error that the form shows, in one text."""
    assert response.status_code == 200, "refused forms are shown again"
    context = response.context
    form = context["adminform"].form
    found = [str(each) for lines in form.errors.values() for each in lines]
    for lines in context["inline_admin_formsets"]:
        found += map(str, lines.formset.non_form_errors())
        found += [str(each) for errors in lines.formset.errors for words in errors.values() for each in words]
    return " ".join(found)


def steps(exercise: Exercise) -> list[tuple[int, str]]:
    return list(exercise.steps.order_by("position").values_list("position", "text"))


def actions(exercise: Exercise) -> list[str]:
    entry = f"exercises.exercise:{exercise.slug}"
    return list(Revision.objects.filter(entry=entry).order_by("pk").values_list("action", flat=True))


def go_back(client, revision):
    """Looks at what going back would change, and confirms it."""
    address = history.go_back_url(revision)
    shown = client.get(address).context
    return client.post(address, {"seen": shown["seen"]} if shown and "seen" in shown else {}, follow=True)
