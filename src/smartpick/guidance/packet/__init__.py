"""What does an advisor need for a talk of twenty minutes? The reading, the plan and the list on one or two pages."""

from __future__ import annotations

from smartpick.guidance.packet._packet import REDACTIONS, Packet, Section, Sieve, make_packet, sieve_of, task_title

__all__ = ["REDACTIONS", "Packet", "Section", "Sieve", "make_packet", "sieve_of", "task_title"]
