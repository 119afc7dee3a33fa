"""What does a publisher's own report say? Reads the NRMP's two yearly reports into plain rows; nothing is written.

A file that is wrong, cut off or hostile gives an error with page, row and column.
"""

from __future__ import annotations

from smartpick.importers.published._program_results import ProgramResults, program_results
from smartpick.importers.published._read import read_report
from smartpick.importers.published._state_results import StateResults, state_results

__all__ = ["ProgramResults", "StateResults", "program_results", "read_report", "state_results"]
