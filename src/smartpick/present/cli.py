"""The command ``smartpick``: reads arguments, calls one room, shows what came back, and says what went wrong.

Exit codes: 0 good, 2 the user can put it right, 1 our own bug (with its traceback).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from smartpick.errors import UserError
from smartpick.present import (
    _ask_command,
    _assess_command,
    _audit_command,
    _facts_commands,
    _interview_command,
    _letters_command,
    _list_command,
    _market_commands,
    _own_facts_commands,
    _packet_command,
    _plan_command,
    _profile_commands,
    _programs_command,
    _season_commands,
    _text_command,
    _ties_command,
)
from smartpick.present._compare_command import compare
from smartpick.present._export_command import export
from smartpick.present._import_command import import_sheet
from smartpick.present._output import printable
from smartpick.present._whatif_command import whatif
from smartpick.present._why_command import why

__all__ = ["app", "main"]

app = typer.Typer(
    name="smartpick",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Which residency programs to apply to, what the chances are, and why. Free, offline, from published data."
    " Without a command it starts the page on this machine.",
)
app.command("new")(_profile_commands.new)
app.command("check-profile")(_profile_commands.check)
app.command("list")(_list_command.list_programs)
app.command("why")(why)
app.command("whatif")(whatif)
app.command("compare")(compare)
app.command("audit")(_audit_command.audit)
app.command("programs")(_programs_command.programs)
app.command("rank")(_season_commands.rank)
app.command("log")(_season_commands.log)
app.command("soap")(_season_commands.soap)
app.command("reapply")(_season_commands.reapply)
app.command("assess")(_assess_command.assess_record)
app.command("ask")(_ask_command.ask)
app.command("plan")(_plan_command.plan_season)
app.command("packet")(_packet_command.packet)
app.command("letters")(_letters_command.letters)
app.command("ties")(_ties_command.ties)
app.command("interview")(_interview_command.interview)
app.command("text")(_text_command.text)
app.command("export")(export)
app.command("import")(import_sheet)
app.add_typer(_facts_commands.app, name="facts")
app.add_typer(_market_commands.app, name="market")
app.add_typer(_own_facts_commands.app, name="own-facts")


def _show_version(value: bool) -> None:  # noqa: FBT001 -- typer calls it so
    if value:
        from smartpick import __version__
        from smartpick.facts import open_facts

        print(f"smartpick {__version__}, facts {open_facts().short_version}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    version: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    no_browser: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--no-browser", help="Start the page without opening a browser.")
    ] = False,
    port: Annotated[int | None, typer.Option(min=0, max=65535, metavar="N", help="Port of the page.")] = None,
    incognito: Annotated[  # noqa: FBT002 -- the same
        bool, typer.Option("--incognito", help="Hide the numbers on the page.")
    ] = False,
) -> None:
    del version
    if context.invoked_subcommand is None:
        from smartpick.present.web import serve

        serve(port, opens_browser=not no_browser, is_incognito=incognito)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    # One thread for linear algebra: sums must not depend on the number of cores, and threads that spin while they wait
    # for each other make a busy machine many times slower. It has to stand before numpy is read.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
        os.environ.setdefault(name, "1")
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding shows a question mark where it lacks a letter, instead of ending the program.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(arguments, prog_name="smartpick")
    except UserError as error:
        for problem in error.problems:
            text = printable(str(problem))
            print(f"- {text}" if len(error.problems) > 1 else text, file=sys.stderr)
        if len(error.problems) > 1:
            print(f"{len(error.problems)} things to put right.", file=sys.stderr)
        sys.exit(2)
    except SystemExit as leaving:
        if isinstance(leaving.__context__, BrokenPipeError):
            # The reader (`| head`) has seen enough. The interpreter must not complain about the pipe at its end either.
            with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
                os.dup2(nowhere.fileno(), 1)
            sys.exit(0)
        if isinstance(leaving.__context__, typer.Abort):
            sys.exit(130)
        raise
