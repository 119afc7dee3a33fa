"""What does each column mean? By its header where there is one, by what its cells look like otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

__all__ = ["header_of", "known_headers", "meaning"]

_HEADERS = {
    "program_code_nrmp": (
        "nrmp code|nrmp program code|program code nrmp|program code|nrmp|nrmp id|nrmp number|nrmp no|code"
        "|nrmp track code|track code"
    ),
    "program_id_acgme": (
        "acgme id|acgme|acgme code|acgme number|acgme no|acgme program id|acgme program number|program id acgme"
        "|program id|program number|acgme program code"
    ),
    "name": "program|program name|name|residency|residency program|programs|program title|residency name",
    "institution": "institution|institution name|hospital|hospital name|sponsor|sponsoring institution|site|school",
    "city": "city|town|location|city state|place",
    "state": "state|st|program state|state abbreviation",
    "specialty": "specialty|speciality|field|discipline|specialty name",
    "track": "track|track name|program type|position type|track type",
    "signal": "signal|signals|signal tier|preference signal|program signal|signaled|signalled|signal type",
    "note": "note|notes|comment|comments|remark|remarks|my notes|own notes|reason",
}
_MEANINGS = {header: meaning for meaning, headers in _HEADERS.items() for header in headers.split("|")}
_NAMING = {"program_code_nrmp", "program_id_acgme", "name", "institution"}
_LOOKED_AT = 20


def meaning(header: str) -> str | None:
    """Return what a header means, or None.

    Examples
    --------
    >>> meaning("NRMP Program Code:"), meaning("ACGME_ID"), meaning("Vibe")
    ('program_code_nrmp', 'program_id_acgme', None)
    """
    if len(header) > 60:
        return None
    return _MEANINGS.get(" ".join(re.findall(r"[a-z0-9]+", header.lower())))


def known_headers(cells: Sequence[str]) -> int:
    """Return how many meanings a row of headers names; 0 when none of them names a program."""
    found = {meaning(cell.strip(" \"'")) for cell in cells} - {None}
    return len(found) if found & _NAMING else 0


def header_of(
    rows: Sequence[tuple[int, tuple[str, ...]]], is_also: Callable[[str], bool] | None = None
) -> tuple[int, dict[int, str]] | None:
    """Return which of the rows is the header, and column → meaning; None where there is none.

    A title, a date or an empty row may stand before it. Where two columns mean the same, the first counts.
    `is_also` says which further words are those of a header, beside one that names programs.
    """
    best: tuple[int, int] | None = None
    for at, (_, cells) in enumerate(rows[:_LOOKED_AT]):
        known = known_headers(cells)
        if known and is_also is not None:
            known += sum(is_also(cell) for cell in cells if cell and meaning(cell) is None)
        # One known word alone is a header only where the row has nothing else.
        is_header = known >= 2 or (known == 1 and sum(map(bool, cells)) <= 2)
        if is_header and (best is None or known > best[1]):
            best = (at, known)
    if best is None:
        return None
    columns: dict[int, str] = {}
    for column, cell in enumerate(rows[best[0]][1]):
        what = meaning(cell)
        if what is not None and what not in columns.values():
            columns[column] = what
    return best[0], columns
