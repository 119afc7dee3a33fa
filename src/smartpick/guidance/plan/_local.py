"""Service and research near the first area: what is feasible by the day, at which listed places, and its true weight.

Sites come from the fact files only. Themes are read from the applicant's own titles; a status is never raised.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from smartpick.errors import RequestError
from smartpick.guidance._exams import failed_any
from smartpick.guidance._finding import Finding
from smartpick.guidance._mission_themes import Themes
from smartpick.guidance._rules import wants_california
from smartpick.guidance._season_days import Desk, said_day
from smartpick.guidance._tasks import Task, task_ahead
from smartpick.guidance.plan._missions import missions
from smartpick.profile.passed import has_left
from smartpick.programs import area_of

if TYPE_CHECKING:
    from smartpick.guidance._ground import Ground

__all__ = ["LocalThemes", "local_work"]

_SHOWN = 4
_IDEAS_SHOWN = 3
_PARTS = ("research", "service", "work")
_OUTPUTS = (("abstract", "plan_abstract_months"), ("poster", "plan_poster_months"), ("paper", "plan_paper_months"))
_IDEAS = {
    "homelessness": ("a street medicine team or shelter clinic", "how many seen on the street come to a first visit"),
    "immigrant health": (
        "a community health center",
        "whether an interpreter was there, visit by visit, and what changed",
    ),
    "urban trauma": (
        "a trauma center or violence prevention program",
        "who is offered follow-up after an injury, and comes",
    ),
    "public health": (
        "a county clinic or health department",
        "one screening that is missed, and a reminder that is tried",
    ),
    "addiction": ("a safety-net ward or bridge clinic", "how often treatment is begun before discharge"),
    "underserved care": ("a free clinic", "no-shows before and after one change"),
}
"""Theme → kind of institution and a question that one person can answer with a mentor; ideas of ours, no figures."""
_ZIP = re.compile(r"[0-9]{5}")
"""Some sites are listed under their address instead of a name."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What an area's test for programs looks at, of a site of care."""

    state: str
    county: str
    city: str
    lat: float | None
    lon: float | None
    latitude: float | None = None
    longitude: float | None = None


class LocalThemes:
    """The themes that matter in the first area, with those of the one list that each takes in.

    Attributes
    ----------
    listed
        The one list of mission themes and their words.
    fact_ids
        The fact behind the local themes; empty where there are none.
    """

    def __init__(self, ground: Ground) -> None:
        rows = list(ground.facts.rows("rule", "topic = ?", ("local_theme",)))
        self.listed = Themes(ground)
        self.fact_ids: tuple[str, ...] = (rows[0]["fact_id"],) if rows else ()
        self._takes_in = {row["item"]: set(row["value"].split(";")) for row in rows}

    def found_in(self, text: str) -> tuple[str, ...]:
        """Return the themes whose words a text holds."""
        found = set(self.listed.found_in(text))
        return tuple(item for item, listed in self._takes_in.items() if found & listed)


def local_work(desk: Desk) -> tuple[list[Task], list[Finding]]:
    """Return tasks and notes about service and research."""
    ground, local = desk.ground, LocalThemes(desk.ground)
    # The themes are those of Los Angeles: for somebody who would not go to California they say nothing.
    themes = _themes(ground, local) if wants_california(ground) else []
    notes = [*themes, *missions(ground, local.listed), *_weight(ground)]
    if ground.stage.is_past_interviews:
        return [], notes
    until, label = _until(desk)
    tasks, said = _service(desk, until, label)
    more, feasible = _research(desk, until, label, local)
    return tasks + more, [*notes, *said, *feasible]


def _until(desk: Desk) -> tuple[date, str]:
    """Return until when work still counts for this season's reading, and for what it counts after that."""
    submit = desk.ahead("applicants_may_submit") if desk.ground.is_early else None
    if submit is not None:
        return submit.day, "before opening day"
    ranking = desk.ahead("ranking_opens")
    return (ranking.day if ranking else desk.today + timedelta(days=180)), "for interviews and a next season"


def _themes(ground: Ground, local: LocalThemes) -> list[Finding]:
    findings = []
    for part in _PARTS:
        for each in getattr(ground.profile, part):
            found = local.found_in(" ".join(filter(None, (each.title, each.theme))))
            has_output = each.output not in {None, "none"}
            if not found and part == "work" and not has_output:
                continue
            name = each.title or part
            tags = f"themes: {', '.join(found)}" if found else "no theme that programs there name is in its title"
            text = f"{name}: {tags}."
            if each.output and each.output != "none":
                status = each.output_status or "status not told"
                text += f" {each.output.capitalize()}, {status}: list it as that, and as no more;"
                text += " ERAS has a place for posters, abstracts, talks and papers."
            severity = "strength" if found else "note"
            findings.append(Finding(f"theme_{part}", "local", severity, text, (part,), local.fact_ids))
    return findings


def _weight(ground: Ground) -> list[Finding]:
    """Say for each specialty how matched and unmatched differ in research, and what a failed exam weighs beside it."""
    findings = []
    fail = ground.figure("importance_for_interview_mean", stratum="any_failed_attempt_in_usmle", kind="all")
    for specialty in ground.specialties:
        for measure, words in (
            ("abstracts_pres_pubs_mean", "abstracts, talks and papers (mean)"),
            ("research_median", "research experiences (median)"),
        ):
            pair = [ground.figure(measure, specialty=specialty.key, stratum=each) for each in ("matched", "unmatched")]
            if pair[0] is None or pair[1] is None:
                continue
            text = (
                f"{specialty.name}, {words}: {pair[0].value:g} among those who matched, {pair[1].value:g} among those"
                f" who did not ({ground.profile.applicant.type.label}, {pair[0].season}). The two differ in more than"
                " research."
            )
            ids = [pair[0].fact_id, pair[1].fact_id]
            if fail is not None and failed_any(ground):
                text += (
                    f" For directors a failed attempt weighed {fail.value:g} of 5 ({fail.season}), and research is"
                    " not among the parts they named most: it helps, and it rarely outweighs a failed exam."
                )
                ids.append(fail.fact_id)
            fields = ("goals.specialties", "applicant.type", "research")
            findings.append(Finding(f"research_weight_{specialty.key}", "local", "note", text, fields, tuple(ids)))
            break
        else:
            text = f"{specialty.name}: no figure on research is published for {ground.profile.applicant.type.label}s."
            known = ("goals.specialties", "applicant.type")
            findings.append(Finding(f"research_weight_{specialty.key}", "local", "unknown", text, known))
    return findings


def _ideas(ground: Ground, local: LocalThemes) -> str:
    """Return one question a theme: the themes she named, else those of what she has done, else two to begin with."""
    profile = ground.profile
    wished = " ".join(profile.availability.interests)
    done = " ".join(
        filter(None, (part for row in (*profile.service, *profile.research) for part in (row.title, row.theme)))
    )
    themes = [each for each in local.found_in(wished) or local.found_in(done) if each in _IDEAS]
    themes = themes[:_IDEAS_SHOWN] or ["underserved care", "public health"]
    ideas = "; ".join(f"{theme}: at {_IDEAS[theme][0]}, {_IDEAS[theme][1]}" for theme in themes)
    return f"Questions that one person can answer with a mentor: {ideas}."


def _hours(ground: Ground) -> float:
    told = ground.profile.availability.hours_per_week
    return ground.benchmarks["plan_service_hours_per_week"] if told is None else told


def _service(desk: Desk, until: date, label: str) -> tuple[list[Task], list[Finding]]:
    ground = desk.ground
    goal, hours = ground.benchmarks["plan_service_hours"], _hours(ground)
    weeks_left = max(0, (until - desk.today).days // 7)
    possible = round(hours * weeks_left)
    fields: tuple[str, ...] = ("availability.hours_per_week", "service", "languages", "availability.interests")
    spoken = [each.name for each in ground.profile.languages if each.level in {"native", "fluent", "advanced"}]
    ladder = list(ground.facts.rows("rule", "topic = ?", ("service_ladder",)))
    goes_on = [each for each in ground.profile.service if each.end is None or each.end >= desk.today]
    rows = [row for row in ladder if spoken or "language" not in row["item"]]
    wishes = " ".join(ground.profile.availability.interests).lower()
    rows.sort(key=lambda row: not any(word in wishes for word in row["item"].lower().split() if len(word) > 5))
    steps = tuple(f"{row['item']}: {row['value']}" for row in rows)
    told = "" if ground.profile.availability.hours_per_week is not None else " (assumed; tell yours)"
    if possible < 1:
        return [], []
    begun = f"Go on with: {goes_on[0].title}. " if goes_on and goes_on[0].title else ""
    reach = (
        f"{hours:g} hours a week{told} come to about {min(possible, round(goal))} hours {label}"
        if possible < goal
        else f"{hours:g} hours a week{told} reach {goal:g} hours about"
        f" {said_day(desk.today + timedelta(weeks=round(goal / hours)))}"
    )
    tongue = f" Offer your {' and '.join(spoken)}." if spoken else ""
    tasks = task_ahead(
        desk.today,
        key="service",
        topic="service",
        title="Service with a weekly place",
        text=f"{begun}{reach}. One place, every week, is worth more than five visits.{tongue}",
        start=desk.today,
        due=until,
        fields=fields,
        confidence="assumed",
        effort=f"{hours:g} hours a week",
        fact_ids=tuple(row["fact_id"] for row in rows[:1]),
        checklist=steps,
    )
    return tasks, _care_sites(desk)


def _care_sites(desk: Desk) -> list[Finding]:
    """Return listed community health centers near where she lives now; else say why none is named."""
    ground = desk.ground
    fields = ("ties", "goals.areas", "applicant.school_state")
    states = {tie.state for tie in ground.profile.ties if tie.kind == "lives_now" and not has_left(tie, ground.today)}
    lives = "where you live now" if states else "your school"
    if not states and ground.profile.applicant.school_state:
        states = {ground.profile.applicant.school_state}
    names = [*ground.profile.goals.areas.tier1]
    rows, where = _sites_in(ground, names, states)
    if not rows:
        why = f"{lives} lies outside your first area" if states else "where you live now is not told"
        text = (
            f"Places for service: none is named, because {why}. Look for free clinics and community"
            " health centers near you; what counts is the work."
        )
        return [Finding("service_sites", "local", "unknown", text, fields, (), "tell where you live (ties, lives_now)")]
    source = ground.facts.source(ground.facts.table(rows[0]["fact_table"]).source)
    listed = "; ".join(f"{_name(row['name'])} ({_name(row['city'])})" for row in rows[:_SHOWN])
    dates = sorted({row["data_date"] for row in rows[:_SHOWN]})
    text = (
        f"Community health centers in {where}, {len(rows)} listed in {dates[-1]}, one to a town here: {listed}. Sites"
        f" open and close: look them up at {source.address} and ask before you name one."
    )
    return [Finding("service_sites", "local", "note", text, fields, tuple(row["fact_id"] for row in rows[:_SHOWN]))]


def _name(text: str) -> str:
    return text.title() if text.isupper() else text


def _sites_in(ground: Ground, names: Sequence[str], states: set[str]) -> tuple[list[Any], str]:
    counties = {row["fips"]: row["county"] for row in ground.facts.rows("county")} if states else {}
    for name in names:
        try:
            area = area_of(ground.facts, name)
        except RequestError:
            continue
        found: dict[str, Any] = {}
        rows = [row for state in sorted(states) for row in ground.facts.rows("care_site", "state = ?", (state,))]
        for row in sorted(rows, key=lambda each: (each["name"], each["site_id"])):
            if row["category"] != "community health center site":
                continue
            county = str(counties.get(row["fips"], "")).removesuffix(" County")
            place = _Place(row["state"], county, row["city"], row["lat"], row["lon"])
            if not _ZIP.search(row["name"]) and area.contains(place):  # type: ignore[arg-type]  # it looks at the place
                found.setdefault(row["site_id"], row)
        if found:
            return _spread(ground, list(found.values())), area.label
    return [], ""


def _spread(ground: Ground, rows: list[Any]) -> list[Any]:
    """Return one site to a town first, towns that a tie names before those with most sites; then the rest."""
    ties = " ".join(tie.place.lower() for tie in ground.profile.ties if tie.kind != "partner")
    by_town: dict[str, list[Any]] = {}
    for row in rows:
        by_town.setdefault(row["city"], []).append(row)
    towns = sorted(by_town, key=lambda town: (town.lower() not in ties, -len(by_town[town]), town))
    return [by_town[town][0] for town in towns] + [row for town in towns for row in by_town[town][1:]]


def _research(desk: Desk, until: date, label: str, local: LocalThemes) -> tuple[list[Task], list[Finding]]:
    ground = desk.ground
    months = max(0.0, (until - desk.today).days / 30.44)
    marks = [(name, ground.benchmarks.get(key)) for name, key in _OUTPUTS]
    feasible = [name for name, mark in marks if mark.value <= months]
    later = [name for name, mark in marks if mark.value > months]
    going = [
        each
        for each in ground.profile.research
        if each.output_status in {"planned", "submitted"} or (each.end is None and each.output_status is None)
    ]
    interests = ", ".join(ground.profile.availability.interests) or "those below"
    fields = ("research", "service", "availability.interests", "season")
    if label.startswith("before"):
        said = f"Feasible {label} ({said_day(until)}): {', '.join(feasible) if feasible else 'nothing new'}."
        if later:
            said += f" For interviews or a next season: {', '.join(later)}."
    else:
        said = f"New work now counts {label}."
    text = f"{said} Lengths are assumed, from joining a project that runs. {_ideas(ground, local)}"
    note = Finding("research_feasible", "local", "note", text, fields, tuple(mark.fact_id for _, mark in marks))
    if going:
        what = going[0].title or "what has begun"
        title, body = "Finish what has begun", f"{what}: bring it to the next step before anything new is begun."
    elif feasible and ground.is_early:
        title = "Join one small project"
        goal = "an abstract" if len(feasible) == 1 else "a poster"
        body = (
            f"Ask a mentor for a part of a running project that can end as {goal}"
            f" by {said_day(until)}: quality improvement, or a case with a question. Themes: {interests}."
        )
    else:
        return [], [note]
    tasks = task_ahead(
        desk.today,
        key="research",
        topic="research",
        title=title,
        text=body,
        start=desk.today,
        due=until,
        fields=fields,
        confidence="assumed",
        effort="two to three hours a week",
    )
    return tasks, [note]
