"""Home: where the season stands, and the three things that matter now, as `smartpick plan` has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from smartpick.errors import UserError
from smartpick.present.web._desk import Desk
from smartpick.present.web._list_view import is_low
from smartpick.present.web._nav import GROUPS
from smartpick.present.web._page import Page
from smartpick.present.web._prepare_view import Readings

if TYPE_CHECKING:
    from smartpick.guidance.plan import Task
    from smartpick.store import Kept

__all__ = ["WHERE", "router"]

WHERE = {
    "interview": ("/interview", "practice"),
    "interviews": ("/season/interviews", "your interview days"),
    "last-season": ("/last-season", "what differs from last season"),
    "letters": ("/letters", "your letters"),
    "list": ("/", "your list"),
    "packet": ("/packet", "the pages for an advisor"),
    "plan": ("/plan", "your plan"),
    "profile": ("/profile", "everything in the profile"),
    "rank": ("/rank", "your rank order"),
    "routes": ("/routes", "routes"),
    "season": ("/season", "your tracker"),
    "soap": ("/soap", "SOAP week"),
    "texts": ("/texts", "your texts"),
    "ties": ("/ties", "your ties"),
}
"""Page that a task belongs to, as the task says it → its address, and what it is called in a sentence."""
_NEXT = 4


def router(desk: Desk, page: Page, readings: Readings) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()

    @routes.get("/now")
    async def now(request: Request) -> HTMLResponse:
        try:
            shown = await desk.read(_shown, readings, desk.kept())
        except UserError as error:
            return page.show(request, "now.html", plan=None, problems=error.problems)
        made = desk.at_hand(desk.kept())
        chance = None if made is None else made.data["summary"]["p_match"]
        shown |= {"chance": chance, "is_low": is_low(made), "is_late": bool(made and made.data["now"])}
        tables = desk.tables(desk.kept().text)
        shown["is_img"] = str(tables.get("applicant", {}).get("type", "")).endswith("img")
        return page.show(request, "now.html", problems=(), **shown)

    return routes


def _shown(readings: Readings, kept: Kept) -> dict[str, Any]:
    from smartpick.present._json_parts import support_json
    from smartpick.present._plan_json import task_json
    from smartpick.present._plan_text import days_text

    plan = readings.plan_made(kept)
    there = {address for group in GROUPS for address, _ in group.pages}
    by_key = {each.key: each for each in plan.tasks}

    def row(task: Task) -> dict[str, Any]:
        return task_json(task) | {"span": days_text(task), "where": WHERE.get(task.page)}

    # Days of the season itself; what she has to do herself stands above.
    dates = [each for each in plan.tasks if not each.effort and each.key not in plan.now][:_NEXT]
    return {
        "plan": plan,
        "now": [row(by_key[key]) for key in plan.now],
        "dates": [row(each) for each in dates],
        "support": support_json(plan.support),
        "has_plan": "/plan" in there,
    }
