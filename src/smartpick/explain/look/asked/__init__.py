"""What does a person mean: which program by a part of its name, which change of her profile by ``field=value``?"""

from __future__ import annotations

from smartpick.explain.look.asked._named import one_program, programs_meant
from smartpick.explain.look.asked._settings import Setting, changed, settings_of

__all__ = ["Setting", "changed", "one_program", "programs_meant", "settings_of"]
