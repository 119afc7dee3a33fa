"""``smartpick new`` and ``smartpick check-profile``: begin a profile, and see whether it is in order."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smartpick.errors import Problem, ProfileError, RequestError
from smartpick.present._output import day_of, json_option, printable, today_option, write_json

__all__ = ["check", "new"]


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, for example me.toml.")],
) -> None:
    """Write a commented profile to fill in. An existing file is never overwritten."""
    from smartpick.profile import template

    try:
        with file.open("x", encoding="utf-8", newline="\n") as handle:
            handle.write(template())
    except FileExistsError as error:
        raise RequestError(
            [Problem(str(file), "the file is there already", fix="Choose another name, or move it away")]
        ) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise RequestError([Problem(str(file), f"cannot be written: {why}", fix="Name another place")]) from error
    name = printable(str(file))
    print(f"Written: {name}. Fill it in with any text editor, then: smartpick check-profile {name}")


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A profile.")],
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Say what is wrong with a profile, and how to mend it."""
    from smartpick.facts import open_facts
    from smartpick.profile import Known, check_profile, load_profile
    from smartpick.profile.passed import questions_of

    known, day = Known.of(open_facts()), day_of(today)
    problems = check_profile(file, known, day)
    asked = () if problems else questions_of(load_profile(file, known, day), day)
    if json_to:
        rows = [{"where": p.where, "what": p.what, "why": p.why, "fix": p.fix} for p in problems]
        write_json(
            {
                "file": file.name,
                "is_in_order": not problems,
                "problems": rows,
                "to_answer": [str(each) for each in asked],
            },
            json_to,
        )
        if problems:
            raise typer.Exit(2)
        return
    if problems:
        raise ProfileError(problems)
    for each in asked:
        print(f"To answer: {printable(str(each))}")
    print(f"{printable(file.name)} is in order. Next: smartpick list {printable(str(file))}")
