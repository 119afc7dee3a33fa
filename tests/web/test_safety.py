"""Nobody but this machine's browser, from the page itself, is let in; and the page talks to nobody."""

import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from web.conftest import TOKEN, Running

from smartpick.present.web._safety import MOST_BODY
from smartpick.present.web._serve import _socket


@pytest.fixture
def client(fresh: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=fresh.base, trust_env=False, timeout=60) as found:
        found.get("/", params={"token": TOKEN})
        yield found


def test_the_token_becomes_a_cookie_that_scripts_and_other_sites_do_not_have(fresh: Running) -> None:
    answer = httpx.get(fresh.address, trust_env=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    assert TOKEN in answer.headers["set-cookie"]
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=Strict" in answer.headers["set-cookie"]


@pytest.mark.parametrize("path", ["/", "/static/app.js", "/list.json", "/profile", "/alive", "/?token=wrong"])
def test_without_the_token_nothing_is_shown(fresh: Running, path: str) -> None:
    answer = httpx.get(fresh.base + path, trust_env=False)
    assert answer.status_code == 403
    assert "program" not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1.evil.example:80", "", "localhost.:1"])
def test_a_foreign_host_is_refused_even_with_the_cookie(client: httpx.Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", None])
def test_a_change_from_elsewhere_changes_nothing(client: httpx.Client, fresh: Running, origin: str | None) -> None:
    fresh.store.add("me", fresh.app.desk.example_text, "new")
    headers = {} if origin is None else {"origin": origin}
    assert client.post("/forget", data={"sure": "yes"}, headers=headers).status_code == 403
    assert len(fresh.store.profiles()) == 1


def test_every_answer_has_the_strict_policy_and_none_is_shared(client: httpx.Client) -> None:
    for path in ("/", "/static/style.css", "/nowhere", "/programs/nothing", "/start"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert not [name for name in headers if name.startswith("access-control")]


def test_no_page_has_inline_script_or_style(client: httpx.Client) -> None:
    for path in ("/", "/start", "/profile", "/profiles", "/sources", "/pages/limits", "/programs/1047120C0"):
        html = client.get(path).text
        assert " style=" not in html, path
        assert "<style" not in html, path
        assert " onclick=" not in html, path
        assert html.count("<script") == html.count("<script src="), path


def test_a_body_is_bounded_whether_or_not_it_says_its_length(client: httpx.Client, fresh: Running) -> None:
    headers = {"origin": fresh.base, "content-type": "application/x-www-form-urlencoded"}
    big = b"text=" + b"a" * MOST_BODY
    assert client.post("/profile", content=big, headers=headers).status_code == 413
    parts = (big[at : at + 65536] for at in range(0, len(big), 65536))
    # Whoever notices first refuses it: the guard, or the reader of the form.
    assert client.post("/profile", content=parts, headers=headers).status_code in {400, 413}
    assert fresh.store.profiles() == []


def test_files_outside_the_folder_are_not_served(client: httpx.Client) -> None:
    for path in ("/static/../_app.py", "/static/%2e%2e/_app.py", "/static/..%2f_app.py", "/static/outlines.json"):
        assert client.get(path).status_code == 404, path


def test_a_redirect_stays_here(client: httpx.Client, fresh: Running) -> None:
    for back in ("//evil.example", "https://evil.example", "/\\evil.example", "/\n/evil"):
        answer = client.post("/programs/1047120C0/pin", data={"back": back}, headers={"origin": fresh.base})
        assert answer.headers["location"] == "/?mark=1047120C0.pin", back
    fresh.store.add("me", fresh.app.desk.example_text, "new")
    answer = client.post(
        "/programs/1047120C0/pin",
        data={"back": "//evil.example", "state": fresh.app.desk.kept().state},
        headers={"origin": fresh.base},
    )
    assert answer.headers["location"] == "/?changed=1047120C0"


def test_it_opens_no_socket_but_its_own(tmp_path: Path) -> None:
    """The program is watched from inside: every socket, bind, connection and look-up of a name is written down."""
    script = """
import sys, threading, time
seen = []
def watch(event, args):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen"):
        seen.append((event, args[1] if event.startswith("socket.") and event != "socket.getaddrinfo" else args[0]))
sys.addaudithook(watch)
from smartpick.present import web
from smartpick.present.web import _serve
import uvicorn
def visit(server, sockets=None):
    import asyncio
    async def run():
        main = asyncio.create_task(server.serve(sockets=sockets))
        while not server.started: await asyncio.sleep(0.02)
        await asyncio.sleep(0.5)
        server.should_exit = True
        await main
    asyncio.run(run())
uvicorn.Server.run = visit
web.serve(0, opens_browser=False)
print("SEEN", seen)
"""
    import os

    ran = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env={**os.environ, "SMARTPICK_HOME": str(tmp_path)},
    )
    line = next(line for line in ran.stdout.splitlines() if line.startswith("SEEN"))
    assert line == "SEEN [('socket.bind', ('127.0.0.1', 0))]"


def test_an_address_is_open_before_it_is_told() -> None:
    with contextlib.closing(_socket(0)) as listening:
        socket.create_connection(listening.getsockname(), timeout=5).close()
