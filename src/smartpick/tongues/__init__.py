"""Words that a person reads first, kept apart from the code, in each language that there is.

A language is one TOML file here; another language is one more file with the same keys and the same places for figures.
`tongue` returns one, `LANGUAGES` names them. English is the contract: its answer sentences are those of every command.
"""

from __future__ import annotations

from smartpick.tongues._tongue import LANGUAGES, Tongue, tongue

__all__ = ["LANGUAGES", "Tongue", "tongue"]
