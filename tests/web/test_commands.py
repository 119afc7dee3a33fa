"""Whoever reads the page has no terminal: what sentences call by a command, the page calls by its own pages."""

import ast
import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.main import get_command
from web.conftest import TODAY, TOKEN, Running, start

from smartpick.present import cli
from smartpick.present.web import _commands
from smartpick.present.web._commands import TWINS, in_page_words, pages_named
from smartpick.present.web._nav import GROUPS
from smartpick.profile import template

ROOT = Path(__file__).parents[2]
WITHOUT_TWIN = (
    "export",
    "facts show TABLE --json -",
    "facts update",
    "import",
    "list PROFILE --json",
    "market",
    "own-facts add",
    "programs",
    "text --judge",
)
"""How the commands begin that sentences name and that the page has no page for."""
UNNAMED = {"audit", "compare", "export", "import", "market", "programs", "why"}
"""Commands that have no page, or that stand in several places of one."""
PARTS = (
    *("/rest", "/plan/scores", "/questions/answers", "/packet?list=wait", "/last-season/compared", "/season/thanks"),
    *("/interview/invitation", "/interview/invitation?code=xx", "/programs/1047120C0", "/programs/9", "/compare"),
    *("/?area=nowhere", "/?only=Psychiatry", "/?only=nonsense", "/ties?area=nowhere", "/packet?redact=nonsense"),
    *("/sources/nonsense", "/sources/fees_eras_2026/nonsense", "/sources/fees_eras_2026"),
    *("/rank?order=1047120C0&program=nonsense", "/couple/list?with=9"),
)
LOG = """
[[season_log]]
program_code_nrmp = "1047120C0"
event = "applied"
date = 2026-09-24

[[season_log]]
program_code_nrmp = "1047120C0"
event = "invited"
date = 2026-10-20
"""
WRONG = """profile_version = 1
home = ["99"]
[applicant]
type = "us_md_senior"
home_institutions = ["99"]
[goals]
specialties = ["nonsense"]
[assumptions]
nonsense = { mean = 1, sd = 2 }
[[exams.step1]]
result = "pass"
score = 100
date = 2020-01-01
[[season_log]]
program_code_nrmp = "1"
event = "applied"
"""
HOSTILE = """
[[service]]
title = '`smartpick list <img src=x>` and `<img src=y>`'
theme = "underserved care"
place = '`<img src=z>`'
state = "CA"
start = "2023-09"
hours = 220
note = '`smartpick soap "><img src=w>`'

[[letters]]
writer_role = '`smartpick facts show ../<img src=v>`'
status = "uploaded"
"""
ROOMS = ("explain", "facts", "guidance", "importers", "profile", "programs")


def seen(page: str) -> str:
    """Return what a page shows to read, without what somebody writes into a box of her own."""
    page = re.sub(r"<textarea.*?</textarea>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())


def unsaid(text: str) -> list[str]:
    """Return the commands and options that a text names and the page should have put into its own words."""
    named = [text[found.start() : found.end() + 60] for found in re.finditer(r"\bsmartpick (?=[a-z-])", text)]
    left = [each for each in named if not each.removeprefix("smartpick ").startswith(WITHOUT_TWIN)]
    options = re.finditer(r"(?<![\w-])--[a-z]", re.sub(r"\bsmartpick [a-z-]+[^.;]*", "", text))
    return left + [text[each.start() - 60 : each.end() + 60] for each in options] + re.findall(r".{,60}`.{,60}", text)


def sentences() -> Iterator[tuple[str, str]]:
    """Yield where a sentence of the code stands and the sentence, of those that name a command."""
    for room in ROOMS:
        for path in sorted((ROOT / "src/smartpick" / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.JoinedStr):
                    said = "".join(str(each.value) if isinstance(each, ast.Constant) else "X" for each in node.values)
                elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value:
                    said = node.value
                else:
                    continue
                if "`smartpick " in said and said.count("`") % 2 == 0:
                    yield f"{path.name}:{node.lineno}", said


def test_every_sentence_of_the_rooms_names_a_page_or_what_has_none() -> None:
    found = list(sentences())
    assert len(found) > 30
    left = {where: unsaid(seen(str(in_page_words(said)))) for where, said in found}
    assert {where: each for where, each in left.items() if each} == {}


def test_every_twin_leads_to_a_page_and_every_command_was_thought_of() -> None:
    known = set(get_command(cli.app).commands)  # type: ignore[attr-defined]
    there = {address for group in GROUPS for address, _ in group.pages}
    for each in TWINS:
        assert each.command.split()[0] in known or each.command.startswith(("--", "docs/")), each
        page = re.split(r"[?#]|/\{\}", each.address)[0] or "/"
        assert page in there or each.command.startswith("docs/"), each
    assert known - {each.command.split()[0] for each in TWINS} == UNNAMED
    source = " ".join(
        node.value
        for room in (*ROOMS, "present")
        for path in (ROOT / "src/smartpick" / room).rglob("*.py")
        if path.name != "_commands.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    source += template()
    assert [phrase for phrase in _commands._PHRASES if phrase not in source] == []


@pytest.mark.parametrize(
    ("said", "here", "shown"),
    [
        ("So: `smartpick soap PROFILE` shows them.", "/now", 'So: the page <a href="/soap">SOAP week</a> shows them.'),
        ("Ready. `smartpick soap PROFILE`.", "", 'Ready. The page <a href="/soap">SOAP week</a>.'),
        (
            "A list for two, `smartpick list A --with B`.",
            "/",
            'A list for two; see the page <a href="/couple">The two of you</a>.',
        ),
        ("Log each (`smartpick log PROFILE PROGRAM applied DAY`).", "/season?x=1", "Log each (on this page)."),
        ("`smartpick list` shows it.", "/?step2=250&q=a", "This page shows it."),
        ("See `smartpick list`", "/rest?step2=250&q=a", 'See the page <a href="/?step2=250&amp;q=a">List</a>'),
        (
            "`smartpick list PROFILE --specialty 'Family Medicine'` shows it alone.",
            "/?step2=250&changed=1",
            'The page <a href="/?step2=250&amp;only=Family+Medicine">List</a> shows it alone.',
        ),
        (
            "safer; `--outside 0.3` makes such a list, `--outside 0` says that you know.",
            "/now",
            'safer; you can <a href="/?outside=0.3">try such a list</a>.',
        ),
        ("Rank alone with `smartpick rank PROFILE LIST`", "", 'Rank alone on the page <a href="/rank">Rank order</a>'),
        (
            "`smartpick assess` has the base rates, `smartpick whatif` what one would change.",
            "",
            (
                'The page <a href="/routes">Routes</a> has the base rates, the section <a href="/#what-if">What if</a>'
                " tells what one would change."
            ),
        ),
        (
            "passed (`smartpick facts show step_scores`)",
            "",
            'passed (see the page <a href="/sources/step_scores">Sources</a>)',
        ),
        ("With `smartpick rank` you see it", "", 'On the page <a href="/rank">Rank order</a> you see it'),
        ("`smartpick facts show <b>x` is odd", "", 'The page <a href="/sources">Sources</a> is odd'),
        ("`smartpick new <b>` writes a file that shows the layout", "", None),
        (
            "`smartpick audit <i>` checks",
            "",
            "<code>smartpick audit &lt;i&gt;</code> (a command of the terminal) checks",
        ),
        ("no `<script>` & no \"'", "", "no <code>&lt;script&gt;</code> &amp; no &#34;&#39;"),
    ],
)
def test_a_sentence_reads_as_one(said: str, here: str, shown: str | None) -> None:
    made = in_page_words(said, here)
    assert unsaid(seen(str(made))) == [] or "audit" in said
    if shown is not None:
        assert made == shown
    else:
        assert "<b>" not in made
        assert made.count("<a href=") == 1


@given(st.text(), st.text(st.sampled_from("abc<>&\"'`/?#={}. smartpick--with")), st.sampled_from(["/", "/rest", "/x"]))
def test_whatever_stands_between_backticks_stays_text(text: str, hostile: str, path: str) -> None:
    for inside in (hostile, f"smartpick {hostile}", f"smartpick list {hostile}", f"smartpick facts show {hostile}"):
        for after in (text, " shows", " makes such a list, `--outside 0` says that you know"):
            made = str(in_page_words(f"{text}`{inside}`{after}", f"{path}?{hostile}"))
            plain = re.sub(r'<a href="/?[^"<>]*">[^<>]*</a>|</?code>', "", made)
            assert not re.search(r"[<>\"]", plain), made
            for address in re.findall(r'href="([^"]*)"', made):
                assert re.match(r"[/#](?!/)", address), address


def test_the_documentation_says_where_its_commands_are_on_the_page() -> None:
    named = dict(
        pages_named("`smartpick new me.toml`\nsmartpick list me.toml     which programs\n`smartpick market x`")
    )
    assert list(named) == ["smartpick new", "smartpick list"]
    assert named["smartpick list"] == '<a href="/">List</a>'


class Day:
    """The day that the page goes by."""

    def __init__(self) -> None:
        self.day = TODAY

    def __call__(self) -> date:
        return self.day


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, httpx.Client, Day]]:
    day = Day()
    running, server, thread = start(tmp_path_factory.mktemp("dated"), today=day)
    with httpx.Client(base_url=running.base, trust_env=False, timeout=120, headers={"origin": running.base}) as client:
        client.get("/alive", params={"token": TOKEN})
        yield running, client, day
    server.should_exit = True
    thread.join(10)


def wrong_on(client: httpx.Client, partner: int = 0) -> dict[str, list[str]]:
    """Return address → what should not stand there, over all pages; no link of a sentence leads nowhere."""
    wrong: dict[str, list[str]] = {}
    links: set[str] = set()
    # The documentation is of the whole program, with its commands; it says where they are on the page.
    pages = [address for group in GROUPS for address, _ in group.pages if not address.startswith("/pages/")]
    for address in (*pages, *PARTS, f"/couple/list?with={partner}", f"/couple?with={partner}"):
        answer = client.get(address)
        assert answer.status_code in {200, 404, 422}, address
        links |= set(re.findall(r'[tT]he (?:page|section) <a href="([^"#]*)', answer.text))
        if left := unsaid(seen(answer.text)):
            wrong[address] = left
    state = re.search(r'name="state" value="([0-9.]+)"', client.get("/profile").text)
    assert state is not None
    forms = {
        "/texts": {"kind-1": "statement", "text-1": "I apologize that I failed Step 1.", "line": "I am a leader"},
        "/season/add": {"program": "nonsense", "event": "invited", "day": "2020-01-01", "state": state[1]},
        "/season/understand": {"text": "", "event": "invited"},
        "/profile": {"text": WRONG, "state": state[1]},
    }
    for address, form in forms.items():
        if left := unsaid(seen(client.post(address, data=form).text)):
            wrong[f"POST {address}"] = left
    for link in links:
        assert client.get(html.unescape(link)).status_code == 200, link
    return wrong


def test_no_page_of_the_example_speaks_of_commands_that_have_a_page(
    dated: tuple[Running, httpx.Client, Day],
) -> None:
    running, client, _ = dated
    running.store.forget_everything()
    assert wrong_on(client) == {}
    assert "on <a href=" in client.get("/pages/profile").text
    tried = seen(client.get("/?only=Psychiatry&outside=0.3").text)
    assert "Tried here: Psychiatry alone; at least 30 % of the programs outside the first area." in tried
    assert 'in a list for two; see the page <a href="/couple">The two of you</a>.' in client.get("/").text


@pytest.mark.parametrize(
    ("name", "more", "days"),
    [
        ("dermatology-la-only", "", (date(2026, 8, 1), date(2027, 2, 10))),
        ("us-img-step2-fail", LOG, (date(2026, 11, 20), date(2027, 3, 16))),
    ],
)
def test_no_page_at_any_time_of_the_season_speaks_of_commands_that_have_a_page(
    dated: tuple[Running, httpx.Client, Day], name: str, more: str, days: tuple[date, ...]
) -> None:
    running, client, day = dated
    running.store.forget_everything()
    text = (ROOT / f"examples/{name}.toml").read_text(encoding="utf-8")
    partner = running.store.add("Partner", text, "new")
    running.store.add("Mine", text + more, "new")
    for each in days:
        day.day = each
        assert wrong_on(client, partner) == {}, each
    day.day = TODAY


def test_a_hostile_name_between_backticks_stays_a_name(dated: tuple[Running, httpx.Client, Day]) -> None:
    running, client, _ = dated
    running.store.forget_everything()
    running.store.add("Mine", (ROOT / "examples/us-img-step2-fail.toml").read_text(encoding="utf-8") + HOSTILE, "new")
    pages = {path: client.get(path).text for path in ("/record", "/plan", "/letters", "/ties", "/interview", "/packet")}
    shown = [path for path, page in pages.items() if "src=x" in page or "src=v" in page]
    assert shown, pages.keys()
    assert [path for path, page in pages.items() if "<img" in page] == []
