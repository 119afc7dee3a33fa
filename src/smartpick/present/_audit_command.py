"""``smartpick audit``: a list made elsewhere, line by line, for a person or as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smartpick.present._list_input import Listed, choose_option
from smartpick.present._output import busy, json_option, target_problems, today_option, write_json
from smartpick.present._start import profile_argument, request_of, season_option, seed_option, start

__all__ = ["audit"]


def audit(
    profile: profile_argument,
    made_list: Annotated[
        Path, typer.Argument(metavar="LIST", help="The list: csv, xlsx, or text with one program a line.")
    ],
    choose: choose_option = None,
    season: season_option = None,
    seed: seed_option = 1,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Check a list made elsewhere: what each line is worth, and what is missing."""
    from smartpick.explain.audit import make_audit

    request, problems = request_of(today, season=season, seed=seed)
    listed = Listed(made_list, choose)
    problems += [*target_problems(json_to, None, made_list), *listed.problems]
    facts, directory, applicant = start(profile, request, problems, json_to)
    matches = listed.matches(directory, applicant.goals.specialties)
    with busy("Looking at every line"):
        made = make_audit(facts, directory, applicant, request, listed.file, matches)
    if json_to:
        from smartpick.present._audit_json import audit_json

        write_json(audit_json(facts, made), json_to)
        return
    from smartpick.present._audit_text import show_audit

    show_audit(facts, made)
