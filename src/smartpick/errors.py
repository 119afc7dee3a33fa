"""What can go wrong, and how it is told.

::

    SmartPickError
    └── UserError            the user can put it right; the command line exits with 2
        ├── ProfileError     something in the profile file
        ├── FactsError       something in a fact file, or a publisher left out of this build
        └── RequestError     something in what was asked (an unknown area, a budget below one fee)

Anything else that is raised is our own bug: the traceback is shown and the command line exits with 1.

A `Problem` says where, what, why and how to mend it. All problems found are reported together.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["FactsError", "Problem", "ProfileError", "RequestError", "SmartPickError", "UserError", "did_you_mean"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, told so that a person can mend it.

    Parameters
    ----------
    where
        File and path inside it, as the user would look for it: ``me.toml, exams.step2_ck.score``.
    what
        What was found there.
    why
        Why it cannot be so. May be empty when `what` says it all.
    fix
        What to do about it.
    """

    where: str
    what: str
    why: str = ""
    fix: str = ""

    @property
    def sentences(self) -> str:
        """All but where it is, as sentences: for where the place is plain, such as a field of a form.

        Examples
        --------
        >>> Problem("--budget", "$30 does not reach", "The first application costs $161", "Raise it").sentences
        '$30 does not reach. The first application costs $161. Raise it.'
        """
        parts = filter(None, (self.what, self.why, self.fix))
        return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)

    def __str__(self) -> str:
        return f"{self.where}: {self.sentences}"


class SmartPickError(Exception):
    """The root of every error that the project raises on purpose."""


class UserError(SmartPickError):
    """One or more problems that the user can put right.

    Examples
    --------
    >>> str(UserError([Problem("me.toml, season", "2019 is too early", fix="Use 2026 or later")]))
    'me.toml, season: 2019 is too early. Use 2026 or later.'
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class ProfileError(UserError):
    """The profile file cannot be used as it stands."""


class FactsError(UserError):
    """A fact file is wrong, or the figures asked for are not in this build."""


class RequestError(UserError):
    """What was asked for cannot be done as asked."""


def did_you_mean(word: str, known: Iterable[str], limit: int = 3) -> str:
    """Return a question that names the nearest known words, or an empty text when none is near.

    Examples
    --------
    >>> did_you_mean("internal_medecine", ["internal_medicine", "surgery_general"])
    "Did you mean 'internal_medicine'?"
    >>> did_you_mean("famly medicine", ["family_medicine", "Family Medicine"])
    "Did you mean 'Family Medicine'?"
    >>> did_you_mean("xyzzy", ["internal_medicine"])
    ''
    """
    known = list(known)
    lowered = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), list(lowered), n=2 * limit, cutoff=0.6)
    if not near:
        return ""
    # A key and the name that it stands for are one thing said twice.
    said: dict[str, str] = {}
    for name in near:
        said.setdefault(name.replace("_", " "), f"'{lowered[name]}'")
    names = list(said.values())[:limit]
    return f"Did you mean {' or '.join(names)}?"
