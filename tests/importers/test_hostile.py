"""Whatever the bytes are, a list comes back or a polite refusal: never another error, never a long wait."""

import io
import zipfile

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartpick.errors import Problem, RequestError
from smartpick.importers import ListFile, _decode, _read

MOST = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOSTILE = st.sampled_from(
    ['"', '""', ",", ";", "\t", "|", "\n", "\r", "\r\n", "\0", "\x1b[31m", "\u202e", "NRMP code", "Program", "State",
     "=1+1", "=HYPERLINK(", "<script>", "1067120C0", "1400521234", "CA",
     "(gold)", "- ", "٣", "\U0001d7da", "\ufeff", "é",
     "9" * 50, "x" * 2500]
)  # fmt: skip


def kept(content: bytes, suffix: str) -> None:
    """Read a list, and hold what comes back against what is promised of it."""
    problems: tuple[Problem, ...] = ()
    found = None
    try:
        found = _read.list_of(content, "list", suffix)
    except RequestError as error:
        problems = error.problems
    assert all(problem.what and problem.fix and problem.where.startswith("list") for problem in problems)
    if found is None:
        assert problems
        return
    assert isinstance(found, ListFile)
    lines = [row.line for row in found.rows]
    assert lines == sorted(set(lines))
    assert 0 < len(lines) <= 1000
    for row in found.rows:
        assert all(cell and len(cell) <= 2000 for cell in row.cells.values())
        assert all(letter.isprintable() for letter in row.text)


@given(content=st.binary(max_size=400))
@MOST
def test_any_bytes(content: bytes) -> None:
    for suffix in (".csv", ".txt", ".xlsx"):
        kept(content, suffix)


@given(parts=st.lists(HOSTILE | st.text(max_size=12), max_size=40))
@MOST
def test_any_delimited_text(parts: list[str]) -> None:
    kept("".join(parts).encode("utf-8", "surrogatepass"), ".csv")


@given(parts=st.lists(HOSTILE | st.text(max_size=12), max_size=40), end=st.sampled_from(["\n", "\x85", "\u2028", "\f"]))
@MOST
def test_any_plain_text(parts: list[str], end: str) -> None:
    kept(end.join(parts).encode("utf-8", "surrogatepass"), ".txt")


@given(content=st.binary(max_size=60), mark=st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0\0"]))
@MOST
def test_any_encoding(content: bytes, mark: bytes) -> None:
    found: str | None = None
    problems: tuple[Problem, ...] = ()
    try:
        found = _decode.text_of(mark + content, "list")
    except RequestError as error:
        problems = error.problems
    assert isinstance(found, str) or problems[0].fix


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["NRMP code", "Program"], ["1067120C0", "Harbor"], ["", "=1+1"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WORKBOOK = _workbook()


@given(data=st.data())
@settings(MOST, max_examples=150)
def test_a_workbook_with_bytes_changed(data: st.DataObject) -> None:
    changed = bytearray(WORKBOOK)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(changed)) | st.just(len(changed)))
    kept(bytes(changed[:cut]), ".xlsx")


@given(data=st.data())
@settings(MOST, max_examples=250)
def test_a_workbook_with_parts_changed(data: st.DataObject) -> None:
    """The archive is whole; what is inside is not."""
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    part = parts[name]
    at = data.draw(st.integers(0, len(part)))
    junk = data.draw(
        st.binary(max_size=20) | st.sampled_from([b"<row r='99999999999'/>", b"<c r='ZZZZ1'/>", b"&a;", b""])
    )
    parts[name] = part[:at] + junk + part[data.draw(st.integers(at, len(part))) :]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    kept(out.getvalue(), ".xlsx")
