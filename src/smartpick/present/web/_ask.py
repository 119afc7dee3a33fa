"""What the address asks for: filters, order, what-ifs. The whole state of the list page stands in its address."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from smartpick.explain import ListRequest
from smartpick.present.web._form import MARKS, with_program
from smartpick.present.web._toml import toml_text

__all__ = ["NO_PLACE", "ORDERS", "PLACES", "SIGNALS", "Ask", "ask_of"]

ORDERS = {
    "list": "your ranking",
    "interview": "interview chance",
    "adds": "what it adds",
    "name": "name",
    "state": "state",
}
PLACES = {
    "mine": "as in your profile",
    "la": "Greater Los Angeles only",
    "only": "only where I name",
    "any": "anywhere, all the same",
}
SIGNALS = {-2: "two fewer", -1: "one fewer", 0: "as published", 1: "one more", 2: "two more"}
NO_PLACE = "Name a place, such as California, or 50 miles from Chicago, IL."
_MOST = {"step2": 300, "number": 300, "budget": 100_000}
_LEAST = {"step2": 1, "number": 1, "budget": 0}
_MARK = re.compile(r"([0-9]{7}[A-Z][A-Z0-9])\.([a-z0-9]{3,6})")
_SHARE = re.compile(r"0\.[0-9]{1,3}", re.ASCII)
_MOST_AREAS = 6
_MOST_TYPED = 40
_MOST_MARKS = 40


@dataclass(frozen=True, slots=True)
class Ask:
    """The state of the list page.

    Attributes
    ----------
    step2, number, budget, places, also, only
        What-ifs: Step 2 CK, programs at most, dollars, one of `PLACES`, a further specialty, one specialty alone.
    outside
        Share of the programs that has to lie outside the first area, as ``0.3``.
    areas
        Where, if `places` is ``only``.
    signals
        Signals more or fewer than published.
    marks
        Program code → one of `MARKS`: tried, not kept.
    query, bands, tiers, states
        Filters.
    order
        One of `ORDERS`.
    compare
        Codes of programs side by side.
    errors
        Field → what is wrong with what was entered.
    typed
        Field → what was entered there, where that is wrong.
    """

    step2: int | None = None
    number: int | None = None
    budget: int | None = None
    places: str = "mine"
    also: str = ""
    only: str = ""
    outside: str = ""
    areas: tuple[str, ...] = ()
    signals: int = 0
    marks: tuple[tuple[str, str], ...] = ()
    query: str = ""
    bands: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    order: str = "list"
    compare: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_what_if(self) -> bool:
        """True when something is tried that the profile does not say."""
        return any(each is not None for each in (self.step2, self.number, self.budget)) or bool(
            self.is_elsewhere or self.also or self.only or self.outside or self.signals or self.marks
        )

    @property
    def is_elsewhere(self) -> bool:
        """True when other places are tried."""
        return self.places in {"la", "any"} or (self.places == "only" and bool(self.areas))

    def address(self, **changes: object) -> str:
        """Return the address of this state, changed."""
        state: dict[str, object] = {
            "step2": self.step2,
            "number": self.number,
            "budget": self.budget,
            "places": "" if self.places == "mine" else self.places,
            "also": self.also,
            "only": self.only,
            "outside": self.outside,
            "area": "; ".join(self.areas),
            "signals": self.signals or None,
            "mark": self.mark_texts,
            "q": self.query,
            "band": self.bands,
            "tier": self.tiers,
            "state": self.states,
            "order": "" if self.order == "list" else self.order,
            "compare": self.compare,
        } | changes
        pairs = [(key, value) for key, value in state.items() if value not in {None, "", ()}]
        return "/?" + urlencode(pairs, doseq=True) if pairs else "/"

    @property
    def mark_texts(self) -> tuple[str, ...]:
        """Return the marks as the address writes them."""
        return tuple(f"{code}.{mark}" for code, mark in self.marks)

    def what_if_fields(self) -> list[tuple[str, object]]:
        """Return the what-ifs as the fields of a form that changes something else."""
        single: dict[str, object] = {
            "step2": self.step2,
            "number": self.number,
            "budget": self.budget,
            "also": self.also or None,
            "only": self.only or None,
            "outside": self.outside or None,
            "places": None if self.places == "mine" else self.places,
            "area": "; ".join(self.areas) or None,
            "signals": self.signals or None,
        }
        fields = [(key, value) for key, value in single.items() if value is not None]
        return fields + [("mark", each) for each in self.mark_texts]

    def filter_fields(self) -> list[tuple[str, str]]:
        """Return filters and order as the fields of a form that changes something else."""
        order = "" if self.order == "list" else self.order
        every = {"q": (self.query,), "band": self.bands, "tier": self.tiers, "state": self.states, "order": (order,)}
        return [(key, value) for key, values in every.items() for value in values if value]

    def program(self, code: str) -> str:
        """Return the address of a program's page with what is tried."""
        tried = self.what_if_fields()
        return f"/programs/{code}" + (f"?{urlencode(tried)}" if tried else "")

    def without_what_if(self) -> str:
        """Return the address with the filters alone."""
        return self.address(
            step2=None,
            number=None,
            budget=None,
            places="",
            also="",
            only="",
            outside="",
            area="",
            signals=None,
            mark=(),
        )

    def marked(self, code: str, mark: str) -> str:
        """Return the address with a program marked besides; taking a mark back leaves none."""
        undone = {"unpin": "pin", "again": "never"}
        kinds = {"tier1", "tier2", "tier3"}
        kept = []
        for other, was in self.marks:
            is_same = other == code and (was == undone.get(mark) or (mark.startswith("tier") and was in kinds))
            if not is_same and (other, was) != (code, mark):
                kept.append(f"{other}.{was}")
        if mark not in undone and mark != "tier0":
            kept.append(f"{code}.{mark}")
        return self.address(mark=tuple(kept))

    def request(self, today: date, specialties: Sequence[str]) -> ListRequest:
        """Return the request for a list."""
        named = (self.only,) if self.only else tuple(specialties)
        also = (self.also,) if self.also and self.also not in named else ()
        return ListRequest(
            today=today,
            max_programs=self.number,
            budget_usd=None if self.budget is None else float(self.budget),
            areas=("greater-los-angeles",) if self.places == "la" else self.areas if self.places == "only" else (),
            specialties=(*named, *also) if self.only or also else (),
            least_outside=float(self.outside) if self.outside else None,
            signal_change=self.signals,
        )

    def changed(self, text: str, tables: Mapping[str, Any]) -> str:
        """Return a profile's text with the what-ifs that are part of it."""
        if self.step2 is None and self.places != "any" and not self.marks:
            return text
        data = copy.deepcopy(dict(tables))
        for code, mark in self.marks:
            data = with_program(data, code, mark)
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
    typed: dict[str, str] = {}

    def number(key: str) -> int | None:
        text = single.get(key, "").replace(",", "").removeprefix("$")
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) < 9):
            is_below = text[:1] in {"-", "−"} and text[1:].isdecimal()
            errors[key] = f"Write a whole number{f', {_LEAST[key]} or more' if is_below else ''}."
            typed[key] = single[key][:_MOST_TYPED]
            return None
        if not _LEAST[key] <= int(text) <= _MOST[key]:
            typed[key] = single[key][:_MOST_TYPED]
            errors[key] = f"Write a number from {_LEAST[key]} to {_MOST[key]:,}."
            return None
        return int(text)

    def many(key: str, most: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value[:40] for name, value in pairs if name == key and value))[:most]

    def marks() -> tuple[tuple[str, str], ...]:
        found = [_MARK.fullmatch(value) for name, value in pairs if name == "mark"]
        return tuple(dict.fromkeys((each[1], each[2]) for each in found if each and each[2] in MARKS))[:_MOST_MARKS]

    if single.get("places") == "only" and not single.get("area", "").strip(" ;"):
        errors["areas"] = NO_PLACE
    signals, outside = single.get("signals", ""), single.get("outside", "")
    named = [each.strip()[:120] for each in single.get("area", "").split(";")]
    places, order = single.get("places", "mine"), single.get("order", "list")
    return Ask(
        step2=number("step2"),
        number=number("number"),
        budget=number("budget"),
        places=places if places in PLACES else "mine",
        also=single.get("also", "")[:80],
        only=single.get("only", "")[:80],
        outside=outside if _SHARE.fullmatch(outside) else "",
        areas=tuple(dict.fromkeys(filter(None, named)))[:_MOST_AREAS],
        signals=int(signals) if signals in {str(each) for each in SIGNALS} else 0,
        marks=marks(),
        query=single.get("q", "")[:200],
        bands=many("band", 4),
        tiers=many("tier", 1),
        states=many("state", 1),
        order=order if order in ORDERS else "list",
        compare=many("compare", 4),
        errors=errors,
        typed=typed,
    )
