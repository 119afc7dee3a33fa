"""How do own facts get into a profile's file, or out of it, without touching anything else there?"""

from __future__ import annotations

from smartpick.profile.own._edit import Change, OwnEdit, edited_own_facts
from smartpick.profile.own._fields import FieldRule, field_rules, value_in

__all__ = ["Change", "FieldRule", "OwnEdit", "edited_own_facts", "field_rules", "value_in"]
