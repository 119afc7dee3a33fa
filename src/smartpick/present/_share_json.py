"""What is shared: the profile without its private parts, and the list made from it, in one versioned file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartpick.present._list_json import list_json

if TYPE_CHECKING:
    from smartpick.explain import ApplicationList
    from smartpick.facts import Facts
    from smartpick.present._sheet_rows import Line
    from smartpick.profile import Profile

__all__ = ["SCHEMA", "share_json"]

SCHEMA = "smartpick.share/1"
_NOTES = frozenset({"note", "shared_cases", "rehearsals"})
"""Fields of her own words about people and cases, and the marks that she gave herself for practice answers."""


def share_json(
    facts: Facts,
    profile: Profile,
    made: ApplicationList,
    lines: tuple[Line, ...],
    redacted: tuple[str, ...],
    *,
    has_private: bool,
    has_notes: bool,
) -> dict[str, Any]:
    """Return profile, list and what she did to it, as plain data.

    Parameters
    ----------
    profile
        With what may be in it, and nothing else.
    has_private
        Whether that is all of it.
    has_notes
        Whether her own columns and what she noted in the profile go with it.
    """
    from smartpick import __version__

    listed = list_json(facts, made)
    said = profile.model_dump(mode="json", exclude_defaults=True)
    if "money" in redacted:
        listed["summary"] = _without_cost(listed["summary"])
        listed["compared"] = {key: each and _without_cost(each) for key, each in listed["compared"].items()}
        listed["curve"], listed["alternatives"] = None, []
    return {
        "schema": SCHEMA,
        "made_by": f"smartpick {__version__}",
        "facts_version": facts.version,
        "season": made.season,
        "today": made.today.isoformat(),
        "has_private": has_private,
        "redacted": list(redacted),
        "profile": said if has_notes else _without_notes(said),
        "sheet": [
            {
                "program_code_nrmp": line.code,
                "name": line.program.name if line.program else line.kept.name if line.kept else "",
                "on_the_list": line.place,
                "rank": line.rank,
                "own": {
                    title: value if isinstance(value, bool | int | float | str) else value.isoformat()
                    for title, value in (line.kept.values.items() if has_notes and line.kept else ())
                },
            }
            for line in lines
        ],
        "list": listed,
    }


def _without_notes(value: Any) -> Any:
    """Return a profile without what she noted in her own words; no field needs a note."""
    if isinstance(value, dict):
        return {name: _without_notes(each) for name, each in value.items() if name not in _NOTES}
    if isinstance(value, list):
        # A note about a program is one, though it stands among the facts.
        return [_without_notes(each) for each in value if not (isinstance(each, dict) and each.get("field") == "note")]
    return value


def _without_cost(summary: dict[str, Any]) -> dict[str, Any]:
    return {**summary, "cost_usd": None}
