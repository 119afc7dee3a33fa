"""``smartpick text``: three sentences first, JSON after its schema, bad input told, nothing leaves the machine."""

import json
import re
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from smartpick.present._text_command import KINDS, kind_of

Run = Callable[..., Any]
DAY = "2026-09-10"
ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.toml"))
TEXTS = sorted(path.name for path in (ROOT / "examples" / "texts").glob("*.txt"))
SPANISH = (
    "Nací en un pueblo pequeño, y mis padres me llevaron a la ciudad para que un día pudiera estudiar medicina y"
    " volver a cuidar de la gente que me vio crecer."
)

pytestmark = pytest.mark.usefixtures("kept")


def validator(name: str) -> Draft202012Validator:
    found = json.loads((ROOT / "docs" / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    return validator("text-1")


def profile(name: str = "us-md-la-step1-fail") -> str:
    return str(ROOT / "examples" / f"{name}.toml")


def file(name: str) -> str:
    return str(ROOT / "examples" / "texts" / name)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_gets_an_answer_that_keeps_to_the_schema(name: str, run: Run, schema: Any) -> None:
    texts = [file(each) for each in TEXTS]
    shown = run("text", profile(name), *texts, "--today", DAY)
    assert (shown.code, shown.err) == (0, "")
    made = run("text", profile(name), *texts, "--today", DAY, "--json", "-")
    assert list(schema.iter_errors(made.data)) == []
    assert made.out == run("text", profile(name), *texts, "--today", DAY, "--json", "-").out
    said = " ".join(shown.out.split())
    for sentence in (*made.data["answer"], *made.data["address"]["lines"], *made.data["limits"]):
        assert sentence in said
    for heading in ("Should the weak result be addressed?", "Can your ties be seen?", "What does not go together"):
        assert heading in said
    assert said.startswith(made.data["answer"][0])


def test_marks_are_highlighted_with_line_and_reason(run: Run) -> None:
    shown = " ".join(run("text", profile(), file("statement-defensive.txt"), "--today", DAY).out.split())
    assert "! line 3: I [only failed] by a few points. may read as a defense: plays it down; the result stands" in shown
    data = run("text", profile(), file("statement-defensive.txt"), "--today", DAY, "--json", "-").data
    text = (ROOT / "examples" / "texts" / "statement-defensive.txt").read_text(encoding="utf-8")
    for mark in data["documents"][0]["marks"]:
        assert text[mark["start"] : mark["end"]] == mark["quote"]


def test_the_certification_is_said_to_be_in_dispute_with_its_source(run: Run) -> None:
    shown = " ".join(run("text", profile(), file("statement-good.txt"), "--today", DAY).out.split())
    assert "Public sources disagree on what an applicant certifies about AI-written text" in shown
    assert "only checks what you wrote" in shown
    assert "rules_ai_certification" in shown


def test_kinds_are_told_or_read_from_the_name(run: Run) -> None:
    data = run(
        "text", profile(), file("statement-good.txt"), file("experiences.txt"), "--today", DAY, "--json", "-"
    ).data
    assert [each["kind"] for each in data["documents"]] == ["statement", "experience"]
    told = run(
        "text", profile(), file("statement-good.txt"), "--kind", "additional", "--today", DAY, "--json", "-"
    ).data
    assert told["documents"][0]["kind"] == "additional"
    assert {kind_of(name) for name in ("ps.txt", "Experience 1.txt", "impactful.txt", "answers.txt")} == set(KINDS)


def test_private_ties_and_reasons_are_in_no_export(tmp_path: Path, run: Run, schema: Any) -> None:
    me = tmp_path / "me.toml"
    me.write_text(
        Path(profile()).read_text(encoding="utf-8")
        + '\n[[setbacks]]\nkind = "illness"\nnote = "hepatitis"\nis_documented = true\nis_resolved = true\n'
        + '\n[[remediation]]\nkind = "evaluation"\nnote = "neuropsychology"\n'
        + '\n[[ties]]\nkind = "partner"\nplace = "Zanesville"\nstate = "OH"\nnote = "Robin"\n',
        encoding="utf-8",
    )
    made = run("text", me, file("statement-good.txt"), "--today", DAY, "--json", "-")
    assert list(schema.iter_errors(made.data)) == []
    # Worked out as if nothing were kept: the answer is that of a profile without it, in state, count and verdict.
    without = run("text", profile(), file("statement-good.txt"), "--today", DAY, "--json", "-")
    assert made.data["address"] == without.data["address"]
    assert made.data["address"]["private_conditions_left_out"] == 0
    for secret in ("illness", "hepatitis", "evaluation", "neuropsychology", "Zanesville", "partner", "Robin"):
        assert secret not in made.out
    assert "Zanesville" in run("text", me, file("statement-good.txt"), "--today", DAY).out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"w " * 50_000, "50,000 words are more than"),
        (SPANISH.encode(), "does not read as English"),
        (b"I wrote \x07 this.", "control characters in line 1"),
        (b"%PDF-1.4\n", "that is a PDF, and no plain text"),
    ],
    ids=["empty", "long", "Spanish", "control", "PDF"],
)
def test_bad_input_gets_a_clear_answer(content: bytes, told: str, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes(content)
    made = run("text", profile(), path, "--today", DAY)
    assert made.code == 2
    assert told in made.err
    assert made.err.startswith("mine.txt")
    assert made.out == ""


def test_all_problems_come_at_once(tmp_path: Path, run: Run) -> None:
    made = run("text", profile(), tmp_path / "a.txt", tmp_path / "b.txt", "--kind", "poem", "--today", "soon")
    assert made.code == 2
    for told in ("a.txt", "b.txt", "1 kinds for 2 texts", "no kind 'poem'", "'soon' is not a day"):
        assert told in made.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "no file is named"),
        ([profile()], "no text is named"),
        ([profile(), file("experiences.txt"), "--send", "abc"], "no endpoint is named"),
        ([profile(), file("experiences.txt"), "--model", "m"], "no endpoint is named"),
        ([profile(), file("experiences.txt"), "--comment-by", "http://example.org"], "no model is named"),
    ],
)
def test_what_is_missing_is_said(arguments: list[str], told: str, run: Run) -> None:
    made = run("text", *arguments, "--today", DAY)
    assert (made.code, told in made.err) == (2, True), made.err


def test_a_hostile_text_steers_no_terminal(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "statement\x1b[31m.txt"
    path.write_text("My school never taught us \u202eanything\u2066 at all.\n", encoding="utf-8")
    made = run("text", profile(), path, "--today", DAY)
    assert made.code == 0
    assert "\x1b" not in made.out
    assert "\u202e" not in made.out


def test_no_default_path_opens_a_connection(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def refused(*_arguments: object, **_named: object) -> None:
        opened.append(_arguments)
        raise AssertionError("a connection was opened")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refused)
    texts = [file(each) for each in TEXTS]
    assert run("text", profile(), *texts, "--line", "A doctor for Fresno.", "--today", DAY).code == 0
    assert run("text", profile(), *texts, "--today", DAY, "--json", "-").code == 0
    assert run("text", "--judge").code == 0
    # Looking at what would be sent is no sending either.
    shown = run("text", profile(), *texts, "--comment-by", "https://example.org/v1", "--model", "m", "--today", DAY)
    assert shown.code == 0
    assert "Nothing has been sent" in shown.out
    assert opened == []


def test_a_process_of_its_own_imports_no_network_part(process: Callable[..., Any]) -> None:
    watch = (
        "import atexit, sys\n"
        "def refused(event, arguments):\n"
        "    if event.startswith('socket.'):\n"
        "        raise RuntimeError(event)\n"
        "sys.addaudithook(refused)\n"
        "atexit.register(lambda: print('http.client' in sys.modules, file=sys.stderr))"
    )
    made = process("text", profile(), file("statement-good.txt"), "--today", DAY, prelude=watch)
    assert made.returncode == 0, made.stderr
    assert made.stderr.decode().strip() == "False"


def test_remarks_are_shown_first_and_come_only_with_their_code(
    run: Run, schema: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bytes] = []
    said = [{"quote": "I only failed by a few points", "comment": "This plays the result down."}]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            content = json.dumps({"choices": [{"message": {"content": json.dumps(said)}}]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        there = ("--comment-by", f"http://localhost:{server.server_port}/v1", "--model", "small", "--today", DAY)
        base = ("text", profile(), file("statement-defensive.txt"), *there)
        first = run(*base)
        assert first.code == 0
        assert asked == []
        found = re.search(r"--send ([0-9a-f]{12})", first.out)
        assert found is not None
        wrong = run(*base, "--send", "0" * 12)
        assert (wrong.code, asked) == (2, [])
        missing = run(*base, "--send", found[1], "--key-from", "NO_SUCH_VARIABLE")
        assert (missing.code, asked) == (2, [])
        monkeypatch.setenv("MY_KEY", "a-key")
        sent = run(*base, "--send", found[1], "--key-from", "MY_KEY")
        assert sent.code == 0
        assert len(asked) == 1
        assert "This plays the result down." in sent.out
        assert "a-key" not in sent.out + sent.err
        data = run(*base, "--send", found[1], "--json", "-").data
        assert list(schema.iter_errors(data)) == []
        assert data["comment"]["was_sent"] is True
        assert data["comment"]["remarks"] == [{"text": 1, **said[0]}]
        # What went out is what was shown.
        content = json.loads(asked[0])["messages"][1]["content"]
        assert content in data["comment"]["would_send"]
        assert " ".join(content.split()) in " ".join(first.out.split())
        server.shutdown()


def test_what_is_taken_out_is_shown_to_her_before_and_stands_in_no_export(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "statement.txt"
    text.write_text("I keep bees. Medication made the spring term possible. I read to children.", encoding="utf-8")
    there = ("--comment-by", "https://example.org/v1", "--model", "m", "--today", DAY)
    shown = " ".join(run("text", profile(), text, *there).out.split())
    assert "not sent, text 1 (a sentence about health): Medication made the spring term possible." in shown
    assert "A list of words did this, and it finds no others" in shown
    sent = shown.split("-" * 20)[-2]
    assert "Medication" not in sent
    assert "[taken out] I read to children." in sent
    data = run("text", profile(), text, *there, "--json", "-").data
    assert data["comment"]["taken_out"] == {"a sentence about health": 1}
    assert "Medication" not in json.dumps(data["comment"])


def test_judging_prints_counts_and_intervals_for_any_file(tmp_path: Path, run: Run) -> None:
    shown = " ".join(run("text", "--judge").out.split())
    assert shown.startswith("labelled_1.txt: 1,117 labelled sentences in 9 families, and 108 experiences.")
    for told in ("missed (90 % interval)", "false alarms (90 % interval)", "Themes by TF-IDF", "of 62,"):
        assert told in shown
    mine = tmp_path / "second.txt"
    mine.write_text("[owns: yes]\nI keep bees.\n[owns: no]\nI underestimated it.\n", encoding="utf-8")
    made = run("text", "--judge", mine, "--json", "-").data
    assert list(validator("text_judge-1").iter_errors(made)) == []
    (family,) = made["sets"][0]["families"]
    assert (family["missed"], family["false_alarms"]) == (["I keep bees."], ["I underestimated it."])
    assert list(validator("text_judge-1").iter_errors(run("text", "--judge", "--json", "-").data)) == []
    mine.write_text("[own: yes]\n", encoding="utf-8")
    wrong = run("text", "--judge", mine, tmp_path / "none.txt")
    assert wrong.code == 2
    assert "Did you mean 'owns'" in wrong.err
    assert "none.txt" in wrong.err
