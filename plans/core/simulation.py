"""The simulator: plays the planner forward day by day, re-planning each morning (section 6).

Pure and deterministic: a case and the catalogue's values in, plain JSON values out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from plans.core import feedback
from plans.core.case import Case, Entry, Taken, read_case
from plans.core.changes import Step, cleared, next_steps, offers, swap, take
from plans.core.history import begin
from plans.core.plan import Dose, Prescription, Session, WeekPlan
from plans.core.planner import plan_week, work_of
from plans.core.present import Present, version_in_use
from plans.core.progress import close_week
from plans.core.types import DAY, WEEK, WEEKDAYS, Catalogue, Flag, FlagKind, Held, Measure, Refused, Work, because
from plans.core.wording import Names, reasons_of, sentence, spoken

_MEASURES = {Measure.REPS: "reps", Measure.HOLD: "seconds"}


def simulate(given: object, catalogue: Catalogue, names: Names | None = None) -> dict[str, Any]:
    """The answer to a case as it is read from JSON. Raises Malformed, naming the field and what it takes."""
    return play(read_case(given, catalogue), catalogue, names)


def play(case: Case, catalogue: Catalogue, names: Names | None = None) -> dict[str, Any]:
    """The answer to a case. `names` of exercises and variations by slug, as they stand alone: “Calf raise”."""
    return _Play(case, catalogue, spoken(names or {})).played()


@dataclass(slots=True)
class _Week:
    """What the answer will say about one week."""

    plan: WeekPlan
    offers: list[dict[str, Any]]
    notes: list[str] = field(default_factory=list)
    sessions: list[dict[str, Any]] = field(default_factory=list)

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


class _Play:
    """A case while it is played: the present of each morning, and the week's answer as it comes together."""

    def __init__(self, case: Case, catalogue: Catalogue, names: Names) -> None:
        self._case, self._names = case, names
        self._present = Present(catalogue, case.runner, begin(case.runner))

    def played(self) -> dict[str, Any]:
        return {"weeks": [self._week() for _ in range(self._case.weeks)]}

    def _week(self) -> dict[str, Any]:
        first_day = self._present.history.starts_on
        day = max(first_day, self._case.runner.joined)
        self._clear(day)
        plan = plan_week(self._present, day)
        week = _Week(plan, [{"code": each.code, "date": str(each.date)} for each in offers(self._present, plan, day)])
        week.offers += [_offer(step, day) for step in next_steps(self._present, day)]
        while day < first_day + WEEK:
            if day > max(first_day, self._case.runner.joined):
                self._clear(day)
                plan = plan_week(self._present, day)
            plan = self._day(day, plan, week)
            day += DAY
        answer = self._answer(week)
        history = close_week(
            self._present.history, plan, self._present.held, self._present.catalogue, self._present.runner
        )
        self._present = replace(self._present, history=history, held=(), previous=None)
        return answer

    def _clear(self, day: date) -> None:
        """On the morning after a clinician cleared the knee, what is to come returns at reduce."""
        flags = self._present.flags
        if not any(flag.kind is FlagKind.CLEARED and flag.date == day - DAY for flag in flags):
            return
        before = [flag for flag in flags if flag.kind is not FlagKind.CLEARED or flag.date < day - DAY]
        if feedback.stopped((*self._present.history.sessions, *self._present.held), before, day):
            self._present = cleared(self._present)

    def _day(self, day: date, plan: WeekPlan, week: _Week) -> WeekPlan:
        """One day with its diary: the plan as it stands when the day is over."""
        self._present = replace(self._present, previous=plan)
        entry = self._case.diary.get(day)
        if entry and (entry.take or entry.swap):
            plan = self._changed(day, entry, plan, week)
        for note in plan.notes:
            week.note(sentence(note, self._names))
        session = plan.session_on(day)
        if entry is None and session is not None:
            entry = self._case.otherwise
        if entry is not None:
            did = entry.did if entry.did is not None else ("all" if session else "nothing")
            if session is not None:
                self._planned(session, did, entry, week)
            elif did != "nothing":
                plan = self._on_another_day(day, plan, did, entry, week)
            flags = tuple(Flag(day, kind) for kind in entry.flags)
            self._present = replace(self._present, flags=self._present.flags + flags)
        return plan

    def _changed(self, day: date, entry: Entry, plan: WeekPlan, week: _Week) -> WeekPlan:
        """The plan after what the runner takes or swaps this morning; what a rule refuses becomes a note."""
        for slug, taken in entry.take.items():
            try:
                self._present = take(self._present, day, slug, self._variation(slug, taken), taken.load_grams)
            except Refused as refusal:
                week.note(sentence(refusal.reason, self._names))
        on = day if plan.session_on(day) else next((each.date for each in plan.sessions if each.date > day), day)
        for old, new in entry.swap.items():
            try:
                self._present = swap(self._present, day, on, old, new)
            except Refused as refusal:
                week.note(sentence(refusal.reason, self._names))
        plan = plan_week(self._present, day)
        self._present = replace(self._present, previous=plan)
        known = {dose.exercise for dose in week.plan.doses}
        added = tuple(dose for dose in plan.doses if dose.exercise not in known)
        first_morning = day == max(week.plan.first_day, self._case.runner.joined)
        week.plan = plan if first_morning else replace(week.plan, doses=week.plan.doses + added)
        return plan

    def _variation(self, slug: str, taken: Taken) -> str | None:
        if taken.other_version:
            return taken.variation
        version = version_in_use(self._present.catalogue[slug], self._present.runner, self._present.history)
        return version.variation if version else None

    def _planned(self, session: Session, did: str | Mapping[str, tuple[int, ...]], entry: Entry, week: _Week) -> None:
        works = self._works(session.prescriptions, did, entry)
        if any(sum(work.done) for work in works):
            self._hold(Held(session.date, works, session.slot, entry.knee, entry.next_morning, entry.effort))
        week.sessions.append(self._session(session, works))

    def _on_another_day(
        self, day: date, plan: WeekPlan, did: str | Mapping[str, tuple[int, ...]], entry: Entry, week: _Week
    ) -> WeekPlan:
        """A session on a day without one fulfils the week's next open one; what exceeds them is unplanned. The rest of
        the week makes way for it at once."""
        later = [(each.slot, each.prescriptions) for each in plan.sessions if each.date > day]
        slot, prescriptions = next(iter([*later, *plan.undated]), (None, ()))
        if slot is None:
            works = self._unplanned(did, entry)
            prescriptions = tuple(self._as_done(work) for work in works if any(work.done))
        else:
            works = self._works(prescriptions, did, entry)
        if did == "all" or any(sum(work.done) for work in works):
            reason = because("unplanned" if slot is None else "another_day")
            self._hold(Held(day, works, slot, entry.knee, entry.next_morning, entry.effort))
            session = Session(day, -1 if slot is None else slot, prescriptions, (reason,))
            week.sessions.append(self._session(session, works))
            plan = plan_week(self._present, day)
            self._present = replace(self._present, previous=plan)
        return plan

    def _unplanned(self, did: str | Mapping[str, tuple[int, ...]], entry: Entry) -> tuple[Work, ...]:
        """What was done without being asked for; `all` is the first session of the week once more, or the last ever."""
        if did != "all":
            return self._works((), did, entry)
        known = self._present.held[:1] or self._present.history.sessions[-1:]
        works = known[0].works if known else ()
        return tuple(
            replace(work, sets=(), at_top=False, pain=entry.pain.get(work.exercise)) for work in works if any(work.done)
        )

    def _as_done(self, work: Work) -> Prescription:
        version = self._present.catalogue[work.exercise].version(work.variation)
        return Prescription(work.exercise, version, work.done, work.load_grams)

    def _works(
        self, prescriptions: tuple[Prescription, ...], did: str | Mapping[str, tuple[int, ...]], entry: Entry
    ) -> tuple[Work, ...]:
        """What was prescribed and done, and what was done beside it, which earns nothing."""
        sets = {} if isinstance(did, str) else did
        works = [
            work_of(each, each.sets if did == "all" else sets.get(each.exercise, ()), entry.pain.get(each.exercise))
            for each in prescriptions
        ]
        asked = {each.exercise for each in prescriptions}
        for slug in (slug for slug in sets if slug not in asked and any(sets[slug])):
            version = version_in_use(self._present.catalogue[slug], self._present.runner, self._present.history)
            variation = version.variation if version else None
            works.append(Work(slug, variation, (), sets[slug], pain=entry.pain.get(slug)))
        return tuple(works)

    def _hold(self, held: Held) -> None:
        self._present = replace(self._present, held=(*self._present.held, held))

    # The answer -----------------------------------------------------------------------------------------------------

    def _session(self, session: Session, works: tuple[Work, ...]) -> dict[str, Any]:
        missed = any(work.sets for work in works) and not any(sum(work.done) for work in works)
        done = all(work.credit >= work.asked for work in works)
        return {
            "date": str(session.date),
            "weekday": WEEKDAYS[session.date.weekday()],
            "status": "missed" if missed else "done" if done else "partly",
            "minutes": session.minutes,
            "reasons": reasons_of(session.date, session.reasons, self._names),
            "exercises": [self._exercise(work) for work in works],
        }

    def _exercise(self, work: Work) -> dict[str, Any]:
        version = self._present.catalogue[work.exercise].version(work.variation)
        return {
            "exercise": work.exercise,
            "variation": work.variation,
            "measure": _MEASURES[version.measure],
            "per_side": version.one_sided,
            "load_grams": work.load_grams,
            "sets": list(work.sets),
            "done": list(work.done),
        }

    def _answer(self, week: _Week) -> dict[str, Any]:
        first_day = week.plan.first_day
        dates = [first_day + timedelta(days=place) for place in range(7)]
        return {
            "starts_on": str(first_day),
            "free_days": sum(self._case.runner.run_on(day) is None for day in dates),
            "short_by": week.plan.days.short_by,
            "notes": week.notes,
            "offers": week.offers,
            "sessions": week.sessions,
            "doses": [self._dose(dose) for dose in week.plan.doses],
        }

    def _dose(self, dose: Dose) -> dict[str, Any]:
        return {
            "exercise": dose.exercise,
            "variation": dose.version.variation,
            "dose": dose.dose,
            "reference": dose.reference,
            "at_most": dose.at_most,
            "action": str(dose.action),
            "reason": " ".join(sentence(reason, self._names) for reason in dose.reasons),
        }


def _offer(step: Step, day: date) -> dict[str, Any]:
    """Something harder that may be taken; `load_grams` is the heaviest that would do."""
    return {
        "code": "heavier" if step.load else "harder",
        "date": str(day),
        "exercise": step.exercise,
        "variation": step.variation,
        "load_grams": step.load[1] if step.load else None,
    }
