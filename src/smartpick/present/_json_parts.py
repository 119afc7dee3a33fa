"""Pieces that several answers hold as JSON: written once, so that the same thing has the same fields everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from datetime import date

    from smartpick.explain import Summary
    from smartpick.facts import Facts
    from smartpick.guidance import Condition, Finding, Range, Support
    from smartpick.portfolio import Cost
    from smartpick.programs import Program
    from smartpick.uncertainty import Estimate
    from smartpick.vocabulary import Stage

__all__ = [
    "benchmarks_json",
    "condition_json",
    "cost_json",
    "day_or_null",
    "finding_json",
    "head_json",
    "or_null",
    "private_mark",
    "program_json",
    "range_json",
    "shown_to",
    "sources_json",
    "summary_json",
    "support_json",
]


class Dated(Protocol):
    """An answer for one day of one season."""

    @property
    def season(self) -> int: ...
    @property
    def stage(self) -> Stage: ...
    @property
    def today(self) -> date: ...


class MaybePrivate(Protocol):
    """Something that the applicant may keep to herself."""

    @property
    def is_private(self) -> bool: ...


_Kept = TypeVar("_Kept", bound=MaybePrivate)


def shown_to(each: Iterable[_Kept], *, for_herself: bool) -> Iterator[_Kept]:
    """Yield what may be shown: all of it to the applicant herself, what is not private to anybody else."""
    return (one for one in each if for_herself or not one.is_private)


def private_mark(each: MaybePrivate) -> dict[str, bool]:
    """Return the field that says that something is private; of what is not, nothing."""
    return {"is_private": True} if each.is_private else {}


def head_json(schema: str, facts: Facts, made: Dated, profile_hash: str, seed: int | None = None) -> dict[str, Any]:
    """Return what an answer begins with: what it is, and all that it depends on; no seed where nothing is drawn."""
    return {
        "schema": schema,
        "facts_version": facts.version,
        "season": made.season,
        "stage": str(made.stage),
        "today": made.today.isoformat(),
        **({} if seed is None else {"seed": seed}),
        "profile_hash": profile_hash,
    }


def or_null(estimate: Estimate | None) -> dict[str, float] | None:
    """Return mean and interval; null where there is no estimate."""
    return None if estimate is None else estimate.as_json()


def range_json(each: Range | Estimate) -> dict[str, float]:
    """Return mean and interval of a figure that was worked out before."""
    return {"mean": each.mean, "low": each.low, "high": each.high}


def day_or_null(day: date | None) -> str | None:
    """Return a day as text; null without one."""
    return day.isoformat() if day else None


def sources_json(facts: Facts, fact_ids: Iterable[str]) -> dict[str, str]:
    """Return, for every table that is named, one line that says where it stands."""
    return {table: facts.cite(table) for table in sorted({fact_id.partition("/")[0] for fact_id in fact_ids})}


def program_json(program: Program) -> dict[str, Any]:
    """Return which program is meant."""
    return {
        "program_code_nrmp": program.program_code_nrmp,
        "name": program.name,
        "specialty": program.specialty,
        "track": str(program.track),
        "city": program.city,
        "state": program.state,
    }


def cost_json(cost: Cost) -> dict[str, Any]:
    """Return a bill, line by line."""
    return {
        "total": cost.total_usd,
        "is_lower_bound": cost.is_lower_bound,
        "by_service": cost.by_service,
        "lines": [
            {
                "service": line.service,
                "item": line.item,
                "usd": line.usd,
                "text": line.text,
                "is_carried_forward": line.is_carried_forward,
                "facts": list(line.fact_ids),
            }
            for line in cost.lines
        ],
    }


def summary_json(summary: Summary, *, has_area: bool) -> dict[str, Any]:
    """Return a list in a few figures; `has_area` tells whether a first area was named."""
    outcome = summary.outcome
    return {
        "programs": summary.programs,
        "by_specialty": dict(summary.by_specialty),
        "first_years": summary.first_years,
        "cost_usd": cost_json(summary.cost),
        "expected_interviews": outcome.expected_interviews.as_json(),
        "p_match": outcome.p_match.as_json(),
        "p_any_rank": outcome.p_any_rank.as_json(),
        "p_match_given_ranked": outcome.p_match_given_ranked.as_json(),
        "p_match_preferred_area": outcome.p_match_preferred.as_json() if has_area else None,
    }


def finding_json(each: Finding) -> dict[str, Any]:
    """Return one finding of the guidance; one that is private says so, and stands in what only she sees."""
    return {
        "key": each.key,
        "topic": each.topic,
        "severity": each.severity,
        "text": each.text,
        "fields": list(each.fields),
        "facts": list(each.fact_ids),
        "can_change": each.can_change,
        "by": day_or_null(each.by),
        **private_mark(each),
    }


def condition_json(row: Condition) -> dict[str, Any]:
    """Return one condition of an answer; one that is private says so, and stands in what only she sees."""
    return {
        "text": row.text,
        "state": row.state,
        "fields": list(row.fields),
        "why": row.why,
        **private_mark(row),
    }


def support_json(contacts: Iterable[Support]) -> list[dict[str, str]]:
    """Return where support is to be had."""
    return [{"name": each.name, "how": each.how, "fact": each.fact_id} for each in contacts]


def benchmarks_json(benchmarks: Mapping[str, tuple[float, str, bool]]) -> dict[str, dict[str, Any]]:
    """Return the benchmarks that were used, and which of them are the applicant's own."""
    return {
        key: {"value": value, "fact": fact_id, "is_own": is_own} for key, (value, fact_id, is_own) in benchmarks.items()
    }
