"""What cannot be so about earlier seasons, own facts and the season log: order, days, program codes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from smartpick.profile._case import Case
from smartpick.profile._finding import Finding
from smartpick.profile._lines import Location
from smartpick.profile._own_facts import OWN_FACTS, asks_for_something, value_trouble
from smartpick.profile._season import EarlierSeason, SeasonEvent

__all__ = ["season_findings"]

SEASON_BEGINS, SEASON_ENDS = (6, 1), (9, 30)
"""A season's log runs from June of the year before the Match to September of its year."""

_BEFORE = {
    # An event, and those that cannot lie after it.
    "invited": ("applied",),
    "scheduled": ("applied",),
    "waitlisted": ("applied",),
    "rejected": ("applied",),
    "declined": ("applied", "invited"),
    "interviewed": ("applied", "invited"),
    "ranked": ("applied", "invited", "interviewed"),
    "withdrawn": ("applied",),
}
_ONCE = {"applied", "ranked"}


def season_findings(case: Case) -> Iterator[Finding]:
    """Yield what cannot be so about what happened, this season and earlier."""
    yield from _earlier_findings(case)
    yield from _own_fact_findings(case)
    yield from _log_findings(case)
    yield from _code_findings(case)
    for number, contact in enumerate(case.profile.contacts):
        if contact.date is not None and contact.date > case.today:
            what = f"asked on {contact.date}, which lies in the future"
            yield Finding(("contacts", number, "date"), what, fix="For a day ahead write follow_up_date")
    for number, rehearsal in enumerate(case.profile.rehearsals):
        if rehearsal.date > case.today:
            what = f"{rehearsal.date} lies in the future"
            yield Finding(("rehearsals", number, "date"), what, fix="Enter an answer on its day")
    for number, count in enumerate(case.profile.study.question_banks):
        at: Location = ("study", "question_banks", number)
        if count.date > case.today:
            yield Finding((*at, "date"), f"{count.date} lies in the future", fix="Enter a count on its day")
        if count.total is not None and count.done > count.total:
            yield Finding((*at, "done"), f"{count.done} questions done of {count.total}", fix="Correct one of the two")


def _earlier_findings(case: Case) -> Iterator[Finding]:
    seen: set[int] = set()
    for number, earlier in enumerate(case.profile.earlier_seasons):
        at: Location = ("earlier_seasons", number)
        season = case.profile.season
        if season is not None and earlier.season >= season:
            what = f"season {earlier.season} is not earlier than the {season} you apply for"
            yield Finding((*at, "season"), what, fix="Correct one of the two: a season is the year of its Match")
        elif earlier.season > case.today.year:
            what = f"season {earlier.season} is not over yet"
            yield Finding((*at, "season"), what, fix="A season is the year of its Match: March of that year")
        if earlier.season in seen:
            yield Finding((*at, "season"), f"season {earlier.season} stands there twice", fix="Put the two together")
        seen.add(earlier.season)
        yield from _result_findings(at, earlier)


def _result_findings(at: Location, earlier: EarlierSeason) -> Iterator[Finding]:
    sent, offered = earlier.applications, earlier.interviews
    if sent is not None and offered is not None and offered > sent:
        what = f"{offered} interview offers from {sent} applications"
        yield Finding((*at, "interviews"), what, fix="Correct one of the two")
    if earlier.outcome == "no_interviews" and (offered or earlier.interviewed_at):
        fix = "Write unmatched, or correct the interviews"
        yield Finding((*at, "outcome"), "no interviews, though there were offers", fix=fix)
    if earlier.submitted_date is not None and not earlier.season - 1 <= earlier.submitted_date.year <= earlier.season:
        what = f"applications sent on {earlier.submitted_date} for the {earlier.season} Match"
        yield Finding((*at, "submitted_date"), what, fix="Correct one of the two")
    for field in ("programs", "interviewed_at"):
        counts: Counter[str] = Counter(getattr(earlier, field))
        for code, times in counts.items():
            if times > 1:
                yield Finding((*at, field), f"{code} stands there {times} times", fix="Keep one")
    strangers = [code for code in earlier.interviewed_at if earlier.programs and code not in set(earlier.programs)]
    if strangers:
        what = f"offers from programs that are not among those applied to: {', '.join(strangers[:3])}"
        yield Finding((*at, "interviewed_at"), what, fix="Add them to programs, or take them out")


def _own_fact_findings(case: Case) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for number, fact in enumerate(case.profile.own_facts):
        at: Location = ("own_facts", number)
        for what, fix in value_trouble(fact.field, fact.value):
            yield Finding((*at, "value"), what, OWN_FACTS[fact.field].meaning.capitalize(), fix)
        if asks_for_something(fact.field, fact.value) and "strict" not in fact.model_fields_set:
            what = f"{fact.field} without saying how strict it is"
            fix = "Write strict = true for a rule, strict = false for a preference or when you are not sure"
            yield Finding((*at, "strict"), what, fix=fix, lacking=((*at, "strict"),))
        if fact.date > case.today:
            yield Finding((*at, "date"), f"found on {fact.date}, which lies in the future", fix="Correct the day")
        key = fact.program_code_nrmp, fact.field
        if key in seen and fact.field != "note":
            what = f"a second {fact.field} for {fact.program_code_nrmp}"
            yield Finding(at, what, fix="Keep the one that holds, and put the other in a note")
        seen.add(key)


def _log_findings(case: Case) -> Iterator[Finding]:
    by_program: dict[str, list[tuple[int, SeasonEvent]]] = defaultdict(list)
    for number, event in enumerate(case.profile.season_log):
        at: Location = ("season_log", number, "date")
        by_program[event.program_code_nrmp].append((number, event))
        if event.date is None:
            continue
        if event.date > case.today and event.event not in {"scheduled", "open_house"}:
            what = f"'{event.event}' on {event.date}, which lies in the future"
            yield Finding(at, what, fix="Enter it when it has happened; an interview ahead is 'scheduled'")
        if case.profile.season is not None and event.event != "open_house":
            first = date(case.profile.season - 1, *SEASON_BEGINS)
            last = date(case.profile.season, *SEASON_ENDS)
            if not first <= event.date <= last:
                what = f"'{event.event}' on {event.date}, outside the season of the {case.profile.season} Match"
                yield Finding(at, what, fix="Correct the day or season; earlier ones go under [[earlier_seasons]]")
    for events in by_program.values():
        yield from _order_findings(events)


def _order_findings(events: list[tuple[int, SeasonEvent]]) -> Iterator[Finding]:
    """Yield events of one program that lie before what they follow from, and those that cannot happen twice."""
    latest: dict[str, date] = {}
    for _, event in events:
        if event.date is not None:
            latest[event.event] = max(latest.get(event.event, event.date), event.date)
    earliest = {
        kind: min(event.date for _, event in events if event.event == kind and event.date is not None)
        for kind in latest
    }
    seen: set[tuple[str, date | None]] = set()
    for number, event in events:
        at: Location = ("season_log", number)
        key = event.event, None if event.event in _ONCE else event.date
        if key in seen:
            yield Finding(at, f"a second '{event.event}' of {event.program_code_nrmp}", fix="Keep one")
        seen.add(key)
        if event.date is None:
            continue
        for before in _BEFORE.get(event.event, ()):
            if before in earliest and event.date < earliest[before]:
                what = f"'{event.event}' on {event.date}, before '{before}' on {earliest[before]}"
                yield Finding((*at, "date"), what, fix="Correct one of the days")
    for last in ("declined", "withdrawn"):
        if last in latest and "interviewed" in earliest and earliest["interviewed"] > latest[last]:
            number = next(n for n, event in events if event.event == "interviewed")
            what = f"'interviewed' on {earliest['interviewed']}, after '{last}' on {latest[last]}"
            yield Finding(("season_log", number, "date"), what, fix="Correct one of the days")


def _code_findings(case: Case) -> Iterator[Finding]:
    """Yield program codes that nobody knows; earlier seasons may name tracks that have ended."""
    profile = case.profile
    for name in ("us_experience", "own_facts", "season_log", "contacts"):
        for number, entry in enumerate(getattr(profile, name)):
            if entry.program_code_nrmp is not None:
                # What she found out stays hers when a program ends or goes on under another code.
                at = (name, number, "program_code_nrmp")
                yield from _trouble(case, at, entry.program_code_nrmp, ever=name == "own_facts")
    for number, code in enumerate(profile.rank_order):
        yield from _trouble(case, ("rank_order", number), code)
        if code in profile.rank_order[:number]:
            yield Finding(("rank_order", number), f"{code} stands there a second time", fix="Keep one")
    for number, wish in enumerate(profile.goals.programs):
        yield from _trouble(case, ("goals", "programs", number, "program_code_nrmp"), wish.program_code_nrmp)
    for number, earlier in enumerate(profile.earlier_seasons):
        for field in ("programs", "interviewed_at"):
            for place, code in enumerate(getattr(earlier, field)):
                yield from _trouble(case, ("earlier_seasons", number, field, place), code, ever=True)


def _trouble(case: Case, at: Location, code: str, *, ever: bool = False) -> Iterator[Finding]:
    trouble = case.known.code_trouble(code, ever=ever)
    if trouble:
        yield Finding(at, trouble[0], fix=trouble[1])
