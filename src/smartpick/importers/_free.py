"""Takes apart a row without headers: numbers, a state, a specialty and a signal are told by their form."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["STATES", "cells_of", "code_in", "number_in", "state_of"]

STATES = {
    name: code
    for code, name in (
        each.split(" ", 1)
        for each in (  # noqa: SIM905 -- one line for many states reads better than a list
            "AL alabama|AK alaska|AZ arizona|AR arkansas|CA california|CO colorado|CT connecticut|DE delaware"
            "|DC district of columbia|FL florida|GA georgia|HI hawaii|ID idaho|IL illinois|IN indiana|IA iowa|KS kansas"
            "|KY kentucky|LA louisiana|ME maine|MD maryland|MA massachusetts|MI michigan|MN minnesota|MS mississippi"
            "|MO missouri|MT montana|NE nebraska|NV nevada|NH new hampshire|NJ new jersey|NM new mexico|NY new york"
            "|NC north carolina|ND north dakota|OH ohio|OK oklahoma|OR oregon|PA pennsylvania|RI rhode island"
            "|SC south carolina|SD south dakota|TN tennessee|TX texas|UT utah|VT vermont|VA virginia|WA washington"
            "|WV west virginia|WI wisconsin|WY wyoming|PR puerto rico|GU guam"
        ).split("|")
    )
}
_CODE = re.compile(r"(?<![A-Za-z0-9])(\d{4})[ -]?(\d{3})[ -]?([A-Za-z])[ -]?(\d{1,2})(?![A-Za-z0-9])", re.ASCII)
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\d{10})(?![0-9A-Za-z])", re.ASCII)
_BULLET = re.compile(r"^\s*(?:[-*•–>]+|\(?\d{1,3}[.):])\s+")
_SIGNAL = re.compile(r"[(\[]\s*(gold|silver|single|signal(?:ed|led)?)(?:\s+signal)?\s*[)\]]", re.IGNORECASE)


def cells_of(cells: Sequence[str]) -> dict[str, str]:
    """Return what a row without headers holds, by meaning; what has no form of its own is part of the name.

    Examples
    --------
    >>> cells_of(["3. Harbor-UCLA Medical Center, Torrance, CA (gold) 1067120C0"])
    {'program_code_nrmp': '1067120C0', 'signal': 'gold', 'state': 'CA', 'name': 'Harbor-UCLA Medical Center, Torrance'}
    """
    found: dict[str, str] = {}
    pieces: list[str] = []
    for number, cell in enumerate(cells):
        text = _BULLET.sub("", cell) if number == 0 else cell
        if (code := code_in(text)) is not None:
            found.setdefault("program_code_nrmp", code)
            text = _CODE.sub(" ", text, count=1)
        if (acgme := _NUMBER.search(text)) is not None:
            found.setdefault("program_id_acgme", acgme[1])
            text = _NUMBER.sub(" ", text, count=1)
        if (signal := _SIGNAL.search(text)) is not None:
            found.setdefault("signal", signal[1].lower())
            text = _SIGNAL.sub(" ", text, count=1)
        pieces += [piece.strip(" .:-–()[]#") for piece in re.split(r"[,;\t|]|\s[–-]\s", text)]
    pieces = [" ".join(piece.split()) for piece in pieces if piece]
    for at in range(len(pieces) - 1, 0, -1):
        # A state stands last, or before a country: the last piece that is one, never the first.
        if (state := state_of(pieces[at])) is not None:
            found["state"] = state
            del pieces[at]
            break
    if name := ", ".join(filter(None, pieces)):
        found["name"] = name
    return found


def code_in(text: str) -> str | None:
    """Return the NRMP code in a text, however it is spaced, or None."""
    found = _CODE.search(text)
    return "".join(found.groups()).upper() if found else None


def number_in(text: str) -> str | None:
    """Return the ACGME number in a text of digits; a 0 at the front that a spreadsheet took away is put back.

    Examples
    --------
    >>> number_in("400512345"), number_in("140-05-21-234"), number_in("n/a")
    ('0400512345', '1400521234', None)
    """
    bare = re.sub(r"[\s.-]", "", text)
    return bare.zfill(10) if bare.isascii() and bare.isdigit() and 9 <= len(bare) <= 10 else None


def state_of(text: str) -> str | None:
    """Return the code of a state that a text is, or None.

    Examples
    --------
    >>> state_of("California"), state_of("tx 77030"), state_of("Torrance")
    ('CA', 'TX', None)
    """
    bare = re.sub(r"\s+\d{5}(-\d{4})?$", "", text.strip(" ."))
    if len(bare) == 2 and bare.upper() in STATES.values():
        return bare.upper()
    return STATES.get(bare.lower())
