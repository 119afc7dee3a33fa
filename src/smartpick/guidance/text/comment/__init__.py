"""What would a language model of the applicant's own choice remark? Off by default; no other room connects anywhere.

First `outgoing` shows exactly what would be sent, with private things taken out; only `remarks` with its code sends.
Remarks point at words that were sent; anything that looks like a draft is dropped.
"""

from __future__ import annotations

from smartpick.guidance.text.comment._outgoing import Outgoing, outgoing
from smartpick.guidance.text.comment._private import Taken
from smartpick.guidance.text.comment._remarks import Remark, Remarks, remarks

__all__ = ["Outgoing", "Remark", "Remarks", "Taken", "outgoing", "remarks"]
