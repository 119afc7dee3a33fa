"""Remarks of a language model: shown first, confirmed, without private things, never drafts; and every failure."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from guidance.people import BASE, Person
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.errors import RequestError
from smartpick.guidance.text import document_of
from smartpick.guidance.text.comment import Outgoing, outgoing, remarks
from smartpick.guidance.text.comment._remarks import _read
from smartpick.profile import Profile

TEXT = "I failed Step 1 in June 2024. My school never taught us biochemistry. I grew up in Fresno."
PERSON = Profile.model_validate(BASE)
GOOD = [{"quote": "My school never taught us biochemistry", "comment": "This puts it on the school."}]


class Stub:
    """An endpoint on this computer that answers what it is told to, and remembers what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.body: bytes = b""
        self.wait = 0.0
        self.headers: dict[str, str] = {}
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                stub.asked.append((self.path, dict(self.headers), self.rfile.read(length)))
                time.sleep(stub.wait)
                try:
                    self.send_response(stub.status)
                    for name, value in stub.headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(stub.body)))
                    self.end_headers()
                    self.wfile.write(stub.body)
                except OSError:
                    pass  # the reader has gone, as it should

            def log_message(self, *_arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def says(self, content: object) -> None:
        """Answer as such endpoints do, with some content."""
        text = content if isinstance(content, str) else json.dumps(content)
        self.body = json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def stub() -> Iterator[Stub]:
    made = Stub()
    yield made
    made.close()


@pytest.fixture
def shown(stub: Stub, person: Person) -> Outgoing:
    return outgoing(stub.address, "small", person(), [document_of("a.txt", "statement", TEXT)])


def test_what_is_shown_is_sent_to_the_letter_and_nothing_before(stub: Stub, shown: Outgoing) -> None:
    stub.says(GOOD)
    assert stub.asked == []
    found = remarks(shown, shown.code, key="secret")
    ((path, headers, body),) = stub.asked
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer secret"
    assert body == shown.body
    told = json.loads(body)
    assert "\n\n".join(each["content"] for each in told["messages"]) == shown.shown
    assert [each["role"] for each in told["messages"]] == ["system", "user"]
    assert b"secret" not in body
    assert [(each.text, each.quote, each.comment) for each in found.remarks] == [
        (1, GOOD[0]["quote"], GOOD[0]["comment"])
    ]
    assert found.dropped == 0


def test_another_code_sends_nothing(stub: Stub, shown: Outgoing, person: Person) -> None:
    other = outgoing(stub.address, "small", person(), [document_of("a.txt", "statement", TEXT + " More.")])
    assert other.code != shown.code
    with pytest.raises(RequestError, match="Nothing was sent"):
        remarks(other, shown.code)
    assert stub.asked == []


def test_looking_at_it_opens_no_connection(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    assert outgoing("https://example.org/v1", "m", person(), [document_of("a.txt", "statement", TEXT)]).port == 443


def status(code: int, **headers: str) -> Callable[[Stub], None]:
    def change(stub: Stub) -> None:
        stub.status, stub.headers = code, headers

    return change


def body(content: bytes) -> Callable[[Stub], None]:
    def change(stub: Stub) -> None:
        stub.body = content

    return change


def says(content: object) -> Callable[[Stub], None]:
    return lambda stub: stub.says(content)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (status(500), "it failed .status 500."),
        (status(401), "refused the key"),
        (status(404), "no such page or model"),
        (status(429), "too many questions"),
        (status(302, Location="http://127.0.0.1:1/"), "points elsewhere"),
        (body(b"<html>garbage"), "not in the form"),
        (body(b"{}"), "not in the form"),
        (body(b'{"choices": []}'), "not in the form"),
        (body(b'{"choices": [{"message": {"content": null}}]}'), "not in the form"),
        (body(b"[" * 100_000), "not in the form"),
        (body(b"\xff\xfe\x00"), "not in the form"),
        (body(b"x" * 1_200_000), "more than a megabyte"),
        (says("Dear applicant, here is a better statement."), "no list of remarks"),
        (says('{"quote": "I failed"}'), "no list of remarks"),
        (says([{"quote": "words that were never sent", "comment": "Hm."}]), "none of its 1 entries"),
        (says([1, None, "text", {"quote": 1, "comment": []}]), "none of its 4 entries"),
    ],
)
def test_every_failure_has_its_message(change: Callable[[Stub], None], told: str, stub: Stub, shown: Outgoing) -> None:
    stub.says(GOOD)
    change(stub)
    with pytest.raises(RequestError, match=told) as raised:
        remarks(shown, shown.code)
    assert "check itself is not touched" in str(raised.value)


def test_an_endpoint_that_keeps_silent_is_left(stub: Stub, shown: Outgoing) -> None:
    stub.says(GOOD)
    stub.wait = 1.5
    start = time.monotonic()
    with pytest.raises(RequestError, match=r"no answer within 0\.3 seconds"):
        remarks(shown, shown.code, seconds=0.3)
    assert time.monotonic() - start < 1.2


def test_an_endpoint_that_is_not_there(person: Person) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = outgoing(f"http://127.0.0.1:{port}/v1", "m", person(), [document_of("a.txt", "statement", TEXT)])
    with pytest.raises(RequestError, match="no connection"):
        remarks(made, made.code, seconds=2)


@pytest.mark.parametrize(
    "comment",
    [
        "Replace it with: “I own my part in this and have changed.”",
        "You could write that you misjudged the exam.",
        "Here is a revised version of the sentence.",
        "Better: “Biochemistry was a weakness that I had left alone for much too long.”",
        "word " * 61,
        "",
    ],
)
def test_drafts_are_dropped(comment: str, stub: Stub, shown: Outgoing) -> None:
    stub.says([*GOOD, {"quote": "I failed Step 1", "comment": comment}])
    found = remarks(shown, shown.code)
    assert (len(found.remarks), found.dropped) == (1, 1)


def test_a_list_inside_a_fence_is_read(stub: Stub, shown: Outgoing) -> None:
    stub.says(f"```json\n{json.dumps(GOOD)}\n```")
    assert len(remarks(shown, shown.code).remarks) == 1
    stub.says([])
    assert remarks(shown, shown.code).remarks == ()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://example.org/v1", "http is for this computer only"),
        ("ftp://example.org", "no address"),
        ("example.org/v1", "no address"),
        ("https://me:pass@example.org/v1", "do not belong"),
        ("https://example.org/v1?key=1", "do not belong"),
        ("http://localhost:99999999/v1", "no address"),
        ("", "no address"),
        ("https://ex ample.org", "no address"),
    ],
)
def test_addresses_that_cannot_be_used(address: str, told: str, person: Person) -> None:
    with pytest.raises(RequestError, match=told):
        outgoing(address, "m", person(), [document_of("a.txt", "statement", TEXT)])
    with pytest.raises(RequestError, match="no model is named"):
        outgoing(address, " ", person(), [document_of("a.txt", "statement", TEXT)]) if "://l" not in address else (
            outgoing("http://localhost/v1", " ", person(), [])
        )


PRIVATE: dict[str, Any] = {
    "setbacks": [{"kind": "illness", "note": "sarcoidosis in spring"}],
    "gaps": [{"start": "2025-01-01", "reason": "custody hearing", "is_private": True}],
    "ties": [
        {"kind": "partner", "place": "Pasadena", "state": "CA", "note": "Robin"},
        {"kind": "family", "place": "Fresno", "state": "CA"},
        {"kind": "partner", "place": "Ventura, Ventura County", "state": "CA"},
    ],
    "remediation": [{"kind": "evaluation", "note": "neuropsychology testing"}],
}


@pytest.mark.parametrize(
    ("sentence", "secret"),
    [
        ("I was treated for depression that spring.", "depression"),
        ("My own illness cost me a month.", "illness"),
        ("I had surgery in May.", "surgery"),
        ("My husband teaches in Torrance.", "husband"),
        ("We rent a flat in Pasadena.", "Pasadena"),
        ("Robin keeps my cat.", "Robin"),
        ("The sarcoidosis came back.", "sarcoidosis"),
        ("A custody case took my evenings.", "custody"),
        ("My father died that winter.", "died"),
        ("I am undocumented.", "undocumented"),
        ("Write to me at ana.lopez@example.org.", "example.org"),
        ("Call (310) 555-0187 any time.", "0187"),
        ("My AAMC number is 12345678.", "12345678"),
        ("My name is Ana Lopez and I keep bees.", "Lopez"),
        ("Dr. Okafor taught me to listen.", "Okafor"),
        ("See www.ana-lopez.org for more.", "ana-lopez"),
        ("I live on Elm Street.", "Elm Street"),
        ("I moved to Ventura for someone.", "Ventura"),
        ("Home is 12 Rose Street in a quiet town.", "Rose Street"),
        ("I saw a neurologist for months.", "neurologist"),
        ("My ex and I split that spring.", "split"),
        ("The card was signed by Ana Lopez, MD.", "Lopez"),
        # No word for oneself is needed: who reads the text knows whose it is.
        ("Medication helped, and the spring term went better.", "Medication"),
        ("The spring was lost to pregnancy and bed rest.", "pregnancy"),
        ("Mental health came first that year.", "Mental"),
        ("Poor health cost a term.", "health"),
        ("Bipolar disorder is part of this story.", "Bipolar"),
        ("ADHD was found late.", "ADHD"),
        ("Living with a disability taught patience.", "disability"),
        ("Therapy and sleep made the difference.", "Therapy"),
        ("Being gay in a small town was lonely.", "gay"),
        ("Coming out to classmates took courage.", "Coming out"),
        ("As a transgender student, one is asked much.", "transgender"),
        ("Faith carried us through it.", "Faith"),
        ("Every Sunday the church choir met.", "church"),
        ("A Muslim household shaped these values.", "Muslim"),
        ("Daily prayer gives structure.", "prayer"),
        ("A green card came only in 2019.", "green card"),
        ("An H-1B would be needed.", "H-1B"),
        ("DACA opened the door.", "DACA"),
        ("A wife and two jobs filled the days.", "wife"),
        ("Mother died in March; the exam was in April.", "died"),
        ("De\u00adpres\u200bsion came back in May.", "pres"),
        ("The de\ufb01ciency was learned: attention de\ufb01cit.", "ciency"),
    ],
)
def test_private_things_are_not_sent(sentence: str, secret: str, person: Person) -> None:
    text = f"I keep bees. {sentence} I read to children."
    made = outgoing(
        "https://example.org/v1", "m", person(**PRIVATE), [document_of("a.txt", "statement", text)], ["Elm Street"]
    )
    assert secret not in made.body.decode()
    assert secret not in made.shown
    assert "I keep bees." in made.shown
    assert "I read to children." in made.shown
    assert sum(made.taken_out.values()) == 1


def test_what_the_profile_says_is_open_may_be_sent(person: Person) -> None:
    text = "I was treated for depression that spring. My husband teaches in Torrance. My patient had cancer."
    open_ones = {
        "setbacks": [{"kind": each, "is_private": False} for each in ("illness", "learning_difference")],
        "ties": [{"kind": "partner", "place": "Torrance", "state": "CA", "is_private": False}],
    }
    made = outgoing("https://example.org/v1", "m", person(**open_ones), [document_of("a.txt", "statement", text)])
    assert text in made.shown
    assert made.taken_out == {}
    closed = outgoing("https://example.org/v1", "m", person(), [document_of("a.txt", "statement", text)])
    assert "depression" not in closed.shown
    assert "husband" not in closed.shown
    # A list of words cannot tell whose illness it is: in doubt the sentence goes.
    assert "cancer" not in closed.shown


def test_what_is_taken_out_is_told_word_for_word_and_counted(person: Person) -> None:
    text = "I keep bees. Medication helped. Dr. Okafor taught me to listen."
    made = outgoing("https://example.org/v1", "m", person(), [document_of("a.txt", "statement", text)])
    assert [(each.why, each.text, each.words) for each in made.taken] == [
        ("a sentence about health", 1, "Medication helped."),
        ("a name", 1, "Dr. Okafor"),
    ]
    assert made.taken_out == {"a sentence about health": 1, "a name": 1}


def test_a_long_sentence_goes_as_a_whole(person: Person) -> None:
    text = (
        f"I keep bees. Depression began {'in the spring of that year and ' * 30}kept a secret name for the end. I row."
    )
    made = outgoing("https://example.org/v1", "m", person(), [document_of("a.txt", "statement", text)])
    assert made.texts == ("I keep bees. [taken out] I row.",)


@pytest.mark.parametrize(
    "sentence",
    [
        "I want to practice community health in Fresno.",
        "The refugee clinic opened on Saturdays.",
        "My surgery clerkship taught me to prepare.",
        "The trauma center never closed.",
        "I failed Step 1 because I misjudged how far I was.",
        "The county health department hired us.",
    ],
)
def test_what_programs_are_for_stays(sentence: str, person: Person) -> None:
    made = outgoing("https://example.org/v1", "m", person(), [document_of("a.txt", "statement", sentence)])
    assert made.texts == (sentence,)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["choices", "message", "content", "quote", "comment", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(answer=st.one_of(st.binary(max_size=200), ANYTHING.map(lambda value: json.dumps(value).encode())))
def test_any_answer_is_read_or_told(answer: bytes) -> None:
    made = outgoing("http://localhost/v1", "m", PERSON, [document_of("a.txt", "statement", TEXT)])
    with contextlib.suppress(RequestError):
        assert _read(answer, made).remarks == ()


@settings(deadline=None)
@given(content=ANYTHING)
def test_any_content_is_read_or_told(content: object) -> None:
    made = outgoing("http://localhost/v1", "m", PERSON, [document_of("a.txt", "statement", TEXT)])
    answer = json.dumps({"choices": [{"message": {"content": json.dumps(content)}}]}).encode()
    with contextlib.suppress(RequestError):
        for remark in _read(answer, made).remarks:
            assert remark.quote.strip(".… ") in TEXT
            assert remark.comment.strip()
