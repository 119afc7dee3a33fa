"""What do new facts do to the chances? The model fitted anew, and somebody's chances before and after."""

from __future__ import annotations

from smartpick.explain.refit._refit import MovedChance, ProfileMoved, Refit, refit_of

__all__ = ["MovedChance", "ProfileMoved", "Refit", "refit_of"]
