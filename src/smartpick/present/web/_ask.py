"""What the address asks for: filters, order, what-ifs. The whole state of the list page stands in its address."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from smartpick.explain import ListRequest
from smartpick.present.web._toml import toml_text

__all__ = ["ORDERS", "PLACES", "Ask", "ask_of"]

ORDERS = {
    "list": "your ranking",
    "interview": "interview chance",
    "adds": "what it adds",
    "name": "name",
    "state": "state",
}
PLACES = {"mine": "as in your profile", "la": "Greater Los Angeles only", "any": "anywhere, all the same"}
_MOST = {"step2": 300, "number": 300, "budget": 100_000}
_LEAST = {"step2": 1, "number": 1, "budget": 0}


@dataclass(frozen=True, slots=True)
class Ask:
    """The state of the list page.

    Attributes
    ----------
    step2, number, budget, places, also
        What-ifs: Step 2 CK, programs at most, dollars, one of `PLACES`, a further specialty.
    query, bands, tiers, states
        Filters.
    order
        One of `ORDERS`.
    compare
        Codes of programs side by side.
    errors
        Field → what is wrong with what was entered.
    """

    step2: int | None = None
    number: int | None = None
    budget: int | None = None
    places: str = "mine"
    also: str = ""
    query: str = ""
    bands: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    order: str = "list"
    compare: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_what_if(self) -> bool:
        """True when something is tried that the profile does not say."""
        return any(each is not None for each in (self.step2, self.number, self.budget)) or bool(
            self.places != "mine" or self.also
        )

    def address(self, **changes: object) -> str:
        """Return the address of this state, changed."""
        state: dict[str, object] = {
            "step2": self.step2,
            "number": self.number,
            "budget": self.budget,
            "places": "" if self.places == "mine" else self.places,
            "also": self.also,
            "q": self.query,
            "band": self.bands,
            "tier": self.tiers,
            "state": self.states,
            "order": "" if self.order == "list" else self.order,
            "compare": self.compare,
        } | changes
        pairs = [(key, value) for key, value in state.items() if value not in {None, "", ()}]
        return "/?" + urlencode(pairs, doseq=True) if pairs else "/"

    def without_what_if(self) -> str:
        """Return the address with the filters alone."""
        return self.address(step2=None, number=None, budget=None, places="", also="")

    def request(self, today: date, specialties: Sequence[str]) -> ListRequest:
        """Return the request for a list."""
        return ListRequest(
            today=today,
            max_programs=self.number,
            budget_usd=None if self.budget is None else float(self.budget),
            areas=("greater-los-angeles",) if self.places == "la" else (),
            specialties=(*specialties, self.also) if self.also and self.also not in specialties else (),
        )

    def changed(self, text: str, tables: Mapping[str, Any]) -> str:
        """Return a profile's text with the what-ifs that are part of it."""
        if self.step2 is None and self.places != "any":
            return text
        data = copy.deepcopy(dict(tables))
        if self.step2 is not None:
            attempts = data.setdefault("exams", {}).setdefault("step2_ck", [])
            passed = [each for each in attempts if each.get("result") == "pass"]
            if passed:
                passed[-1]["score"] = self.step2
            else:
                data["exams"]["step2_ck"] = [
                    *(each for each in attempts if each.get("result")),
                    {"result": "pass", "score": self.step2},
                ]
        if self.places == "any":
            areas = data.setdefault("goals", {}).setdefault("areas", {})
            for tier in ("tier1", "tier2", "tier3"):
                areas.pop(tier, None)
            areas["anywhere"] = True
        return toml_text(data)


def ask_of(pairs: Sequence[tuple[str, str]]) -> Ask:
    """Return the state that an address holds; what is no number is told at its field."""
    single = {key: value.strip() for key, value in pairs}
    errors: dict[str, str] = {}

    def number(key: str) -> int | None:
        text = single.get(key, "").replace(",", "").removeprefix("$")
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) < 9):
            errors[key] = "Write a whole number."
            return None
        if not _LEAST[key] <= int(text) <= _MOST[key]:
            errors[key] = f"Write a number from {_LEAST[key]} to {_MOST[key]:,}."
            return None
        return int(text)

    def many(key: str, most: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value[:40] for name, value in pairs if name == key and value))[:most]

    places, order = single.get("places", "mine"), single.get("order", "list")
    return Ask(
        step2=number("step2"),
        number=number("number"),
        budget=number("budget"),
        places=places if places in PLACES else "mine",
        also=single.get("also", "")[:80],
        query=single.get("q", "")[:200],
        bands=many("band", 4),
        tiers=many("tier", 3),
        states=many("state", 60),
        order=order if order in ORDERS else "list",
        compare=many("compare", 4),
        errors=errors,
    )
