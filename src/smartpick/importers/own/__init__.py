"""What does a spreadsheet of the applicant's own say about programs? Each column is mapped to a field of own facts.

It may be her own, or one that she exported for herself from a directory; it goes into her own facts only. Nothing is
written here, and nothing that a file holds is run.
"""

from __future__ import annotations

from smartpick.importers.own._page import PageReading, PageSaying, ResidentCount, read_page, residents_of
from smartpick.importers.own._sheet import FactColumn, FactSheet, SheetFact, fact_sheet, read_fact_sheet

__all__ = [
    "FactColumn",
    "FactSheet",
    "PageReading",
    "PageSaying",
    "ResidentCount",
    "SheetFact",
    "fact_sheet",
    "read_fact_sheet",
    "read_page",
    "residents_of",
]
