"""How often are the rules wrong? Labelled sentences and experiences, rates with counts and intervals.

The first set was written before the rules and is frozen; any other file of the same layout can be judged. The rules
have been read against the first set, so that its rates flatter them: believe those on a set by somebody else.
"""

from __future__ import annotations

from smartpick.guidance.text.judge._judge import FamilyRate, Judged, ThemeRate, judge
from smartpick.guidance.text.judge._labelled import Labelled, labelled_of, shipped

__all__ = ["FamilyRate", "Judged", "Labelled", "ThemeRate", "judge", "labelled_of", "shipped"]
