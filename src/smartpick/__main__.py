"""Lets ``python -m smartpick`` start the command line."""

from __future__ import annotations

from smartpick.present.cli import main

main()
