"""Who is the applicant? Validated and versioned; nothing is derived, and nothing missing is filled in.

One TOML file per applicant, documented field by field in ``docs/profile.md``. `load_profile` and `check_profile` take
the names that may occur as `Known`: ``Known.of(facts)``. The fields are built when the first profile is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartpick.profile._known import Known
from smartpick.profile._load import check_profile, load_profile, profile_hash
from smartpick.profile._write import public_view, template

if TYPE_CHECKING:
    from smartpick.profile._model import Attempt, OwnFact, Practice, Profile, Rehearsal, Tie

__all__ = [
    "Attempt",
    "Known",
    "OwnFact",
    "Practice",
    "Profile",
    "Rehearsal",
    "Tie",
    "check_profile",
    "load_profile",
    "profile_hash",
    "public_view",
    "template",
]


def __getattr__(name: str) -> Any:
    """Return a class of the model; the validator behind it takes as long to import as everything else together."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from smartpick.profile import _model

    return getattr(_model, name)
