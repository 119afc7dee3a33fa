"""How right has each model been, on figures that it did not use?

Models are asked for published figures while those figures are taken out of the facts that they may read, and their
answers are set beside what was published, together with the simplest answers anybody could give.
"""

from __future__ import annotations

from smartpick.judged._judge import Judged, Record, Score, judge, simple_models
from smartpick.judged._model import Asked, Model, Published
from smartpick.judged._page import report, table
from smartpick.judged._sight import Sight
from smartpick.judged._tolerances import Tolerance, check

__all__ = [
    "Asked",
    "Judged",
    "Model",
    "Published",
    "Record",
    "Score",
    "Sight",
    "Tolerance",
    "check",
    "judge",
    "report",
    "simple_models",
    "table",
]
