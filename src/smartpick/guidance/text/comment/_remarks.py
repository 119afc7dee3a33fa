"""Sends what was confirmed and reads the remarks that come back; drafts are dropped, every failure has its message."""

from __future__ import annotations

import http.client
import json
import re
import ssl
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from smartpick.errors import Problem, RequestError
from smartpick.guidance.text._sentences import words_in

if TYPE_CHECKING:
    from smartpick.guidance.text.comment._outgoing import Outgoing

__all__ = ["Remark", "Remarks", "remarks"]

_MOST_BYTES = 1_000_000
_CHUNK = 65_536
_MOST_REMARKS = 12
_MOST_QUOTE_WORDS = 30
_MOST_COMMENT_WORDS = 60
_MOST_OWN_QUOTE_WORDS = 8
_OK, _REDIRECT, _ERROR = 200, 300, 400
_DRAFT = re.compile(
    r"\b(?:rewrite|rephrase|reword|replace|change|revise)\b[^.]*\b(?:to|with|as)\b\s*[:“\"']|\b(?:you\scould|"
    r"you\smight|try|instead,?)\s(?:write|say|writing|saying)\b|"
    r"\b(?:here\sis|here's)\b[^.]*\b(?:version|draft|rewrite|revision|alternative)\b|\brevised\b\s*:|\bexample\s*:",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“]([^\"”]+)[\"”]")


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: the number of the text, from 1, the words that it is about, and what is said of them."""

    text: int
    quote: str
    comment: str


@dataclass(frozen=True, slots=True)
class Remarks:
    """What came back.

    Attributes
    ----------
    dropped
        Entries that were no remark about words that were sent, or held sentences to copy.
    """

    remarks: tuple[Remark, ...]
    dropped: int


def remarks(sent: Outgoing, code: str, key: str = "", seconds: float = 60.0) -> Remarks:
    """Send what was confirmed, and return the remarks.

    Parameters
    ----------
    code
        The code that was shown beside `sent`.
    key
        For the endpoint, where it wants one; sent as a bearer token, shown nowhere.
    seconds
        How long to wait in all.

    Raises
    ------
    RequestError
        When the code is not that of `sent` (then nothing was sent), or no usable answer came back.
    """
    if code != sent.code:
        what = "that code does not belong to what would be sent now"
        raise RequestError(
            [Problem("--send", what, "Nothing was sent", "Look at it again, and use the code beside it")]
        )
    return _read(_answer(sent, key, seconds), sent)


def _problem(sent: Outgoing, what: str, fix: str) -> RequestError:
    return RequestError([Problem(f"the endpoint at {sent.host}", what, "The check itself is not touched by this", fix)])


def _answer(sent: Outgoing, key: str, seconds: float) -> bytes:
    connection: http.client.HTTPConnection = (
        http.client.HTTPSConnection(sent.host, sent.port, timeout=seconds, context=ssl.create_default_context())
        if sent.is_secure
        else http.client.HTTPConnection(sent.host, sent.port, timeout=seconds)
    )
    head = {"Content-Type": "application/json", "Accept": "application/json"}
    if key:
        head["Authorization"] = f"Bearer {key}"
    until = time.monotonic() + seconds
    try:
        connection.request("POST", sent.path, body=sent.body, headers=head)
        with connection.getresponse() as response:
            return _content(sent, response, until)
    except TimeoutError as error:
        raise _problem(
            sent, f"no answer within {seconds:g} seconds", "Try again later, or use a smaller model"
        ) from error
    except ssl.SSLError as error:
        raise _problem(sent, f"no safe connection: {error.reason}", "Check the address") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise _problem(sent, f"no connection: {why}", "Check that it runs, and its address") from error
    finally:
        connection.close()


def _content(sent: Outgoing, response: http.client.HTTPResponse, until: float) -> bytes:
    if response.status != _OK:
        raise _status_problem(sent, response.status)
    content = b""
    while chunk := response.read1(_CHUNK):
        content += chunk
        if len(content) > _MOST_BYTES:
            raise _problem(sent, "it answered with more than a megabyte", "Use another model, or ask about one text")
        if time.monotonic() > until:
            raise TimeoutError
    return content


def _status_problem(sent: Outgoing, status: int) -> RequestError:
    if status in {401, 403}:
        return _problem(
            sent, f"it refused the key (status {status})", "Name the variable that holds your key with --key-from"
        )
    if status == 404:
        return _problem(
            sent, "it knows no such page or model (status 404)", "Check the address, which ends with /v1, and --model"
        )
    if status == 429:
        return _problem(sent, "it has had too many questions (status 429)", "Try again later")
    if _REDIRECT <= status < _ERROR:
        return _problem(
            sent, f"it points elsewhere (status {status})", "Nothing is sent on; name the right address yourself"
        )
    return _problem(sent, f"it failed (status {status})", "Try again later, or use another")


def _read(content: bytes, sent: Outgoing) -> Remarks:
    fix = "Another model may keep to the form"
    try:
        told: Any = json.loads(content)
        said = told["choices"][0]["message"]["content"]
        if not isinstance(said, str):
            raise TypeError  # noqa: TRY301 -- told as every other wrong form
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise _problem(
            sent, "its answer is not in the form of such endpoints", "Check that it is OpenAI-compatible"
        ) from error
    start, end = said.find("["), said.rfind("]")
    try:
        entries: Any = json.loads(said[start : end + 1]) if 0 <= start < end else None
    except (ValueError, RecursionError):
        entries = None
    if not isinstance(entries, list):
        raise _problem(sent, "its answer is no list of remarks", fix)
    kept = [remark for entry in entries[:_MOST_REMARKS] if (remark := _remark(entry, sent)) is not None]
    if entries and not kept:
        raise _problem(sent, f"none of its {len(entries)} entries is a remark about your words", fix)
    return Remarks(tuple(kept), len(entries) - len(kept))


def _remark(entry: Any, sent: Outgoing) -> Remark | None:
    """Return an entry as a remark; None for what is none, and for anything that could be copied into a text."""
    if not isinstance(entry, dict):
        return None
    quote, comment = entry.get("quote"), entry.get("comment")
    if not isinstance(quote, str) or not isinstance(comment, str) or not quote.strip() or not comment.strip():
        return None
    quote, comment = " ".join(quote.split()), " ".join(comment.split())
    if words_in(quote) > _MOST_QUOTE_WORDS or words_in(comment) > _MOST_COMMENT_WORDS or _DRAFT.search(comment):
        return None
    plain = [" ".join(text.split()) for text in sent.texts]
    if any(
        words_in(each) > _MOST_OWN_QUOTE_WORDS and not any(each in text for text in plain)
        for each in _QUOTED.findall(comment)
    ):
        return None
    where = next((number for number, text in enumerate(plain, 1) if quote.strip(".… ") in text), None)
    return None if where is None else Remark(where, quote, comment)
