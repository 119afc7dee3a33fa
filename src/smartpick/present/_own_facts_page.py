"""``smartpick own-facts read``: what a page that she pasted says on scores, attempts and years, with its own words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smartpick.errors import Problem, RequestError
from smartpick.present._output import Out, json_option, printable, today_option, write_json
from smartpick.present._start import day_asked, opened, profile_argument, told_day, unknown_program

if TYPE_CHECKING:
    from datetime import date

    from smartpick.importers.own import PageReading, ResidentCount

__all__ = ["found_day", "read_own_page"]

SCHEMA = "smartpick.own_facts_page/1"
_ABOUT = {
    "minimum_step1": "lowest Step 1",
    "minimum_step2_ck": "lowest Step 2 CK",
    "minimum_comlex2": "lowest COMLEX Level 2-CE",
    "max_failed_attempts": "failed attempts, at most",
    "max_years_since_graduation": "years since graduation, at most",
}
_MOST_SOURCE = 190


def read_own_page(
    profile: profile_argument,
    code: Annotated[str, typer.Argument(metavar="CODE", help="NRMP code of the program.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Text file with the words of its page.")],
    residents: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Text file, one resident's school a line; only counts are kept.")
    ] = None,
    found_on: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="When you found it; else today.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write what is stated into your profile.")] = False,  # noqa: FBT002
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Read a program's page: what it states, what can only be inferred, what stays unknown; each with its words."""
    from smartpick.importers.own import read_page, residents_of
    from smartpick.profile import Known
    from smartpick.profile.log import save_text
    from smartpick.profile.own import edited_own_facts

    day, problems = day_asked(today)
    found, when = None, found_day(found_on, day, problems)
    try:
        found = read_page(file)
    except RequestError as error:
        problems += error.problems
    facts, directory, _ = opened(profile, day, problems)
    plain = code.strip().upper()
    program = directory.by_code.get(plain)
    if program is None:
        raise RequestError([unknown_program("CODE", plain)])
    assert found is not None  # noqa: S101 -- what is wrong with it is among the problems
    count = None
    if residents is not None:
        schools = {
            row["name"]: row["type"] for row in facts.rows("medical_school") if row["type"] in {"US-MD", "US-DO"}
        }
        count = residents_of(residents, schools)
    entries = _entries(found, plain, when)
    if write and entries:
        edit = edited_own_facts(profile, Known.of(facts, directory), day, entries)
        save_text(edit.path, edit.text)
    if json_to:
        write_json(_json(found, plain, when, count, is_written=write and bool(entries)), json_to)
        return
    _show(found, program.name, when, count, len(entries), is_written=write)


def found_day(text: str | None, today: date, problems: list[Problem]) -> date:
    """Return the day when something was found; today without one, and where it is no day, which is a problem."""
    return told_day("--date", text, "2026-08-03", problems) or today


def _entries(found: PageReading, code: str, when: date) -> list[dict[str, Any]]:
    """Return the rules that the page states, as a profile has them; of two for one field neither is guessed."""
    stated = [each for each in found.said if each.kind == "stated"]
    # That there is no such rule is a statement too: beside a number it makes two.
    fields = [each.field for each in stated]
    return [
        {
            "program_code_nrmp": code,
            "field": each.field,
            "value": each.value,
            "strict": True,
            "source": f"its page: “{each.quote}”"[:_MOST_SOURCE],
            "date": when,
        }
        for each in stated
        if each.value is not None and fields.count(each.field) == 1
    ]


def _json(
    found: PageReading, code: str, when: date, count: ResidentCount | None, *, is_written: bool
) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "program_code_nrmp": code,
        "date": when.isoformat(),
        "said": [
            {"field": each.field, "value": each.value, "kind": each.kind, "quote": each.quote, "line": each.line}
            for each in found.said
        ],
        "unknown": list(found.unknown),
        "residents": None
        if count is None
        else {"us_md": count.us_md, "us_do": count.us_do, "unplaced": count.unplaced},
        "is_written": is_written,
    }


def _show(
    found: PageReading, name: str, when: date, count: ResidentCount | None, ready: int, *, is_written: bool
) -> None:
    out = Out()
    stated = sum(each.kind == "stated" for each in found.said)
    out.line(f"{name}: the page states {stated} of what is looked for, and {len(found.said) - stated} can be inferred.")
    unknown = ", ".join(_ABOUT[each] for each in found.unknown) or "nothing"
    out.line(f"Unknown stays: {unknown}; that a page does not say it is no sign that there is no rule.")
    if is_written:
        out.line(f"{ready} written into your profile, as found on {when:%Y-%m-%d}: read each beside the page.")
    else:
        out.line(
            f"Nothing is written; --write enters the {ready} that are stated once, as rules. Read each beside them."
        )
    for each in found.said:
        value = "none, it says" if each.value is None else f"{each.value}"
        how = "stated" if each.kind == "stated" else "inferred, no rule"
        out.item(f"{_ABOUT[each.field]}: {value} ({how}; line {each.line}, {when:%Y-%m-%d}): “{printable(each.quote)}”")
    if count is not None:
        total = count.us_md + count.us_do + count.unplaced
        out.item(
            f"Residents, counted ({total}): {count.us_md} from US MD schools, {count.us_do} from osteopathic schools,"
            f" {count.unplaced} from schools not on the list here, abroad or written otherwise. Inferred from those"
            " named: it tells whom they took, and no rule. No line of it is kept."
        )
