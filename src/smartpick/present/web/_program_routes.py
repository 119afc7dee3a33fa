"""A program with everything known of it, the source of any figure, and the documentation's pages."""

from __future__ import annotations

import contextlib
import copy
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from smartpick.errors import Problem, UserError
from smartpick.present.web import _draw
from smartpick.present.web._ask import ask_of
from smartpick.present.web._commands import pages_named
from smartpick.present.web._desk import Desk
from smartpick.present.web._list_view import answer_for, marks_of
from smartpick.present.web._markdown import page_html
from smartpick.present.web._page import Page, sentences
from smartpick.present.web._toml import toml_text
from smartpick.profile.own import value_in
from smartpick.store import Stale

__all__ = ["router"]

PAGES = {
    "model": "How the chances are made",
    "calibration": "The record: how right the chances are",
    "limits": "What this cannot tell",
    "model-card": "Model card",
    "market-model": "The market model",
    "plausibility": "Plausibility",
    "profile": "Every field of a profile",
    "own-facts": "What you found out yourself",
    "facts": "How the facts are kept",
    "next-season": "When a new season begins",
    "season": "The season, from the first invitation to rank day",
    "couples": "Two lists that belong together",
    "texts": "How a text of yours is read",
    "app": "The page",
}
OWN_FACTS = {
    "minimum_step2_ck": "lowest Step 2 CK score accepted",
    "minimum_comlex2": "lowest COMLEX Level 2 score accepted",
    "max_failed_attempts": "failed attempts accepted at most",
    "accepts_comlex_only": "accepts COMLEX without USMLE (yes or no)",
    "sponsors_j1": "sponsors J-1 visas (yes or no)",
    "sponsors_h1b": "sponsors H-1B visas (yes or no)",
    "max_years_since_graduation": "years since graduation at most",
    "requires_step3": "requires Step 3 (yes or no)",
    "requires_ecfmg_at_application": "requires ECFMG certification when you apply (yes or no)",
    "min_us_experience_months": "months of US clinical experience asked for",
    "minimum_step1": "lowest Step 1 score accepted",
    "interview_rate": "share of applicants like you who were interviewed (25 %)",
    "img_share": "share of its residents who are IMGs (25 %)",
    "us_citizen_img_share": "share who are US-citizen IMGs (25 %)",
    "non_us_citizen_img_share": "share who are other IMGs (25 %)",
    "do_share": "share who are DOs (25 %)",
    "mission": "its mission, in its words",
    "thank_you_policy": "what it says about letters after interviews",
    "note": "something else, in words",
}
_AS_SHARE = " (25 %)"
"""How a share is to be written; it goes with the field to write in alone."""
_MOST_NOTE = 5000
_MOST_SAID = 60
_OWN_FIELDS = frozenset({"field", "value", "strict", "source"})
_HERE = Path(__file__).resolve()


def router(desk: Desk, page: Page) -> APIRouter:  # noqa: C901, PLR0915 -- a table of routes
    """Return the routes."""
    routes = APIRouter()
    page.environment.filters["own_value"] = _shown

    def sheet(request: Request, code: str, status: int = 200, **context: Any) -> HTMLResponse:
        program = desk.directory.by_code.get(code)
        if program is None:
            problem = Problem("program", "no program of the newest list has this code", fix="Go back to the list")
            return page.show(request, "problems.html", 404, title="No such program", problems=[problem])
        kept, ask = desk.kept(), ask_of(list(request.query_params.multi_items()))
        data: Mapping[str, Any] = {"programs": [], "dropped": []}
        no_list: Sequence[Problem] = ()
        try:
            data = answer_for(desk, kept, ask).data
        except UserError as error:
            no_list = error.problems  # what is known of the program does not depend on a list
        own = [each for each in desk.tables(kept.text).get("own_facts", []) if each.get("program_code_nrmp") == code]
        wishes = desk.tables(kept.text).get("goals", {}).get("programs", [])
        found = desk.directory.sheet(program)
        note = desk.store.note(kept.id, code) if kept.id else ""
        return page.show(
            request,
            "program.html",
            status,
            program=program,
            sheet=found,
            chart=_draw.positions_chart([(r.season, r.positions_offered, r.positions_filled) for r in found.results]),
            row=next((each for each in data["programs"] if each["program_code_nrmp"] == code), None),
            dropped=next((each for each in data["dropped"] if each["program_code_nrmp"] == code), None),
            own=own,
            marks=next((marks_of(w) for w in wishes if w["program_code_nrmp"] == code), []),
            own_fields=OWN_FACTS,
            own_names={key: name.removesuffix(_AS_SHARE) for key, name in OWN_FACTS.items()},
            note=note,
            note_seen=_seen(note),
            no_list=no_list,
            ask=ask,
            **({"problems": [], "errors": {}, "entered": {}} | context),
        )

    @routes.get("/programs/{code}")
    async def program(request: Request, code: str) -> HTMLResponse:
        return await desk.run(sheet, request, code)

    @routes.post("/program/{code}/note")
    async def note(request: Request, code: str) -> Response:
        form = await request.form()
        kept = desk.changing(form, is_same_state=False)
        text = str(form.get("note", "")).strip()[:_MOST_NOTE]
        # Without it the note is meant to be kept whatever stands there.
        seen = _seen(desk.store.note(kept.id, code))
        if form.get("seen", seen) != seen:
            raise Stale
        if kept.id and code in desk.directory.by_code:
            desk.store.write_note(kept.id, code, text)
        return RedirectResponse(f"/programs/{code}#note" if code in desk.directory.by_code else "/", 303)

    @routes.post("/program/{code}/own-fact")
    async def own_fact(request: Request, code: str) -> Response:
        form = {key: str(value) for key, value in (await request.form()).items()}
        kept = desk.changing(form)
        if not kept.id or code not in desk.directory.by_code:
            return RedirectResponse("/start", 303)
        data = copy.deepcopy(desk.tables(kept.text))
        row = {
            "program_code_nrmp": code,
            "field": form.get("field", ""),
            "value": _value(form.get("field", ""), form.get("value", "")),
            "strict": form.get("strict") == "yes",
            "source": form.get("source", "").strip(),
            "date": desk.today(),
        }
        data.setdefault("own_facts", []).append(row)
        text = toml_text(data)
        errors = _field_errors(form)
        others: list[Problem] = []
        try:
            await desk.run(desk.profile_of, text, desk.today())
        except UserError as error:
            others = _not_at_a_field(error.problems, f"own_facts[{len(data['own_facts']) - 1}]", errors)
        if errors or others:
            return await desk.run(sheet, request, code, 422, problems=others, errors=errors, entered=form)
        return page.saved(request, kept, text, "a fact that you found out", form.get("state", ""))

    @routes.post("/program/{code}/forget-fact")
    async def forget_fact(request: Request, code: str) -> Response:
        form = {key: str(value) for key, value in (await request.form()).items()}
        kept = desk.changing(form)
        data = copy.deepcopy(desk.tables(kept.text))
        rows = data.get("own_facts", [])
        data["own_facts"] = [
            each for each in rows if not (each["program_code_nrmp"] == code and each["field"] == form.get("field"))
        ]
        if not data["own_facts"]:
            del data["own_facts"]
        if kept.id and len(rows) != len(data.get("own_facts", [])):
            return page.saved(request, kept, toml_text(data), "a fact taken back", form.get("state", ""))
        return RedirectResponse("/?changed=1", 303)

    @routes.get("/sources")
    async def sources(request: Request) -> HTMLResponse:
        producers = {each.id: each.producer for each in desk.facts.sources()}
        return page.show(request, "sources.html", producers=producers, tables=desk.facts.tables())

    @routes.get("/sources/{fact_id:path}")
    async def source(request: Request, fact_id: str) -> HTMLResponse:
        table = desk.facts.table(fact_id.partition("/")[0])
        row = desk.facts.row(fact_id) if "/" in fact_id else None
        definitions = desk.facts.caveats()
        return page.show(
            request,
            "source.html",
            table=table,
            source=desk.facts.source(table.source),
            row=row,
            cite=desk.facts.cite(fact_id),
            caveats=[definitions[key] for key in table.caveats if key in definitions],
        )

    @routes.get("/pages/{name}")
    async def doc(request: Request, name: str) -> HTMLResponse:
        text = _doc(name)
        if text is None:
            problem = Problem("page", "there is no such page", fix="Go back to the list")
            return page.show(request, "problems.html", 404, title="Nothing here", problems=[problem])
        named = pages_named(text)
        return page.show(request, "doc.html", title=PAGES[name], body=page_html(text, PAGES), pages=PAGES, named=named)

    return routes


def _doc(name: str) -> str | None:
    """Return a page of the documentation: beside the code in a package, under ``docs`` in a checkout."""
    if name not in PAGES:
        return None
    packed = files("smartpick.present.web").joinpath(f"docs/{name}.md")
    if packed.is_file():
        return packed.read_text(encoding="utf-8")
    path = _HERE.parents[4] / "docs" / f"{name}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _field_errors(form: Mapping[str, str]) -> dict[str, str]:
    """Return field of the form → what is wrong with it, in words that know of no file."""
    errors: dict[str, str] = {}
    field, typed = form.get("field", ""), " ".join(form.get("value", "").split())
    if field not in OWN_FACTS:
        errors["field"] = "Choose what it is about."
    elif not typed:
        errors["value"] = "Write what you found out."
    else:
        try:
            if value_in(field, typed) is None:
                errors["value"] = "Nothing has to be put in where nothing is known."
        except ValueError as error:
            said = f"“{typed[:_MOST_SAID]}” is no answer to “{OWN_FACTS[field]}”."
            wanted = str(error).rpartition("; ")[2]
            errors["value"] = f"{said} {wanted[:1].upper()}{wanted[1:]}."
    if not form.get("source", "").strip():
        errors["source"] = "Say who told you, or where it stands: a figure without it cannot be checked later."
    return errors


def _not_at_a_field(problems: Sequence[Problem], row: str, errors: dict[str, str]) -> list[Problem]:
    """Put problems of the new fact to their fields of the form, and return those of other parts of the profile."""
    others = []
    for each in problems:
        name = each.where.rpartition(f"{row}.")[2]
        if f"{row}." in each.where and name in _OWN_FIELDS:
            errors.setdefault(name, sentences(each))
        else:
            others.append(each)
    return others


def _seen(note: str) -> str:
    """Return what a form holds of the note that it was made from."""
    return hashlib.sha256(note.encode()).hexdigest()[:16]


def _shown(value: object, field: str) -> str:
    """Return a value as she would write it.

    Examples
    --------
    >>> _shown(0.9, "interview_rate"), _shown(220, "minimum_step2_ck"), _shown(True, "sponsors_j1")
    ('90 %', '220', 'yes')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    is_share = isinstance(value, int | float) and OWN_FACTS.get(field, "").endswith(_AS_SHARE)
    return f"{100 * float(str(value)):g} %" if is_share else str(value)


def _value(field: str, text: str) -> bool | int | float | str | date:
    """Return what was entered as a value of its field, else as the kind of value that it looks like: that is told."""
    plain = text.strip()
    with contextlib.suppress(ValueError, StopIteration):
        value = value_in(field, plain)
        if value is not None:
            return value
    if plain.lower() in {"yes", "no"}:
        return plain.lower() == "yes"
    if plain.isascii() and plain.isdecimal() and len(plain) < 10:
        return int(plain)
    try:
        return float(plain) if len(plain) < 10 and plain.replace(".", "", 1).isdecimal() else plain
    except ValueError:
        return plain
