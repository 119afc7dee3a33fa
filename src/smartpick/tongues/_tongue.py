"""One language: keys to texts with places for figures, plurals, lists, and chances said as counts."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from smartpick.uncertainty import as_percent, edge_of

__all__ = ["LANGUAGES", "Tongue", "tongue"]

LANGUAGES = {"en": "English", "es": "Español"}
"""Code and own name of each."""

_CHANCE = re.compile(r"(about|more than|fewer than) (\d+) in (\d+)")
_KEYS = {"about": "about", "more than": "more", "fewer than": "fewer"}
_WIDE = 0.25
"""An interval of this width tells that little is known."""
_SEASON = re.compile(r"\d{4}(?:-\d{4})?")


class Tongue:
    """The texts of one language.

    Parameters
    ----------
    code
        As in HTML: ``en``, ``es``.
    texts
        Key → text; places for figures stand in braces.
    """

    def __init__(self, code: str, texts: Mapping[str, str]) -> None:
        self.code, self.texts = code, texts

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its figures.

        Raises
        ------
        KeyError
            When there is no such text, or no value for a place in it.
        """
        return self.texts[key].format_map(values)

    def marked(self, key: str, **values: Any) -> Any:
        """Return a text of ours with pieces of a page in it, which are taken to be safe as they are."""
        from markupsafe import Markup, escape

        # What is not marked as a page's own is escaped where it is put in.
        return Markup(escape(self.texts[key])).format_map(values)  # noqa: S704 -- escaped

    def count(self, key: str, number: int, **values: object) -> str:
        """Return a text that depends on whether a number is one."""
        return self(f"{key}.{'one' if number == 1 else 'other'}", n=number, **values)

    def listed(self, texts: Sequence[str]) -> str:
        """Join texts as a sentence does.

        Examples
        --------
        >>> tongue("en").listed(["a", "b", "c"]), tongue("es").listed(["a", "b", "c"])
        ('a, b and c', 'a, b y c')
        """
        if len(texts) == 1:
            return texts[0]
        return self("list.and", most=", ".join(texts[:-1]), last=texts[-1])

    def chance(self, words: str) -> str:
        """Return a chance said as a count, as `smartpick.uncertainty.in_words` says it in English.

        Examples
        --------
        >>> tongue("es").chance("about 3 in 10")
        'unas 3 de cada 10'
        """
        found = _CHANCE.fullmatch(words)
        return self(f"chance.{_KEYS[found[1]]}", part=found[2], whole=found[3]) if found else words

    def interval(self, mean: float, low: float, high: float, key: str = "chance.shown") -> str:
        """Return a chance (0-1) with its interval; in words where all of it lies at the edge.

        Examples
        --------
        >>> tongue("es").interval(0.2, 0.11, 0.29), tongue("es").interval(0.002, 0.001, 0.004)
        ('20 % (11 a 29 %)', 'menos del 1 %')
        """
        if edge := edge_of(low, high):
            return self(f"chance.{edge.partition(' ')[0]}")
        return self(key, mean=as_percent(mean), low=as_percent(low), high=as_percent(high))

    def of_100(self, mean: float, low: float, high: float, *, is_late: bool = False) -> str:
        """Return the chance of a whole list (0-1) as people of 100; why its interval is wide, where it is.

        Parameters
        ----------
        is_late
            Whether such a list can no longer be sent.

        Examples
        --------
        >>> tongue("en").of_100(0.81, 0.7, 0.9)
        'Of 100 people like you with this list, about 81 would match; it could be as few as 70, or as many as 90.'
        """

        def said(name: str, chance: float) -> str:
            shown = as_percent(chance)
            kind = {"<": "under", ">": "over"}.get(shown[0], "about")
            return self(f"of_100.{name}.{kind}", n=shown)

        first = self("of_100.late" if is_late else "of_100.now", mean=said("mean", mean))
        if edge_of(low, high) or as_percent(low) == as_percent(high):
            return f"{first}."
        text = self("of_100.span", first=first, low=said("low", low), high=said("high", high))
        return f"{text} {self('of_100.wide')}" if high - low >= _WIDE else text

    def group(self, text: str) -> str:
        """Return whom a published rate is of; as it stands where this language has no words for it.

        Examples
        --------
        >>> tongue("es").group("US MD seniors who preferred it, 2024")
        'estudiantes de último año (MD) de EE. UU. que la preferían, 2024'
        """
        found = _SEASON.search(text)
        season = found[0] if found else ""
        plain = _SEASON.sub("{season}", text, count=1)
        for key, english in tongue("en").texts.items():
            if key.startswith("group.") and english == plain:
                return self(key, season=season)
        return text

    def any_of(self, english: str) -> str:
        """Return a text of this language for the same text in English; the English one where there is none."""
        return self.texts.get(_by_english().get(english, ""), english)


@functools.cache
def tongue(code: str) -> Tongue:
    """Return a language; English where there is no such one."""
    known = code if code in LANGUAGES else "en"
    text = files("smartpick.tongues").joinpath(f"{known}.toml").read_text(encoding="utf-8")
    return Tongue(known, dict(_flat(tomllib.loads(text))))


@functools.cache
def _by_english() -> dict[str, str]:
    """Return English text → key, of texts without places for figures."""
    return {text: key for key, text in tongue("en").texts.items() if "{" not in text}


def _flat(table: Mapping[str, Any], before: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        name = f"{before}{key}"
        found += _flat(value, f"{name}.") if isinstance(value, dict) else [(name, str(value))]
    return found
