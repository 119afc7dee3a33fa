"""Reads a list that ``smartpick list --json`` saved; what is not such a file is told politely, all at once."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smartpick.errors import Problem, RequestError
from smartpick.present._list_json import SCHEMA
from smartpick.present._output import printable

if TYPE_CHECKING:
    from smartpick.explain.look import EarlierList

__all__ = ["earlier_list", "read_list"]

_MOST_BYTES = 50_000_000
_MOST_PROGRAMS = 5000
_MOST_PROBLEMS = 10
_LONGEST = 300


def read_list(path: Path) -> EarlierList:
    """Return a saved list.

    Raises
    ------
    RequestError
        When it cannot be read, or is not a list of this program.
    """
    fix = "Name a file that `smartpick list PROFILE --json FILE` wrote"
    where = printable(str(path))
    try:
        with path.open("rb") as handle:
            raw = handle.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise RequestError([Problem(where, f"cannot be read: {why}", fix=fix)]) from error
    if len(raw) > _MOST_BYTES:
        raise RequestError([Problem(where, f"more than {_MOST_BYTES:,} bytes", fix=fix)])
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise RequestError([Problem(where, "not readable as JSON", fix=fix)]) from error
    return earlier_list(data, where)


def earlier_list(data: Any, where: str) -> EarlierList:
    """Return what a saved list says.

    Raises
    ------
    RequestError
        With everything that is missing or malformed.
    """
    from smartpick.explain.look import EarlierList

    fix = "Name a file that `smartpick list PROFILE --json FILE` wrote"
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        said = str(data.get("schema"))[:40] if isinstance(data, dict) else "no fields"
        what = f"not a saved list ({printable(said)} in place of {SCHEMA})"
        raise RequestError([Problem(where, what, fix=fix)])
    wrong: list[str] = []

    def taken(found: Any, name: str, *, is_right: bool) -> Any:
        if not is_right:
            wrong.append(name)
        return found

    season: Any = data.get("season")
    seed: Any = data.get("seed")
    taken(season, "season", is_right=type(season) is int and 2000 <= season <= 2100)
    taken(seed, "seed", is_right=type(seed) is int and 0 <= seed < 2**63)
    texts = {}
    for name in ("facts_version", "profile_hash"):
        texts[name] = taken(data.get(name), name, is_right=_is_text(data.get(name)))
    day = _day(data.get("today"))
    taken(day, "today", is_right=day is not None)
    summary = data.get("summary")
    p_match = _interval(summary.get("p_match")) if isinstance(summary, dict) else None
    taken(p_match, "summary.p_match", is_right=p_match is not None)
    bill = summary.get("cost_usd") if isinstance(summary, dict) else None
    cost: Any = bill.get("total") if isinstance(bill, dict) else None
    taken(cost, "summary.cost_usd.total", is_right=_is_number(cost))
    programs = _programs(data.get("programs"))
    taken(programs, "programs", is_right=programs is not None)
    limits = _limits(data.get("request"))
    taken(limits, "request", is_right=limits is not None or data.get("request") is None)
    if wrong or day is None or p_match is None or programs is None:
        problems = [Problem(where, f"{name} is missing or malformed", fix=fix) for name in wrong[:_MOST_PROBLEMS]]
        raise RequestError(problems)
    return EarlierList(
        season=int(season),
        today=day,
        seed=int(seed),
        facts_version=texts["facts_version"],
        profile_hash=texts["profile_hash"],
        programs={code: name for code, (name, _) in programs.items()},
        signals={code: signal for code, (_, signal) in programs.items()},
        cost_usd=float(cost),
        p_match=p_match,
        limits=limits,
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST and value.isprintable()


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12 and math.isfinite(value)


def _day(value: object) -> date | None:
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and 2000 <= found.year <= 2100 else None


def _interval(value: object) -> tuple[float, float, float] | None:
    if not isinstance(value, dict):
        return None
    found: list[Any] = [value.get(name) for name in ("mean", "low", "high")]
    if not all(_is_number(each) and 0 <= each <= 1 for each in found):
        return None
    mean, low, high = map(float, found)
    return mean, low, high


def _programs(value: object) -> dict[str, tuple[str, str]] | None:
    if not isinstance(value, list) or len(value) > _MOST_PROGRAMS:
        return None
    found: dict[str, tuple[str, str]] = {}
    for each in value:
        if not isinstance(each, dict):
            return None
        code, name, signal = (each.get(key) for key in ("program_code_nrmp", "name", "signal"))
        if not (_is_text(code) and _is_text(name) and _is_text(signal)):
            return None
        found[str(code)] = (str(name), str(signal))
    return found


def _limits(value: object) -> dict[str, object] | None:
    """Return the limits as a request holds them; None where they are absent or malformed."""
    if not isinstance(value, dict):
        return None
    number, usd = value.get("max_programs"), value.get("budget_usd")
    areas, specialties = value.get("areas"), value.get("specialties")
    is_right = (
        (number is None or (type(number) is int and 1 <= number <= 1000))
        and (usd is None or (_is_number(usd) and usd >= 0))
        and all(isinstance(texts, list) and all(map(_is_text, texts)) for texts in (areas, specialties))
    )
    # Lists saved before wishes were written down had none that the file could tell.
    forced, excluded = value.get("forced", []), value.get("excluded", [])
    share, is_one = value.get("least_outside"), value.get("is_one_specialty_a_site", False)
    is_right = (
        is_right
        and all(isinstance(texts, list) and all(map(_is_text, texts)) for texts in (forced, excluded))
        and (share is None or (_is_number(share) and 0 <= share <= 1))
        and type(is_one) is bool
    )
    if not is_right or not isinstance(areas, list) or not isinstance(specialties, list):
        return None
    return {
        "max_programs": number,
        "budget_usd": usd,
        "areas": tuple(areas),
        "specialties": tuple(specialties),
        "forced": tuple(forced),
        "excluded": tuple(excluded),
        "least_outside": share,
        "is_one_specialty_a_site": is_one,
    }
