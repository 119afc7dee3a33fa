"""What is a list worth that was made elsewhere: what is wrong in it, what does each line add, what is missing?"""

from __future__ import annotations

from smartpick.explain.audit._audit import make_audit
from smartpick.explain.audit._types import Audit, AuditLine, LineState, Missing

__all__ = ["Audit", "AuditLine", "LineState", "Missing", "make_audit"]
