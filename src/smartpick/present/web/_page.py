"""Renders a page: templates with autoescape, the words for figures, and digits hidden where that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from smartpick import __version__
from smartpick.errors import Problem
from smartpick.present._words import COMPARED, SERVICES, percent, range_of
from smartpick.present.web import _draw
from smartpick.present.web._ask import ORDERS, PLACES, SIGNALS
from smartpick.present.web._commands import in_page_words
from smartpick.present.web._comments import with_comments
from smartpick.present.web._desk import Desk
from smartpick.present.web._incognito import without_digits
from smartpick.present.web._nav import GROUPS, group_of
from smartpick.present.web._stale import stale_context
from smartpick.profile.passed import ANSWERS
from smartpick.store import Kept
from smartpick.tongues import LANGUAGES, Tongue, tongue
from smartpick.uncertainty import Estimate, in_words, whole_percent

__all__ = ["LANGUAGE", "Page", "own_address", "sentences"]

LANGUAGE = "language"
"""Name of the setting that holds the code of the language."""

_WHERE = {
    "--area": "places",
    "--budget": "budget",
    "--list": "lines",
    "--max-programs": "number of programs",
    "--miles": "how near",
    "--outside": "outside the first area",
    "--pdf": "PDF",
    "--season": "season",
    "--specialty": "specialty",
    "budget.usd": "budget",
}
"""What the page calls the command's options and a profile's fields, where a message names one."""
_HERE: ContextVar[str] = ContextVar("here", default="")
"""Address of the page that is being made: macros know no request."""

BANDS = {
    "likely": "above 40 % to be offered an interview",
    "possible": "10 to 40 %",
    "reach": "below 10 %",
    "cannot tell": "the range spans all three",
}


def _figure(figure: Mapping[str, float]) -> Estimate:
    """Return a figure of the JSON contract where an estimate is expected that is only shown."""
    return cast("Estimate", SimpleNamespace(**figure))


def _points(figure: Mapping[str, Any]) -> str:
    """Return a difference of chances in points of 100, with its interval."""
    low, high = 100 * figure["low"], 100 * figure["high"]
    text = f"{100 * figure['mean']:+.1f} points ({low:+.1f} to {high:+.1f})".replace("-", "−")
    return text if figure.get("is_clear", True) else f"{text}: no clear difference"


def _change(figure: Mapping[str, Any]) -> str:
    text = f"{figure['mean']:+.1f} ({figure['low']:+.1f} to {figure['high']:+.1f})".replace("-", "−")
    return text if figure.get("is_clear", True) else f"{text}: no clear difference"


def _adds(gain: float) -> str:
    return f"{100 * gain:.2f}" if gain >= 0.00005 else "<0.01"


def _in_chance(figure: Mapping[str, float], say: Tongue) -> str:
    """Return a chance with its interval in a language."""
    return say.interval(figure["mean"], figure["low"], figure["high"])


def _in_span(figure: Mapping[str, float], say: Tongue) -> str:
    """Return an expected number with its interval in a language."""
    return say("chance.span", **{name: f"{figure[name]:.1f}" for name in ("mean", "low", "high")})


def _address_of(request: Request) -> str:
    """Return where one is, for coming back after a change of language."""
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def _usd(amount: float | None) -> str:
    return "unknown" if amount is None else f"${amount:,.0f}"


def _signed_usd(amount: float) -> str:
    return f"{'+' if amount > 0 else '−' if amount < 0 else '±'}${abs(amount):,.0f}"


def own_address(where: str) -> str:
    """Return an address of this page; one of elsewhere becomes the list.

    Examples
    --------
    >>> own_address("/start?new=1"), own_address("//elsewhere.example/")
    ('/start?new=1', '/')
    """
    is_ours = where.startswith("/") and not where.startswith(("//", "/\\")) and where.isprintable()
    return where if is_ours else "/"


def sentences(problem: Problem) -> str:
    """Return a problem as sentences, without where it is: it is told there."""
    return f"{problem.sentences[:1].upper()}{problem.sentences[1:]}"


class Page:
    """Makes pages from templates."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.environment = Environment(
            loader=PackageLoader("smartpick.present.web", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters |= {
            "pct": lambda figure: percent(_figure(figure)),
            "span": lambda figure: range_of(_figure(figure)),
            "usd": _usd,
            "signed_usd": _signed_usd,
            "points": _points,
            "change": _change,
            "adds": _adds,
            "share": whole_percent,
            "bar": _draw.interval_bar,
            "coded": lambda text: in_page_words(text, _HERE.get()),
            "own": own_address,
            "where": lambda name: _WHERE.get(name, name),
            "in_chance": _in_chance,
            "in_span": _in_span,
            "in_words": lambda figure: in_words(_figure(figure)),
        }
        self.environment.globals |= {
            "version": __version__,
            "facts_version": desk.facts.short_version,
            "is_incognito": desk.is_incognito,
            "bands": BANDS,
            "orders": ORDERS,
            "places": PLACES,
            "signal_choices": SIGNALS,
            "services": SERVICES,
            "compared_names": COMPARED,
            "nav_groups": GROUPS,
            "languages": LANGUAGES,
            "passed_answers": ANSWERS,
        }

    @staticmethod
    def is_fragment(request: Request) -> bool:
        """Tell whether a part of a page is asked for, to be put into the one that is there."""
        headers = request.headers
        return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"

    def show(self, request: Request, name: str, status: int = 200, **context: Any) -> HTMLResponse:
        """Return a page."""
        kept = self.desk.kept()
        said = {
            "path": request.url.path,
            "address": _address_of(request),
            "say": tongue(self.desk.store.setting(LANGUAGE) or "en"),
            "nav_group": group_of(request.url.path),
            "kept": kept,
            "is_example": kept.id == 0,
            "is_fragment": self.is_fragment(request),
            "told": self.desk.told(request.query_params.get("told", "")),
            "passed": self.desk.passed(kept),
        }
        before = _HERE.set(_address_of(request))
        try:
            html = self.environment.get_template(name).render(**(said | context))
        finally:
            _HERE.reset(before)
        # A percent sign stays with its number.
        html = html.replace(" %", "\u00a0%")
        if self.desk.is_incognito:
            html = without_digits(html)
        return HTMLResponse(html, status)

    def saved(
        self, _request: Request, kept: Kept, text: str, change: str, state: str, where: str = "/?changed=1"
    ) -> Response:
        """Keep a profile's new text, with the comments of the one before, and lead on.

        Parameters
        ----------
        change
            What was done, in words.
        state
            Of the profile when the form was made, as the form holds it.
        where
            Address that is led on to.

        Raises
        ------
        Stale
            When another profile or state is in use by now; `stale` tells it.
        """
        self.desk.store.save(kept.id, with_comments(kept.text, text), change, state)
        return RedirectResponse(where, 303)

    def stale(self, request: Request, form: Mapping[str, object]) -> HTMLResponse:
        """Say that a form was made from another profile or state, with what was typed and what can be done."""
        is_part = self.is_fragment(request)
        answer = self.show(request, "stale.html", 200 if is_part else 409, **stale_context(self.desk, request, form))
        if is_part:
            # Whatever part was to be put in place: the whole page is another one now.
            answer.headers.update({"hx-retarget": "#main", "hx-reselect": "#main", "hx-reswap": "outerHTML"})
        return answer

    def back(self, where: str, text: str) -> Response:
        """Lead back to an address of this page, where a text is told."""
        parts = urlsplit(own_address(where))
        pairs = [(name, value) for name, value in parse_qsl(parts.query) if name not in {"told", "changed"}]
        query = urlencode([*pairs, ("told", self.desk.tell(text))])
        return RedirectResponse(urlunsplit(("", "", parts.path, query, parts.fragment)), 303)
