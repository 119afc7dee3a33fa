"""Two people who enter the Match as a couple: what `smartpick list A --with B` says, by the same functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from smartpick.errors import Problem, RequestError, UserError
from smartpick.present.web._desk import Desk
from smartpick.present.web._form import number_in
from smartpick.present.web._listed import Recent
from smartpick.present.web._page import Page
from smartpick.present.web._pair_map import pair_maps

if TYPE_CHECKING:
    from datetime import date

    from smartpick.explain.pair import PairList
    from smartpick.store import Kept

__all__ = ["router"]

MILES = (10, 25, 40, 60, 100, 200)
_USUAL_MILES = 40
_MOST_KEPT = 2
_MOST_LINKS = 60
_ORDERS = {"rank": "rank", "miles": "distance"}


@dataclass(frozen=True)
class _Asked:
    """A question about two profiles, as the address has it."""

    partner: int
    miles: int
    is_same_area: bool
    order: str

    def address(self, path: str, **other: str) -> str:
        said = {"with": str(self.partner), "near": "area" if self.is_same_area else str(self.miles), "by": self.order}
        return f"{path}?{urlencode(said | other)}"


class _Lists:
    """Pair lists made so far: the table, the csv and another order ask for the same one."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.recent: Recent[PairList] = Recent(desk, _MOST_KEPT)

    def of(self, kept: Kept, partner: Kept, asked: _Asked) -> PairList:
        """Return a couple's list.

        Raises
        ------
        UserError
            With everything that is wrong with both profiles, or when no list can be made.
        """
        day = self.desk.today()
        key = kept.text, partner.text, asked.miles, asked.is_same_area, day, kept.name, partner.name
        return self.recent.get(key, lambda: self._made(kept, partner, asked, day))

    def _made(self, kept: Kept, partner: Kept, asked: _Asked, day: date) -> PairList:
        from smartpick.explain.pair import PairRequest, make_pair_list

        profiles, problems = [], []
        for each in (kept, partner):
            try:
                profiles.append(self.desk.profile_of(each.text, day))
            except UserError as error:
                problems += [Problem(f"{each.name}, {p.where}", p.what, p.why, p.fix) for p in error.problems]
        if problems:
            raise RequestError(problems)
        names = (kept.name, partner.name if partner.name != kept.name else f"{partner.name} (partner)")
        request = PairRequest(
            today=day,
            miles=None if asked.is_same_area else float(asked.miles),
            is_same_area=asked.is_same_area,
            names=names,
        )
        return make_pair_list(self.desk.facts, self.desk.directory, (profiles[0], profiles[1]), request)


def router(desk: Desk, page: Page) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()
    lists = _Lists(desk)

    def others(kept: Kept) -> list[Kept]:
        return [each for each in desk.store.profiles() if each.id != kept.id]

    def asked_of(request: Request) -> _Asked:
        given = request.query_params
        near, who, order = given.get("near", ""), given.get("with", ""), given.get("by", "rank")
        miles = {str(each): each for each in MILES}.get(near, _USUAL_MILES)
        return _Asked(number_in(who), miles, near == "area", order if order in _ORDERS else "rank")

    def partner_of(kept: Kept, asked: _Asked) -> Kept:
        found = next((each for each in others(kept) if each.id == asked.partner), None)
        if found is None:
            fix = "Choose the partner's profile, or bring it in under Profiles"
            raise RequestError([Problem("partner", "there is no such profile here", fix=fix)])
        return found

    @routes.get("/couple")
    async def couple(request: Request) -> HTMLResponse:
        kept = desk.kept()
        asked = asked_of(request)
        return page.show(request, "couple.html", others=others(kept), asked=asked, miles=MILES, result=None)

    @routes.get("/couple/list")
    async def pairs(request: Request) -> HTMLResponse:
        kept, asked = desk.kept(), asked_of(request)
        is_part = page.is_fragment(request)
        name = "couple_list.html" if is_part else "couple.html"
        said: dict[str, Any] = {"others": others(kept), "asked": asked, "miles": MILES, "orders_by": _ORDERS}
        try:
            made = await desk.run(lists.of, kept, partner_of(kept, asked), asked)
        except UserError as error:
            return page.show(request, name, 200 if is_part else 422, **said, result={"problems": error.problems})
        return page.show(request, name, **said, result=await desk.read(_shown, desk, made, asked))

    @routes.get("/couple/pairs.{kind}")
    async def take_along(request: Request, kind: str) -> Response:
        from smartpick.present._output import json_chunks
        from smartpick.present._pair_csv import pair_csv
        from smartpick.present._pair_json import pair_json

        kept, asked = desk.kept(), asked_of(request)
        if kind not in {"csv", "json"}:
            return RedirectResponse("/couple", 303)
        made = await desk.run(lists.of, kept, partner_of(kept, asked), asked)

        def written() -> bytes:
            return pair_csv(made) if kind == "csv" else b"".join(json_chunks(pair_json(desk.facts, made)))

        headers = {"content-disposition": f'attachment; filename="pair-list.{kind}"'}
        return Response(
            await desk.read(written), media_type="text/csv" if kind == "csv" else "application/json", headers=headers
        )

    return routes


def _shown(desk: Desk, made: PairList, asked: _Asked) -> dict[str, Any]:
    """Return what the page shows of a couple's list: the JSON contract, the command's words, and the map."""
    from smartpick.present._pair_json import pair_json
    from smartpick.present._pair_text import coupling, is_time_short, rows_said

    data = pair_json(desk.facts, made)
    coupled, lines = coupling(made)
    rows = data["rows"]
    if asked.order == "miles":
        rows = sorted(rows, key=lambda row: (row["miles"] is None, row["miles"] or 0.0, row["rank"]))
    programs = [
        [
            (each.program.name, each.program.city, each.program.state, each.program.lat, each.program.lon)
            for each in some
        ]
        for some in (partner.programs for partner in made.partners)
    ]
    likeliest = sorted(made.rows, key=lambda row: -row.p_row.mean)
    ends = [
        [
            (each.lat, each.lon, each.state)
            for each in row.programs
            if each is not None and each.lat is not None and each.lon is not None
        ]
        for row in likeliest
    ]
    links = [(each[0], each[1]) for each in ends if len(each) == 2][:_MOST_LINKS]
    definitions = desk.facts.caveats()
    return {
        "problems": (),
        "data": data,
        "rows": rows,
        "coupled": coupled,
        "lines": lines,
        "said": rows_said(made),
        "is_time_short": is_time_short(made),
        "map": pair_maps([each.name for each in made.partners], programs, links),
        "caveat_texts": [definitions[key] for key in made.caveats],
    }
