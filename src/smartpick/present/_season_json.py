"""What the season's answers are as JSON: the contract of ``docs/json.md`` and its schemas, figures unrounded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from smartpick.present._json_parts import day_or_null, sources_json
from smartpick.present._tracker_json import change_json, effect_json, tracker_json

if TYPE_CHECKING:
    from smartpick.explain.season import (
        AfterDeadline,
        LogChange,
        RankList,
        Reapplication,
        Rule,
        SoapOutlook,
        Unfilled,
    )
    from smartpick.explain.tracker import Tracker
    from smartpick.facts import Facts, SeasonCalendar
    from smartpick.profile import Profile
    from smartpick.programs import Program

__all__ = ["log_json", "log_list_json", "rank_json", "reapply_json", "soap_json", "steps_json"]

_SOAP_DAYS = ("rank_list_deadline", "match_week_begins", "match_day")


def rank_json(facts: Facts, made: RankList) -> dict[str, Any]:
    """Return a rank order list as plain data."""
    ids = [*(each.fact_id for each in made.published), *(rule.fact_id for rule in made.rules)]
    return {
        "schema": "smartpick.rank/1",
        "facts_version": made.facts_version,
        "season": made.season,
        "stage": str(made.stage),
        "today": made.today.isoformat(),
        "seed": made.seed,
        "profile_hash": made.profile_hash,
        "answer": list(made.answer),
        "is_closed": made.stage.is_closed,
        "p_match": made.p_match.as_json(),
        "p_match_preferred_area": made.p_match_preferred.as_json() if made.preferred_area else None,
        "preferred_area": made.preferred_area,
        "ranks": [
            {
                "rank": each.rank,
                **_program(each.program),
                "p_taken": each.p_taken.as_json(),
                "p_here": each.p_here.as_json(),
                "p_by_here": each.p_by_here.as_json(),
                "gain": each.gain,
                "preference": each.preference,
                "preference_points": each.preference_points,
                "preference_why": each.preference_why,
                "positions": each.positions,
                "is_heard": each.is_heard,
            }
            for each in made.ranks
        ],
        "by_wish": {
            "top": made.top,
            "p_top": made.p_top.as_json(),
            "p_top_surest_first": made.p_top_by_chance.as_json(),
        },
        "more": [{"ranks": number, "p_match": chance.as_json()} for number, chance in made.more],
        "published": [{"text": each.text, "value": each.value, "fact": each.fact_id} for each in made.published],
        "weights": dict(made.weights),
        "extra_ranks": made.extra_ranks,
        "extra_rank_usd": made.extra_rank.usd,
        "rules": _rules(made.rules),
        "notes": list(made.notes),
        "not_ranked": [_program(program) for program in made.not_ranked],
        "deadline": _deadline(facts, made),
        "sources": sources_json(facts, [*ids, *made.extra_rank.fact_ids]),
    }


def log_json(made: LogChange, *, is_written: bool) -> dict[str, Any]:
    """Return what an event changed as plain data."""
    return {
        "schema": "smartpick.log/1",
        "answer": list(made.answer),
        **_program(made.program),
        "event": made.event,
        "date": day_or_null(made.day),
        "is_removed": made.is_removed,
        "is_written": is_written,
        **change_json(made),
        "effect": effect_json(made.effect),
    }


def log_list_json(profile: Profile, names: dict[str, str], tracker: Tracker) -> dict[str, Any]:
    """Return a log as plain data: in the order of the file, program by program, and day by day."""
    return {
        "schema": "smartpick.log_list/1",
        "events": [
            {
                "program_code_nrmp": each.program_code_nrmp,
                "name": names.get(each.program_code_nrmp),
                "event": each.event,
                "date": day_or_null(each.date),
                "note": each.note,
            }
            for each in profile.season_log
        ],
        "tracker": tracker_json(tracker),
    }


def reapply_json(facts: Facts, made: Reapplication) -> dict[str, Any]:
    """Return two seasons side by side as plain data."""
    mean, sd, fact_id = made.weight
    return {
        "schema": "smartpick.reapply/1",
        "facts_version": made.facts_version,
        "season": made.season,
        "today": made.today.isoformat(),
        "seed": made.seed,
        "profile_hash": made.profile_hash,
        "answer": list(made.answer),
        "warning": made.warning,
        "earlier": [
            {
                "season": each.season,
                "outcome": each.outcome,
                "applications": each.applications,
                "interviews": each.interviews,
                "ranked": each.ranked,
                "programs_named": each.programs,
                "repeated": [program.program_code_nrmp for program in each.repeated],
                "only_then": each.only_then,
            }
            for each in made.earlier
        ],
        "this_list": made.this_list,
        "is_this_list_logged": made.is_this_list_logged,
        "changed": list(made.changed),
        "unchanged": list(made.unchanged),
        "p_match_without_evidence": made.p_without.as_json(),
        "p_match_with_evidence": made.p_with.as_json(),
        "weight": {"mean": mean, "sd": sd, "fact": fact_id},
        "sources": sources_json(facts, [fact_id]),
    }


def soap_json(facts: Facts, made: SoapOutlook) -> dict[str, Any]:
    """Return what SOAP looked like as plain data."""
    tables = [fact_id for each in (*made.hers, *made.others, *made.states) for fact_id in each.fact_ids]
    ids = [fact_id for *_, found in made.totals for fact_id in found]
    return {
        "schema": "smartpick.soap/1",
        "facts_version": made.facts_version,
        "season": made.season,
        "stage": str(made.stage),
        "today": made.today.isoformat(),
        "profile_hash": made.profile_hash,
        "answer": list(made.answer),
        "totals": [
            {"season": season, "offered": offered, "filled": filled, "facts": list(found)}
            for season, offered, filled, found in made.totals
        ],
        "hers": _unfilled(made.hers),
        "others": _unfilled(made.others),
        "states": _unfilled(made.states),
        "again": [{**_program(program), "seasons": list(seasons)} for program, seasons in made.again],
        "days": [_season_day(facts, made.calendar, event) for event in _SOAP_DAYS if event in made.calendar.days],
        "prepare": list(made.prepare),
        "support": [{"name": each.item, "contact": each.value, "fact": each.fact_id} for each in made.support],
        "rules": _rules(made.rules),
        "notes": list(made.notes),
        "sources": sources_json(facts, [*tables, *ids, *(rule.fact_id for rule in made.rules)]),
    }


def steps_json(made: AfterDeadline | None) -> list[dict[str, Any]]:
    """Return what the season asks now as plain data; empty while applications can still be chosen."""
    if made is None:
        return []
    return [
        {
            "title": step.title,
            "text": step.text,
            "programs": [
                {"program_code_nrmp": program.program_code_nrmp, "name": program.name, "text": text}
                for program, text in step.programs
            ],
            "facts": list(step.fact_ids),
        }
        for step in made.steps
    ]


def _season_day(facts: Facts, calendar: SeasonCalendar, event: str) -> dict[str, Any]:
    found = calendar.days[event]
    # A day worked out from the pattern of earlier years is carried too, whatever season its row stands under.
    rows = facts.rows("season_date", "fact_id = ?", (found.fact_id,))
    is_carried = found.is_carried or any(row["confidence"] == "derived" for row in rows)
    return {"event": event, "date": found.day.isoformat(), "is_carried": is_carried, "fact": found.fact_id}


def _deadline(facts: Facts, made: RankList) -> dict[str, Any] | None:
    """Return the day until which a list has to be certified, and how many days that is; null where it is not known."""
    event = "rank_list_deadline"
    if event not in made.calendar.days:
        return None
    return {
        **_season_day(facts, made.calendar, event),
        "days_left": (made.calendar.days[event].day - made.today).days,
    }


def _program(program: Program) -> dict[str, Any]:
    return {
        "program_code_nrmp": program.program_code_nrmp,
        "name": program.name,
        "specialty": program.specialty,
        "state": program.state,
    }


def _unfilled(found: Sequence[Unfilled]) -> list[dict[str, Any]]:
    return [
        {
            "key": each.key,
            "name": each.name,
            "by_season": [
                {"season": season, "positions": left, "programs": programs} for season, left, programs in each.by_season
            ],
            "where_you_would_go": each.wanted,
        }
        for each in found
    ]


def _rules(rules: Sequence[Rule]) -> list[dict[str, Any]]:
    return [
        {
            "item": rule.item,
            "value": rule.value,
            "note": rule.note,
            "effective": rule.effective,
            "fact": rule.fact_id,
        }
        for rule in rules
    ]
