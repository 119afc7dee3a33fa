"""Says in the page's own terms what a sentence says in the terminal's: a command becomes a link to its page.

Sentences come from rooms that know no page, and name commands between backticks. Whoever reads the page has no
terminal. What the page cannot do stays a command, and is called one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode

from markupsafe import Markup, escape

from smartpick.present.web._nav import GROUPS

__all__ = ["in_page_words", "pages_named"]


@dataclass(frozen=True)
class Twin:
    """What the page has in place of a command.

    Parameters
    ----------
    command
        First words of the command, without the program's name; an option or a file where that is named alone.
    address
        Of the page; ``{}`` stands for what the command names last.
    option
        Option that the command has to name; none where this is empty.
    follows
        What has to stand after the command; anything where this is empty.
    instead
        What stands in the place of command and `follows`, where the page does it by another verb; ``[…]`` is the link.
    name
        What the page is called; as in the bars where this is empty.
    noun
        What kind of place it is.
    """

    command: str
    address: str
    option: str = ""
    follows: str = ""
    instead: str = ""
    name: str = ""
    noun: str = "page"

    def fits(self, command: str, after: str) -> bool:
        """Tell whether it stands for a command that a text goes on after."""
        is_named = command == self.command or command.startswith(f"{self.command} ")
        options = _OPTION.findall(command.removeprefix(self.command))
        is_asked = self.option in options if self.option else not options
        return is_named and is_asked and after.startswith(self.follows)


_KNOWN = " makes such a list, `--outside 0` says that you know"
_NAMES = {address: name for group in GROUPS for address, name in group.pages}
_OPTION = re.compile(r"(?<!\S)--[a-z-]+")
TWINS = (
    Twin("list", "/couple", option="--with"),
    Twin("list", "/?only={}", option="--specialty"),
    Twin("list", "/"),
    Twin("--outside", "/?outside={}", follows=_KNOWN, instead="you can [try such a list]"),
    Twin("whatif", "/#what-if", follows=" what one", instead="[] tells what one", name="What if", noun="section"),
    Twin("whatif", "/#what-if", name="What if", noun="section"),
    Twin("rank", "/couple", option="--with"),
    Twin("rank", "/rank"),
    Twin("log", "/season"),
    Twin("log", "/season", option="--remove"),
    Twin("soap", "/soap"),
    Twin("reapply", "/last-season"),
    Twin("assess", "/routes", follows=" has the base rates"),
    Twin("assess", "/record"),
    Twin("ask", "/questions"),
    Twin("plan", "/plan"),
    Twin("packet", "/packet"),
    Twin("letters", "/letters"),
    Twin("ties", "/ties"),
    Twin("interview", "/interview"),
    Twin("interview", "/interview#practice", option="--score"),
    Twin("text", "/texts"),
    Twin("new", "/profile", follows=" writes a file that shows the layout", instead="[] shows the layout"),
    Twin("new", "/start"),
    Twin("check-profile", "/profile"),
    Twin("own-facts list", "/profile"),
    Twin("facts list", "/sources"),
    Twin("facts list", "/sources", option="--kind"),
    Twin("facts sources", "/sources"),
    Twin("facts show", "/sources/{}", follows=" shows its rows", instead="[] has the table", name="Sources"),
    Twin("facts show", "/sources/{}", name="Sources"),
    Twin("docs/profile.md", "/pages/profile", name="Every field of a profile"),
)
"""The first that fits stands for a command. What none fits has no place on the page."""

_PHRASES = {
    "--season names another season": "your profile can name another season",
    "for example with --specialty FM,": "for example in your answers,",
    ", or name one with --season": "",
    "docs/profile.md explains every line.": "The profile's page explains every line.",
    "Install it: pip install 'smartpick[pdf]'": "The spreadsheet and the csv file hold the same list",
    "and give it with --line.": "and write it into the box for your one line.",
}
"""What names an option of a command in the midst of a sentence, and what the page says instead."""
_PARTS = {"/rest": "/", "/curve": "/"}
"""Addresses of what stands on another page, with the state of that page."""
_NAME = "smartpick"
_SPAN = re.compile(r"`([^`]+)`")
_LAST = re.compile(r"(?:'([^']*)'|(\S+))\Z")
_KEY = re.compile(r"[a-z0-9_]+(/[A-Za-z0-9_.]+)?")
_BEGINS = re.compile(r"(?:\A|[.!?][”)]?\s)\s*\Z")
_ALONE_BEFORE = re.compile(r"(?:[:,;] |\()\Z")
_ALONE_AFTER = re.compile(r"[.,;:)\n]|\Z")


def in_page_words(text: str, here: str = "") -> Markup:
    """Return a text as HTML in which a command is a link to its page, and what else stands between backticks is code.

    Parameters
    ----------
    here
        Address that the text is shown at, with its state: the list's is kept, and no page leads to itself.

    Examples
    --------
    >>> in_page_words("`smartpick rank PROFILE` gives the chance of every rank.")
    Markup('The page <a href="/rank">Rank order</a> gives the chance of every rank.')
    >>> in_page_words("If offers have come, log them: `smartpick log PROFILE CODE invited`.")
    Markup('If offers have come, log them: see the page <a href="/season">Tracker</a>.')
    >>> in_page_words("`smartpick list` shows what each is worth.", "/?step2=250")
    Markup('This page shows what each is worth.')
    >>> in_page_words("`smartpick facts update` and `<b>`")
    Markup('<code>smartpick facts update</code> (a command of the terminal) and <code>&lt;b&gt;</code>')
    """
    for terminal, page in _PHRASES.items():
        text = text.replace(terminal, page)
    done: list[Markup] = []
    at = 0
    for found in _SPAN.finditer(text):
        if found.start() < at:
            continue  # what follows a command was said with it
        before, after = text[at : found.start()], text[found.end() :]
        twin = _twin(found[1], after)
        if twin is None:
            done += [escape(before), _code(found[1])]
            at = found.end()
            continue
        before, first, named, last = _place(twin, before, after, _where(twin, found[1], here))
        if _BEGINS.search(text[:at] + before):
            first = first[:1].upper() + first[1:]
        done += [escape(before), escape(first), named, escape(last)]
        at = found.end() + len(twin.follows if twin.instead else "")
    return Markup("").join([*done, escape(text[at:])])


def pages_named(text: str) -> list[tuple[str, Markup]]:
    """Return command → link to its page, for each command with a page that a text names; in the text's order.

    Examples
    --------
    >>> pages_named("`smartpick list me.toml`, `smartpick market report`, and `smartpick list x.toml`")
    [('smartpick list', Markup('<a href="/">List</a>'))]
    """
    found: dict[str, Markup] = {}
    for command in re.findall(rf"\b{_NAME} [a-z][^`\n]*", text):
        twin = _twin(command.partition("  ")[0], "")
        if twin is not None and "{" not in twin.address:
            found.setdefault(f"{_NAME} {twin.command}", _linked(_where(twin, command, ""), _name(twin)))
    return list(found.items())


def _twin(command: str, after: str) -> Twin | None:
    said = command.removeprefix(f"{_NAME} ")
    is_ours = said != command or command.startswith(("--", "docs/"))
    return next((each for each in TWINS if is_ours and each.fits(said, after)), None)


def _code(command: str) -> Markup:
    """Return what has no page as code, with a word on what it is where it is for the terminal."""
    note = ""
    if command == _NAME or command.startswith(f"{_NAME} "):
        note = " (a command of the terminal)"
    elif command.startswith("--"):
        note = " (an option for the terminal)"
    return Markup("<code>{}</code>{}").format(command, note)


def _name(twin: Twin) -> str:
    return twin.name or _NAMES[twin.address.partition("?")[0].partition("#")[0]]


def _where(twin: Twin, command: str, here: str) -> str:
    """Return the address of a command's page from where one is; empty where one is there."""
    page, _, state = here.partition("?")
    is_part, page = page in _PARTS, _PARTS.get(page, page)
    path, _, asked = twin.address.partition("?")
    if path.endswith("{}"):
        last = _last(command)
        return path.format(last) if _KEY.fullmatch(last) else path.removesuffix("/{}")
    if path.partition("#")[0] != page:
        return twin.address.format(quote(_last(command))) if asked else path
    if asked:
        key = asked.partition("=")[0]
        kept = [pair for pair in parse_qsl(state) if pair[0] not in {key, "changed"}]
        return f"{path}?{urlencode([*kept, (key, _last(command))])}"
    if "#" in path:
        return path.removeprefix(page)
    return "" if not is_part else f"{path}?{state}" if state else path


def _last(command: str) -> str:
    """Return what a command names last."""
    found = _LAST.search(command)
    return (found[1] or found[2] or "") if found else ""


def _linked(link: str, name: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(link, name) if link else Markup("")


def _place(twin: Twin, before: str, after: str, link: str) -> tuple[str, str, Markup, str]:
    """Return the text before a command, what stands in the command's place, and the page's name as a link in it.

    A command may be the subject of its sentence, be what something is done with, or be all that a clause says.
    """
    name, place = (_name(twin), f"the {twin.noun} ") if link else ("", "this page")
    first = last = ""
    if twin.instead:
        first, given, last = _split(twin.instead)
        name, place = (given, "") if given else (name, place)
    elif before.endswith((" with ", "With ")):
        before, first = before[: -len("with ")], "on "
    elif _ALONE_BEFORE.search(before) and _ALONE_AFTER.match(after):
        before = f"{before[:-2]}; " if before.endswith(", ") else before
        first = "see " if link else "on "
    return before, first + place, _linked(link, name), last


def _split(instead: str) -> tuple[str, str, str]:
    first, _, rest = instead.partition("[")
    name, _, last = rest.partition("]")
    return first, name, last
