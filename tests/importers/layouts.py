"""Workbooks laid out as spreadsheet programs save them, written part by part, without any library's habits."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape

Cell = str | int | float | bool | date | None
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DAY_STYLE, _CROSSED_STYLE = 1, 2


@dataclass(frozen=True)
class Layout:
    """How a program lays a workbook out.

    Excel shares its strings, states sizes and addresses. Google Sheets shares strings, states no size, and formats a
    thousand rows below the last. LibreOffice names every style. Other writers put strings into the cells, leave
    addresses or styles out, or state a wrong size.
    """

    strings: str = "shared"
    has_styles: bool = True
    has_addresses: bool = True
    size: str | None = None
    empty_rows: int = 0


EXCEL = Layout(size="A1:Z50")
GOOGLE = Layout(empty_rows=1000)
INLINE = Layout("inline", has_styles=False)
PLAIN = Layout("plain", has_styles=False, has_addresses=False)
WRONG_SIZE = Layout(size="A1:A1")
LAYOUTS = {"excel": EXCEL, "google": GOOGLE, "inline": INLINE, "plain": PLAIN, "wrong_size": WRONG_SIZE}


@dataclass
class Sheet:
    """A sheet to write; `crossed` holds (row, column) from 0 of cells that are crossed out."""

    title: str
    rows: Sequence[Sequence[Cell]]
    crossed: frozenset[tuple[int, int]] = field(default_factory=frozenset)


def letter(at: int) -> str:
    """Return the letters of a column, from 0."""
    text = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(65 + rest) + text
    return text


def workbook(sheets: Sequence[Sheet], layout: Layout, names: Mapping[str, str] | None = None) -> bytes:
    """Return a workbook; `names` are defined names with the cells that they stand for."""
    shared: dict[str, int] = {}
    parts = {
        "[Content_Types].xml": _types(len(sheets), layout),
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": _book(sheets, names or {}),
        "xl/_rels/workbook.xml.rels": _relations(len(sheets), layout),
    }
    for at, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{at}.xml"] = _sheet(sheet, layout, shared)
    if layout.strings == "shared":
        items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in shared)
        parts["xl/sharedStrings.xml"] = f'{_HEAD}<sst {_MAIN} uniqueCount="{len(shared)}">{items}</sst>'
    if layout.has_styles:
        parts["xl/styles.xml"] = (
            f'{_HEAD}<styleSheet {_MAIN}><fonts count="2"><font/><font><strike/></font></fonts>'
            '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
            '<borders count="1"><border/></borders>'
            '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0"/>'
            '<xf numFmtId="14" fontId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" applyFont="1"/></cellXfs>'
            "</styleSheet>"
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode())
    return buffer.getvalue()


def _types(count: int, layout: Layout) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    more = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{kind}.worksheet+xml"/>'
        for at in range(1, count + 1)
    )
    if layout.strings == "shared":
        more += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>'
    if layout.has_styles:
        more += f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{more}</Types>'
    )


def _book(sheets: Sequence[Sheet], names: Mapping[str, str]) -> str:
    listed = "".join(
        f'<sheet name="{escape(sheet.title)}" sheetId="{at}" r:id="rId{at}"/>' for at, sheet in enumerate(sheets, 1)
    )
    defined = "".join(f'<definedName name="{name}">{escape(cell)}</definedName>' for name, cell in names.items())
    block = f"<definedNames>{defined}</definedNames>" if defined else ""
    return f'{_HEAD}<workbook {_MAIN} xmlns:r="{_RELS}"><sheets>{listed}</sheets>{block}</workbook>'


def _relations(count: int, layout: Layout) -> str:
    rows = [(f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in range(1, count + 1)]
    if layout.strings == "shared":
        rows.append(("rId90", "sharedStrings", "sharedStrings.xml"))
    if layout.has_styles:
        rows.append(("rId91", "styles", "styles.xml"))
    text = "".join(f'<Relationship Id="{i}" Type="{_RELS}/{kind}" Target="{target}"/>' for i, kind, target in rows)
    return (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{text}</Relationships>"
    )


def _sheet(sheet: Sheet, layout: Layout, shared: dict[str, int]) -> str:
    rows = []
    for number, row in enumerate(sheet.rows):
        cells = [
            _cell(number, at, value, layout, shared, is_crossed=(number, at) in sheet.crossed)
            for at, value in enumerate(row)
            if value is not None or not layout.has_addresses
        ]
        where = f' r="{number + 1}"' if layout.has_addresses else ""
        rows.append(f"<row{where}>{''.join(cells)}</row>")
    last = len(sheet.rows)
    rows += [f'<row r="{at}"><c r="A{at}" s="0"/></row>' for at in range(last + 1, last + 1 + layout.empty_rows)]
    size = f'<dimension ref="{layout.size}"/>' if layout.size else ""
    return f"{_HEAD}<worksheet {_MAIN}>{size}<sheetData>{''.join(rows)}</sheetData></worksheet>"


def _cell(row: int, at: int, value: Cell, layout: Layout, shared: dict[str, int], *, is_crossed: bool) -> str:
    where = f' r="{letter(at)}{row + 1}"' if layout.has_addresses else ""
    style = f' s="{_CROSSED_STYLE}"' if is_crossed and layout.has_styles else ""
    if value is None:
        return f"<c{where}/>"
    if isinstance(value, bool):
        return f'<c{where}{style} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        if not layout.has_styles:
            return f'<c{where} t="d"><v>{value.isoformat()}</v></c>'
        return f'<c{where} s="{_DAY_STYLE}"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int | float):
        return f"<c{where}{style}><v>{value!r}</v></c>"
    if layout.strings == "shared":
        number = shared.setdefault(value, len(shared))
        return f'<c{where}{style} t="s"><v>{number}</v></c>'
    if layout.strings == "inline":
        return f'<c{where} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c{where} t="str"><v>{escape(value)}</v></c>'
