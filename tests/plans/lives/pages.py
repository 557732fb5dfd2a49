"""The hands of a runner who has no script: every form is sent as the page has it, with what was typed or tapped."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse

from plans.core.types import FlagKind


@dataclass
class Form:
    action: str
    fields: dict = field(default_factory=dict)
    buttons: list = field(default_factory=list)  # names and values


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, markup):
        super().__init__()
        self.found = []
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag == "form":
            self.found.append(Form(told.get("action", "")))
        elif tag == "input" and self.found and told.get("type") != "checkbox" and "name" in told:
            self.found[-1].fields[told["name"]] = told.get("value", "")
        elif tag == "button" and self.found and "name" in told:
            self.found[-1].buttons.append((told["name"], told["value"]))


class Pages:
    def __init__(self, row, _catalogue, clock):
        self.row, self.clock, self.client = row, clock, None

    def wakes_on(self, day):
        self.clock.move_to(datetime.combine(day, time(9), UTC))
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(self.row.user)

    def morning(self, session, pain):
        self._send(reverse("plans:today"), "morning", pain=pain)

    def start(self, day):
        answer = self._send(reverse("plans:today"), "start", day=day)
        return int(answer.headers["Location"].split("/")[2])

    def log(self, session, part, number, amount):
        typed = {"amount": amount, **({"right": amount} if part.version.one_sided else {})}
        self._send(self._session(session, part), "sets", self._is_for(part, number=number), **typed)

    def hurts(self, session, part, pain):
        self._send(self._session(session, part, "pain"), "pain", pain=pain)

    def swap(self, session, part, other):
        address = self._session(session, part, "swap")
        self._send(address, "swap", lambda form: form.fields["exercise"] == other, how_long="once")

    def finish(self, session, pain, effort):
        page = reverse("plans:finish", args=[session])
        self._send(reverse("plans:session", args=[session]), "finish")
        self._send(f"{page}?ask=knee", "knee", **({"skip": "skip"} if pain is None else {"pain": pain}))
        self._send(f"{page}?ask=effort", "effort", **({"skip": "skip"} if effort is None else {"effort": effort}))
        assert self.client.get(f"{page}?ask=nothing").status_code == 200

    def flag(self, kind):
        if kind is FlagKind.CLEARED:
            self._send(reverse("plans:today"), "cleared")
        else:
            self._send(reverse("plans:signs"), "knee")

    def take(self, slug, variation, grams):
        """On the page of the last session, which offers it."""
        last = self.row.sessions.filter(finished_at__isnull=False).latest("date")
        page = f"{reverse('plans:finish', args=[last.pk])}?ask=nothing"
        self._send(
            page, "take", lambda form: form.fields["exercise"] == slug and form.fields["variation"] == (variation or "")
        )

    def _session(self, session, part, sheet="session"):
        return f"{reverse(f'plans:{sheet}', args=[session])}?exercise={part.row.position + 1}"

    def _is_for(self, part, number):
        return lambda form: (form.fields["prescription"], form.fields["number"]) == (str(part.row.pk), str(number))

    def _send(self, page, ending, is_it=None, **tapped):
        """Send the form of a page whose action ends so, the one that `is_it`; what is tapped has to be there."""
        answer = self.client.get(page)
        assert answer.status_code == 200, f"{page} leads elsewhere"
        forms = Forms(answer.content.decode()).found
        found = [form for form in forms if form.action.endswith(f"/{ending}/") and (is_it is None or is_it(form))]
        assert found, f"{page} has no such form"
        tapped = {name: str(value) for name, value in tapped.items()}
        assert all(each in (*found[0].fields, *dict(found[0].buttons)) for each in tapped)
        answer = self.client.post(found[0].action, found[0].fields | tapped)
        assert answer.status_code in (302, 303)
        return answer
