"""``smartpick text``: the applicant's own texts checked on this computer; ``--judge``: how wrong the rules are."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartpick.errors import Problem, RequestError, UserError, did_you_mean
from smartpick.present._output import json_option, target_problems, today_option, write_json
from smartpick.present._start import day_asked, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.guidance.text import Document
    from smartpick.guidance.text.comment import Outgoing, Remarks
    from smartpick.profile import Profile

__all__ = ["KINDS", "kind_of", "text"]

KINDS = ("statement", "experience", "additional", "answer")
_NAMED = {
    "experience": ("experience", "activities", "cv"),
    "additional": ("additional", "impactful", "addendum"),
    "answer": ("answer", "supplement", "secondary", "geographic", "signal"),
}
_MOST_FILES = 12
_MOST_LINE = 400
_SECONDS = 60.0


def text(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PROFILE FILE…", help="Your profile, then one or more plain text files of yours."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help=f"What each file is, in their order: {', '.join(KINDS)}; else by its name."),
    ] = None,
    line: Annotated[str, typer.Option(metavar="TEXT", help="Your one line about yourself, in your own words.")] = "",
    judge: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--judge", help="Instead: how often the rules are wrong, on files of labelled sentences.")
    ] = False,
    comment_by: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="A language model of your choice may remark; shows first what it would get."
        ),
    ] = None,
    model: Annotated[str, typer.Option(metavar="NAME", help="Which model there.")] = "",
    key_from: Annotated[
        str | None, typer.Option(metavar="VARIABLE", help="Environment variable that holds your key there.")
    ] = None,
    take_out: Annotated[
        list[str] | None, typer.Option(metavar="WORDS", help="More that must not be sent; may be given again.")
    ] = None,
    send: Annotated[
        str | None, typer.Option(metavar="CODE", help="Send exactly what was shown with this code.")
    ] = None,
    season: Annotated[int | None, typer.Option(min=2020, max=2100, metavar="YEAR", help="Year of the Match.")] = None,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Check your own texts: what reads as a defense or as anybody's, ties, contradictions; writes nothing for you."""
    if judge:
        from smartpick.present._text_judge import judge_files

        judge_files(files or [], json_to)
        return
    from smartpick.guidance.text import check_texts
    from smartpick.profile import profile_hash, public_view

    day, wrong = day_asked(today)
    if not files:
        raise RequestError([Problem("PROFILE", "no file is named", fix="smartpick text me.toml statement.txt"), *wrong])
    profile = files[0]
    problems = [*target_problems(json_to, None, profile), *wrong]
    if len(line) > _MOST_LINE:
        what = f"has {len(line):,} characters"
        problems.append(Problem("--line", what, fix=f"Write one sentence of at most {_MOST_LINE}"))
    documents, unread = _documents(files[1:], kind or [])
    facts, directory, applicant = opened(profile, day, [*problems, *unread])
    out = _outgoing(comment_by, model, applicant, documents, take_out or [], send)
    # What leaves the program is worked out from what she lets out, so that nothing private can be in it.
    shown = public_view(applicant) if json_to else applicant
    found = check_texts(facts, directory, shown, documents, day, season, line)
    if json_to:
        from smartpick.present._text_json import text_json

        said = _sent(out, send, key_from)
        write_json(text_json(facts, found, profile_hash(applicant), out, said), json_to)
        return
    from smartpick.present._text_show import show_outgoing, show_remarks, show_report

    show_report(facts, found)
    if out is None:
        return
    show_outgoing(out)
    if send is None and sys.stdin.isatty() and sys.stdout.isatty():
        send = out.code if typer.confirm("Send exactly this?", default=False) else None
    show_remarks(_sent(out, send, key_from), out, [each.name for each in documents])


def kind_of(name: str) -> str:
    """Return what a file is by its name; a statement where nothing else is named.

    Examples
    --------
    >>> kind_of("experiences.txt"), kind_of("supplemental-answer.txt"), kind_of("ps.txt")
    ('experience', 'answer', 'statement')
    """
    low = name.lower()
    return next((kind for kind, words in _NAMED.items() if any(word in low for word in words)), "statement")


def _documents(paths: Sequence[Path], kinds: Sequence[str]) -> tuple[list[Document], list[Problem]]:
    """Return the texts, and all that is wrong with their files and kinds."""
    from smartpick.guidance.text import document_of
    from smartpick.importers.texts import read_text

    problems: list[Problem] = []
    if not paths:
        problems.append(Problem("FILE", "no text is named", fix="Name one after the profile: statement.txt"))
    if len(paths) > _MOST_FILES:
        problems.append(Problem("FILE", f"{len(paths)} texts", fix=f"Check at most {_MOST_FILES} at a time"))
    if kinds and len(kinds) != len(paths):
        what = f"{len(kinds)} kinds for {len(paths)} texts"
        problems.append(Problem("--kind", what, fix="Give one for each text, in their order, or none"))
    for each in kinds:
        if each not in KINDS:
            fix = did_you_mean(each, KINDS) or f"Kinds: {', '.join(KINDS)}"
            problems.append(Problem("--kind", f"no kind '{each[:40]}'", fix=fix))
    made: list[Document] = []
    names: set[str] = set()
    for number, path in enumerate(paths[:_MOST_FILES]):
        try:
            content = read_text(path)
        except UserError as error:
            problems += error.problems
            continue
        name = path.name if path.name not in names else str(path)
        names.add(name)
        is_told = len(kinds) == len(paths) and kinds[number] in KINDS
        made.append(document_of(name, kinds[number] if is_told else kind_of(path.name), content))
    return made, problems


def _outgoing(
    address: str | None,
    model: str,
    applicant: Profile,
    documents: Sequence[Document],
    more: Sequence[str],
    send: str | None,
) -> Outgoing | None:
    if address is None:
        if send is not None or model:
            option = "--send" if send is not None else "--model"
            raise RequestError([Problem(option, "no endpoint is named", fix="Name one with --comment-by")])
        return None
    from smartpick.guidance.text.comment import outgoing

    return outgoing(address, model, applicant, documents, more)


def _sent(out: Outgoing | None, send: str | None, key_from: str | None) -> Remarks | None:
    """Return what came back; None where nothing was sent."""
    if out is None or send is None:
        return None
    from smartpick.guidance.text.comment import remarks
    from smartpick.present._output import busy

    key = os.environ.get(key_from, "") if key_from else ""
    if key_from and not key:
        what = f"the environment holds no {key_from[:60]}"
        raise RequestError([Problem("--key-from", what, "Nothing was sent", "Set it, or leave --key-from out")])
    if any(not letter.isascii() or not letter.isprintable() for letter in key):
        raise RequestError([Problem("--key-from", "that is no key", "Nothing was sent", "Keys are plain letters")])
    with busy("Waiting for remarks"):
        return remarks(out, send, key, _SECONDS)
