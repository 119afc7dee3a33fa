"""A text as a reader sees it, before words that must not leave are looked for in it.

Letters' sheets and what a language model would be sent are both read this way: a word with an invisible mark in its
middle is the same word to a person, and has to be the same to the lists.
"""

from __future__ import annotations

import unicodedata

__all__ = ["readable"]


def readable(text: str) -> str:
    r"""Return a text as a reader sees it: no invisible characters, full letters instead of joined ones.

    Examples
    --------
    >>> readable("de\u00adpres\u200bsion, di\ufb03cult")
    'depression, difficult'
    """
    plain = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
