"""The packet for an advisor: switches that take parts out, what is left at once beside them, then a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from smartpick.present.web._desk import Desk
from smartpick.present.web._page import Page
from smartpick.present.web._prepare_view import Readings, unused_sections

if TYPE_CHECKING:
    from smartpick.guidance.packet import Packet

__all__ = ["SWITCHES", "router"]

SWITCHES = {
    "exams": "exams and study",
    "visa": "visa and ECFMG",
    "grades": "clerkship grades",
    "letters": "letters",
    "rotations": "rotations and free months",
    "work": "research, service, work",
    "ties": "ties and languages",
    "remediation": "setbacks, gaps, what you did about them",
    "graduation": "school and graduation",
    "earlier": "earlier seasons",
    "season": "this season's log, own facts, signals",
    "money": "budget and cost",
    "list": "goals and the list",
}
"""What the page calls the switches."""


def router(desk: Desk, page: Page, readings: Readings) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()

    def redactions(request: Request) -> tuple[str, ...]:
        asked = request.query_params.getlist("redact")
        return tuple(each for each in SWITCHES if each in asked)

    def packet_with_list(redact: Sequence[str]) -> Packet:
        return readings.packet(desk.kept(), redact, has_figures=True)

    @routes.get("/packet")
    async def packet(request: Request) -> HTMLResponse:
        redact = redactions(request)
        is_waiting = page.is_fragment(request) and "list" in request.query_params
        work = desk.run if is_waiting else desk.read
        context = await work(_context, readings, redact, is_waiting=is_waiting)
        return page.show(request, "packet.html", **context)

    @routes.get("/packet.txt")
    async def as_text(request: Request) -> Response:
        from smartpick.present._packet_text import packet_txt

        made = await desk.run(packet_with_list, redactions(request))
        headers = {"content-disposition": 'attachment; filename="smartpick-packet.txt"'}
        return Response(packet_txt(desk.facts, made), media_type="text/plain; charset=utf-8", headers=headers)

    @routes.get("/packet.pdf")
    async def as_pdf(request: Request) -> Response:
        from smartpick.present._packet_pdf import packet_pdf

        made = await desk.run(packet_with_list, redactions(request))
        content = await desk.read(packet_pdf, desk.facts, made)
        headers = {"content-disposition": 'attachment; filename="smartpick-packet.pdf"'}
        return Response(content, media_type="application/pdf", headers=headers)

    return routes


def _context(readings: Readings, redact: Sequence[str], *, is_waiting: bool) -> dict[str, Any]:
    from smartpick.present._packet_json import packet_json
    from smartpick.present._packet_pdf import pdf_problems
    from smartpick.present._packet_text import packet_title

    desk = readings.desk
    kept = desk.kept()
    has_figures = is_waiting or readings.has_figures(kept, is_public=True)
    made = readings.packet(kept, redact, has_figures=has_figures)
    full = readings.packet(kept, (), has_figures=has_figures)
    return {
        "data": packet_json(desk.facts, made),
        "title": packet_title(made),
        "lead_lines": made.lead,
        "switches": SWITCHES,
        "still_says": kind.label if (kind := readings.shown(kept).applicant.type).is_img else "",
        "gone": unused_sections(full, made),
        "is_list_here": has_figures,
        "has_private": readings.shown(kept) != readings.ground(kept).profile,
        "query": f"?{urlencode([('redact', each) for each in redact])}" if redact else "",
        "pdf_problems": pdf_problems(),
    }
