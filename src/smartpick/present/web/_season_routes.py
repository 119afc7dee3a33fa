"""The season on the page: what programs answered, what each entry changes, pasted lines, interview days, SOAP week."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from smartpick.errors import Problem, UserError
from smartpick.explain import ListRequest, Memory
from smartpick.explain.season import soap_outlook
from smartpick.explain.tracker import effect_of, entry_problems
from smartpick.present._log_lines import THERE
from smartpick.present._season_json import soap_json
from smartpick.present._tracker_json import effect_json
from smartpick.present._words import stage_text
from smartpick.present.web import _season_view as view
from smartpick.present.web._comments import with_comments
from smartpick.present.web._desk import Desk, Ground
from smartpick.present.web._form import number_in
from smartpick.present.web._heap import give_back
from smartpick.present.web._listed import Recent
from smartpick.present.web._page import Page
from smartpick.present.web._prepare_view import Readings
from smartpick.present.web._toml import toml_text
from smartpick.store import Kept, Stale
from smartpick.vocabulary import EVENTS, Stage

__all__ = ["router"]

_MOST_CHANGES = 16
_MOST_KEPT = 2
_MOST_FIELDS = 2000
_ONCE = {"applied", "invited", "ranked"}
_MOST_NOTE = 2000
_MOST_BLAMED = 60
"""Lines that are looked at one by one for what is wrong with them."""
_NO_CHANCE = "What it changes cannot be worked out yet; why stands below."
_KEYS = re.compile(f"'({'|'.join(EVENTS)})'")
"""How messages name events; the page has words for them."""
_FELT = 0.005
"""A change of less than half a point is not called a rise or a fall."""
_MEMORY = 20_000_000
_ORDER = "If it is so, tick “it happened in this order” and keep it again; else take the other entry out below"


@dataclass(frozen=True, slots=True)
class _Change:
    """What the log was before and after a change, until somebody asks what that did."""

    before: str
    after: str
    what: str


def router(desk: Desk, page: Page, readings: Readings) -> APIRouter:  # noqa: C901, PLR0915 -- a table of routes, one after the other
    """Return the routes."""
    routes = APIRouter()
    changes: OrderedDict[str, _Change] = OrderedDict()
    memory = Memory(_MEMORY)
    desk.also_forget += [changes.clear, memory.forget]
    outlooks: Recent[dict[str, Any]] = Recent(desk, _MOST_KEPT)

    def outlook(kept: Kept) -> dict[str, Any]:
        """Return what SOAP week holds; for the same profile on the same day it is not worked out again."""
        return outlooks.get((kept.text, desk.day_for(kept)), lambda: _soap(desk.ground(kept)))

    def told(before: str, after: str, what: str) -> str:
        """Remember a change, and return the name under which its effect can be asked for."""
        name = secrets.token_urlsafe(9)
        changes[name] = _Change(before, after, what)
        while len(changes) > _MOST_CHANGES:
            changes.popitem(last=False)
        return name

    def seen(kept: Kept) -> tuple[dict[str, Any], date]:
        ground = desk.ground(kept)
        undo = view.undo_of(desk.store.before(kept.id) if kept.can_undo else None, kept.text)
        return view.season_context(ground) | {"undo": undo}, ground.day

    async def tracker(request: Request, status: int = 200, **context: Any) -> HTMLResponse:
        shown, today = await desk.read(seen, desk.kept())
        done = request.query_params.get("done", "")
        said = changes[done].what if done in changes else ""
        plain: dict[str, Any] = {
            "done": done if done in changes else "",
            "said": said,
            "entered": {},
            "errors": {},
            "options": [],
            "paste": None,
            "is_stale": False,
            "today": today.isoformat(),
        }
        return page.show(
            request, "season.html", 200 if page.is_fragment(request) else status, **(shown | plain | context)
        )

    @routes.get("/season")
    async def season(request: Request) -> HTMLResponse:
        return await tracker(request)

    @routes.get("/season/effect/{name}")
    async def effect(request: Request, name: str) -> HTMLResponse:
        change = changes.get(name)
        found: dict[str, Any] | None = None
        problems: tuple[Problem, ...] = ()
        try:
            found = None if change is None else await desk.read(worked_out, change)
        except UserError as error:
            problems = error.problems
        said = said_of(change, found) if not problems or change is None else f"{change.what} {_NO_CHANCE}"
        return page.show(request, "season_effect.html", change=change, effect=found, problems=problems, said=said)

    def worked_out(change: _Change) -> dict[str, Any]:
        give_back()  # beside what the lists keep, this is the most memory that is ever held
        day = desk.day_for(desk.kept())
        before, after = desk.profile_of(change.before, day), desk.profile_of(change.after, day)
        made = effect_of(desk.facts, desk.directory, before, after, ListRequest(today=day), memory)
        return effect_json(made)

    @routes.post("/season/add")
    async def add(request: Request) -> Response:
        form = _texts(await request.form())
        try:
            kept = desk.changing(form)
        except Stale:
            return await stale(request, form)
        if not kept.id:
            return RedirectResponse("/season", 303)
        ground = await desk.read(desk.ground, kept)
        errors: dict[str, str] = {}
        event = form.get("event", "")
        if event not in EVENTS:
            errors["event"] = "Choose what happened."
        day, wrong = view.day_in(form.get("day", ""))
        if wrong:
            errors["day"] = wrong
        code, options, wrong = await desk.read(_program_of, ground, form)
        if wrong:
            errors["program"] = wrong
        note = " ".join(form.get("note", "").split())[:_MOST_NOTE]
        text = ""
        if not errors:
            found = _entry_errors(ground, code, event, day, is_forced=form.get("anyway") == "yes")
            errors |= found
            text = toml_text(view.with_events(desk.tables(kept.text), [(code, event, day, note)]))
            if not errors:
                errors |= await desk.read(_text_errors, desk, text, ground.day)
        if errors:
            return await tracker(request, 422, entered=form, errors=errors, options=options)
        name = desk.directory.by_code[code].name
        what = f"Kept: {view.EVENT_WORDS[event]}{_on(day)}, {name}."
        return await keep(request, text, f"{view.EVENT_WORDS[event]}, {name}", what, form)

    async def keep(request: Request, text: str, change: str, what: str, form: Mapping[str, str]) -> Response:
        kept = desk.kept()
        try:
            desk.store.save(kept.id, with_comments(kept.text, text), change, form.get("state", ""))
        except Stale:
            return await stale(request, form)
        return RedirectResponse(f"/season?done={told(kept.text, text, what)}", 303)

    async def stale(request: Request, form: Mapping[str, str]) -> HTMLResponse:
        """Show the log as it is now, with what was written still in its fields."""
        kept = desk.kept()
        said = "This profile was changed in another tab, or another one was chosen there: nothing was changed here."
        said += f" In use now is {kept.name}{f', last changed: {kept.change}' if kept.change else ''}."
        entered = {"entered": form} if "program" in form else {}
        pasted = {"paste": await desk.read(_reviewed, desk, form)} if form.get("text") else {}
        return await tracker(request, 409, is_stale=True, said=said, **(entered | pasted))

    @routes.post("/season/remove")
    async def remove(request: Request) -> Response:
        form = _texts(await request.form())
        try:
            kept = desk.changing(form)
        except Stale:
            return await stale(request, form)
        data, gone = view.without_event(desk.tables(kept.text), number_in(form.get("at", ""), -1))
        if not kept.id or gone is None:
            return RedirectResponse("/season", 303)
        found = desk.directory.by_code.get(str(gone["program_code_nrmp"]))
        name = found.name if found else str(gone["program_code_nrmp"])
        happened = view.EVENT_WORDS[gone["event"]]
        what = f"Taken out: {happened}{_on(gone.get('date'))}, {name}."
        return await keep(request, toml_text(data), f"taken out: {happened}, {name}", what, form)

    @routes.post("/season/undo")
    async def undo(request: Request) -> Response:
        form = _texts(await request.form())
        kept = desk.kept()
        try:
            change = desk.store.undo(kept.id, form.get("state", "")) if kept.id else None
        except Stale:
            return await stale(request, form)
        if change is None:
            return RedirectResponse("/season", 303)
        name = told(kept.text, desk.kept().text, f"Undone: {change}.")
        return RedirectResponse(f"/season?done={name}", 303)

    @routes.post("/season/understand")
    async def understand(request: Request) -> HTMLResponse:
        form = _texts(await request.form())
        kept = desk.kept()
        if not kept.id and page.is_fragment(request):
            # Another tab went back to the example: its page says so, and there is no place for lines on it.
            return HTMLResponse("", headers={"hx-redirect": "/season"})
        event = form.get("event", "invited")
        event = event if event in EVENTS else "invited"
        paste: dict[str, Any] = {"text": form.get("text", ""), "event": event, "lines": [], "problems": []}
        try:
            ground = await desk.read(desk.ground, kept)
            paste["lines"] = await desk.read(view.understood, ground, paste["text"], event)
        except UserError as error:
            paste["problems"] = error.problems
            return await pasted(request, 422, paste=paste)
        clear = sum(each.is_used for each in paste["lines"])
        asked = sum(each.state == "not clear" for each in paste["lines"])
        said = f"{clear} of {len(paste['lines'])} lines are clear and new{f', {asked} not clear' if asked else ''}."
        said += " Nothing is kept yet; look at them below."
        return await pasted(request, paste=paste, said=said)

    async def pasted(request: Request, status: int = 200, said: str = "", **context: Any) -> HTMLResponse:
        """Return the lines alone where the rest of the tracker stands already: it may be long."""
        if not page.is_fragment(request):
            return await tracker(request, status, said=said, **context)
        return page.show(request, "season_understood.html", said=said, event_words=view.EVENT_WORDS, **context)

    @routes.post("/season/keep")
    async def keep_lines(request: Request) -> Response:
        async with request.form(max_fields=_MOST_FIELDS) as sent:
            form = _texts(sent)
        try:
            kept = desk.changing(form)
        except Stale:
            return await stale(request, form)
        if not kept.id or form.get("event") not in EVENTS:
            return RedirectResponse("/season", 303)
        ground = await desk.read(desk.ground, kept)
        event = form["event"]
        paste: dict[str, Any] = {"text": form.get("text", ""), "event": event, "lines": [], "problems": []}
        try:
            lines = await desk.read(view.understood, ground, paste["text"], event)
        except UserError as error:
            return await tracker(request, 422, paste=paste | {"problems": error.problems})
        events = _chosen(ground, lines, event, form)
        text = toml_text(view.with_events(desk.tables(kept.text), events))
        is_wrong = any(each.problems for each in lines)
        if not is_wrong and events:
            wrong = await desk.read(_text_errors, desk, text, ground.day)
            if wrong:
                await desk.read(_blame, desk, ground, lines, event)
            if not any(each.problems for each in lines):
                paste["problems"] = [Problem("days", each.rstrip(".")) for each in wrong.values()]
            is_wrong = any(each.problems for each in lines)
        elif not is_wrong:
            paste["problems"] = [Problem("lines", "none is ticked", fix="Tick the lines to keep")]
        if is_wrong or paste["problems"]:
            return await tracker(request, 422, paste=paste | {"lines": lines})
        number = f"{len(events)} program{'' if len(events) == 1 else 's'}"
        what = f"Kept: {view.EVENT_WORDS[event]}, {number}."
        return await keep(request, text, f"a pasted list: {view.EVENT_WORDS[event]}, {number}", what, form)

    @routes.get("/season/interviews")
    async def interviews(request: Request) -> HTMLResponse:
        ground = await desk.read(desk.ground, desk.kept())
        return page.show(request, "interviews.html", **await desk.read(view.interviews_context, ground))

    @routes.get("/season/thanks")
    async def thanks(request: Request) -> HTMLResponse:
        ground = await desk.read(desk.ground, desk.kept())
        return page.show(request, "thanks.html", advice=await desk.read(view.thanks_advice, ground))

    @routes.get("/season/interviews.ics")
    async def as_calendar() -> Response:
        headers = {"content-disposition": 'attachment; filename="smartpick-interviews.ics"'}
        return Response(
            await desk.read(view.calendar_of, readings, desk.kept()), media_type="text/calendar", headers=headers
        )

    @routes.get("/soap")
    async def soap(request: Request) -> HTMLResponse:
        data = await desk.read(outlook, desk.kept())
        return page.show(
            request,
            "soap.html",
            data=data,
            stage_text=stage_text(Stage(data["stage"])),
            is_early=view.is_early(data["stage"]),
        )

    return routes


def _soap(ground: Ground) -> dict[str, Any]:
    request = ListRequest(today=ground.day)
    return soap_json(ground.facts, soap_outlook(ground.facts, ground.directory, ground.profile, request))


def said_of(change: _Change | None, effect: Mapping[str, Any] | None) -> str:
    """Return a change and its effect in one sentence for who listens; the figures with their ranges stand below it."""
    if change is None or effect is None:
        return "What the change did is not at hand any more."
    gap = effect["p_match_change"]
    if gap is None:
        return f"{change.what} No chance is worked out over these programs."
    if not gap["is_clear"] or abs(gap["mean"]) < _FELT:
        return f"{change.what} The chance of matching hardly changes; the figures are below."
    return f"{change.what} The chance of matching {'rises' if gap['mean'] > 0 else 'falls'}; the figures are below."


def _texts(form: Any) -> dict[str, str]:
    return {key: value for key, value in form.items() if isinstance(value, str)}


def _on(day: date | None) -> str:
    return "" if day is None else f", {day}"


def _program_of(ground: Ground, form: Mapping[str, str]) -> tuple[str, list[Any], str]:
    """Return the code of the program that is meant, the programs to choose among, and what is wrong."""
    text = form.get("program", "")
    chosen = form.get("code", "")
    match = view.found_program(ground, text)
    if match is None:
        return "", [], "Write the program's name or its NRMP code."
    if match.program is not None:
        return match.program.program_code_nrmp, [], ""
    options = list(match.options)
    # What was chosen counts for the name it was offered for.
    if chosen in {each.program_code_nrmp for each in options}:
        return chosen, [], ""
    if match.is_open:
        return "", options, f"{match.how[:1].upper()}{match.how[1:]}. Choose one below."
    hint = " The nearest stand below." if options else " Write more of the name, the city, or the NRMP code."
    return "", options, f"{match.how[:1].upper()}{match.how[1:]}.{hint}"


def _entry_errors(ground: Ground, code: str, event: str, day: date | None, *, is_forced: bool) -> dict[str, str]:
    program = ground.directory.by_code[code]
    request = ListRequest(today=ground.day)
    errors = {}
    for each in entry_problems(ground.facts, ground.profile, request, program, event, day, is_forced=is_forced):
        is_order = each.where == "EVENT"
        fix = _ORDER if is_order else each.fix
        errors["order" if is_order else "day"] = _sentence(_in_words(each.what), fix)
    return errors


def _text_errors(desk: Desk, text: str, day: date) -> dict[str, str]:
    """Return what is wrong with a profile that has a new entry; all of it in one."""
    try:
        desk.profile_of(text, day)
    except UserError as error:
        return {"day": " ".join(_sentence(each.what, each.fix) for each in error.problems)}
    return {}


def _blame(desk: Desk, ground: Ground, lines: list[view.Line], event: str) -> None:
    """Put down with each ticked line what would be wrong with the profile if it alone were kept."""
    tables = desk.tables(desk.kept().text)
    for line in [each for each in lines if each.is_used][:_MOST_BLAMED]:
        day, _ = view.day_in(line.day)
        text = toml_text(view.with_events(tables, [(line.code, event, day, "")]))
        line.problems += _text_errors(desk, text, ground.day).values()


def _in_words(text: str) -> str:
    """Return a message with what happened in the words of the page, where it names an event by its key."""
    for key, words in view.EVENT_WORDS.items():
        text = text.replace(f"'{key}'", f"“{words}”")
    return text


def _reviewed(desk: Desk, form: Mapping[str, str]) -> dict[str, Any]:
    """Return pasted lines as she has looked through them, against the log as it is now."""
    event = form.get("event", "")
    event = event if event in EVENTS else "invited"
    paste: dict[str, Any] = {"text": form["text"], "event": event, "lines": [], "problems": []}
    try:
        ground = desk.ground(desk.kept())
        paste["lines"] = view.understood(ground, form["text"], event)
        _chosen(ground, paste["lines"], event, form)
    except UserError as error:
        paste["problems"] = error.problems
    return paste


def _sentence(*parts: str) -> str:
    """Return parts of a message as sentences."""
    plain = (_KEYS.sub(lambda found: f"“{view.EVENT_WORDS[found[1]]}”", each) for each in parts if each)
    told = [each.replace("under [[earlier_seasons]]", "on the page Against last season") for each in plain]
    return " ".join(f"{each[:1].upper()}{each[1:].rstrip('.')}." for each in told)


def _chosen(
    ground: Ground, lines: list[view.Line], event: str, form: Mapping[str, str]
) -> list[tuple[str, str, date | None, str]]:
    """Return the events of the ticked lines; what is wrong with a line is put down there."""
    events = []
    for line in lines:
        key = str(line.number)
        # What was put in elsewhere since she looked is not put in twice.
        is_new_there = line.state == view.THERE and form.get(f"there.{key}") != "yes"
        line.is_used = form.get(f"use.{key}") == "yes" and not is_new_there
        line.day = form.get(f"day.{key}", "")[:40]
        chosen = form.get(f"code.{key}", line.code)
        if chosen in {each.program_code_nrmp for each in line.options}:
            line.code, line.program = chosen, ground.directory.by_code[chosen]
        if not line.is_used:
            continue
        day, wrong = view.day_in(line.day)
        if wrong:
            line.problems.append(wrong)
        if not line.code:
            line.problems.append("Choose the program, or take the tick away.")
        elif line.state == THERE and event in _ONCE:
            line.problems.append("It stands in your log already: take that entry out first, or take the tick away.")
        elif not wrong:
            line.problems += _entry_errors(ground, line.code, event, day, is_forced=True).values()
            events.append((line.code, event, day, ""))
    return events
