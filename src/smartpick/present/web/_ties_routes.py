"""Ties and missions: bonds by place, how likely to stay it may look, and one sheet for all programs that are alike."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from smartpick.errors import RequestError
from smartpick.present.web._desk import Desk
from smartpick.present.web._listed import Recent, list_or_why
from smartpick.present.web._page import Page

if TYPE_CHECKING:
    from smartpick.explain import ApplicationList
    from smartpick.guidance.ties import Bond, TiesPlan
    from smartpick.store import Kept

__all__ = ["router"]

_EACH = 8
"""Sheets on one page."""
_MOST_AREA = 200


class Asked(NamedTuple):
    """What an address asks for, and the answer.

    Attributes
    ----------
    area, error
        The place as it was typed, and what is wrong with it.
    """

    plan: TiesPlan
    why_no_list: str
    area: str
    error: str
    is_private_ticked: bool


def router(desk: Desk, page: Page) -> APIRouter:  # noqa: C901, PLR0915 -- a table of routes, one after the other
    """Return the routes."""
    routes = APIRouter()

    recent: Recent[TiesPlan] = Recent(desk)

    def plan(made: ApplicationList | None, kept: Kept, areas: tuple[str, ...], *, private: bool) -> TiesPlan:
        from smartpick.guidance.ties import plan_ties
        from smartpick.present._guidance_input import Input
        from smartpick.present._ties_command import _listed

        def anew() -> TiesPlan:
            ground = desk.ground(kept)
            read = Input(ground.facts, ground.directory, ground.profile, ground.day, {})
            listed = [_listed(read, each.program, each.tier, each.signal) for each in (made.programs if made else ())]
            return plan_ties(
                ground.facts,
                ground.directory,
                ground.profile,
                ground.day,
                listed=listed,
                areas=areas,
                include_private=private,
            )

        # The same text on the same day gives the same list.
        return recent.get((kept.text, desk.day_for(kept), areas, private, made is None), anew)

    def bonds_of(kept: Kept, shown: TiesPlan) -> list[tuple[Bond, bool]]:
        """Return her bonds, each with whether it is private: for her eyes, whatever is exported."""
        from smartpick.profile import public_view

        profile = desk.ground(kept).profile
        if public_view(profile) == profile:
            return [(each, False) for each in shown.bonds]
        # Which bonds there are depends neither on the list nor on the places asked about.
        told = list(plan(None, kept, (), private=False).bonds)
        found = []
        for each in plan(None, kept, (), private=True).bonds:
            is_open = each in told
            if is_open:
                told.remove(each)
            found.append((each, not is_open))
        return found

    async def plan_of(request: Request) -> Asked:
        kept = desk.kept()
        made, why = await list_or_why(desk, kept)
        area = request.query_params.get("area", "").strip()[:_MOST_AREA]
        private = request.query_params.get("private") == "yes"
        error = ""
        try:
            found = await desk.read(plan, made, kept, (area,) if area else (), private=private)
        except RequestError as wrong:
            if not area:
                raise
            error = " ".join(f"{each.what}. {each.fix}".strip() for each in wrong.problems)
            found = await desk.read(plan, made, kept, (), private=private)
        return Asked(found, why, area, error, private)

    @routes.get("/ties")
    async def ties(request: Request) -> HTMLResponse:
        from smartpick.guidance.ties import bond_text

        given = await plan_of(request)
        found = given.plan
        bonds = await desk.read(bonds_of, desk.kept(), found)
        asked = request.query_params.get("sheets", "1")
        pages = max(1, -(-len(found.batches) // _EACH))
        number = min(max(int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 1, 1), pages)
        first = (number - 1) * _EACH
        return page.show(
            request,
            "ties_parts.html" if page.is_fragment(request) else "ties.html",
            plan=found,
            why_no_list=given.why_no_list,
            area=given.area,
            area_error=given.error,
            private=given.is_private_ticked,
            bonds=[(bond_text(each), each, is_private) for each, is_private in bonds],
            batches=list(enumerate(found.batches, 1))[first : first + _EACH],
            number=number,
            pages=pages,
        )

    @routes.get("/ties/sheets.txt")
    async def sheets(request: Request) -> Response:
        from smartpick.present._ties_text import show_batch

        found = (await plan_of(request)).plan
        asked = request.query_params.get("sheet", "")
        wanted = [each for number, each in enumerate(found.batches, 1) if not asked or asked == str(number)]
        out = io.StringIO()

        def write() -> None:
            for number, each in enumerate(wanted):
                out.write(f"\n{'=' * 40}\n\n" if number else "")
                show_batch(desk.facts, each, out)

        await desk.read(write)
        name = f"tailoring-sheet-{asked}.txt" if len(wanted) == 1 and asked else "tailoring-sheets.txt"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(out.getvalue().encode(), media_type="text/plain; charset=utf-8", headers=headers)

    return routes
