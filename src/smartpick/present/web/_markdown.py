"""Shows the documentation's own pages: headings, paragraphs, lists, tables, code, links; everything is escaped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from textwrap import dedent

from markupsafe import Markup, escape

__all__ = ["page_html"]

_CODE = re.compile(r"`([^`]+)`")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_ITALIC = re.compile(r"(?<![*\w])\*([^*\s][^*]*)\*(?![*\w])")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_MOST_ROWS = 60
"""Rows up to which a table stands open."""
_ITEM = re.compile(r"\s*(?:[*-]|\d+\.)\s+(.*)")


def page_html(text: str, pages: Collection[str] = ()) -> Markup:
    r"""Return a Markdown text as HTML.

    Parameters
    ----------
    pages
        Names of the pages that links may lead to; the words of other links stand without one.

    Examples
    --------
    >>> page_html("# A <b>\n\ntext with `code`")
    Markup('<h1>A &lt;b&gt;</h1>\n<p>text with <code>code</code></p>')
    """
    blocks: list[str] = []
    lines = text.splitlines()
    at, title = 0, "Table"
    tables: Counter[str] = Counter()
    while at < len(lines):
        line = lines[at]
        if line.startswith("```"):
            end = next((i for i in range(at + 1, len(lines)) if lines[i].startswith("```")), len(lines))
            blocks.append(_preformatted("\n".join(lines[at + 1 : end])))
            at = end + 1
        elif line.startswith("    ") and not _ITEM.match(line):
            end = next(
                (i for i in range(at, len(lines)) if lines[i].strip() and not lines[i].startswith("    ")), len(lines)
            )
            blocks.append(_preformatted(dedent("\n".join(lines[at:end])).strip()))
            at = end
        elif line.startswith("#"):
            level = min(6, len(line) - len(line.lstrip("#")))
            title = line.lstrip("#").strip()
            blocks.append(f"<h{level}>{_inline(title, pages)}</h{level}>")
            at += 1
        elif line.startswith("|"):
            end = next((i for i in range(at, len(lines)) if not lines[i].startswith("|")), len(lines))
            tables[title] += 1
            blocks.append(_table(lines[at:end], title, tables[title], pages))
            at = end
        elif _ITEM.match(line):
            at = _list(lines, at, blocks, pages)
        elif line.strip():
            end = next(
                (i for i in range(at + 1, len(lines)) if not lines[i].strip() or lines[i][0] in "#|`"), len(lines)
            )
            blocks.append(f"<p>{_inline(' '.join(lines[at:end]), pages)}</p>")
            at = end
        else:
            at += 1
    return Markup("\n".join(blocks))  # noqa: S704 -- every text in it is escaped


def _preformatted(text: str) -> str:
    return f'<pre tabindex="0"><code>{escape(text)}</code></pre>'


def _list(lines: list[str], at: int, blocks: list[str], pages: Collection[str]) -> int:
    items: list[str] = []
    while at < len(lines) and (lines[at].strip() or (at + 1 < len(lines) and lines[at + 1].startswith("  "))):
        found = _ITEM.match(lines[at])
        if found:
            items.append(found[1])
        elif lines[at].startswith(" ") and items:
            items[-1] += f" {lines[at].strip()}"
        elif lines[at].strip():
            break
        at += 1
    blocks.append(f"<ul>{''.join(f'<li>{_inline(item, pages)}</li>' for item in items)}</ul>")
    return at


def _table(lines: list[str], title: str, number: int, pages: Collection[str]) -> str:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    body = [row for row in rows[1:] if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    head = "".join(f'<th scope="col">{_inline(cell, pages)}</th>' for cell in rows[0])
    inside = "".join(f"<tr>{''.join(f'<td>{_inline(cell, pages)}</td>' for cell in row)}</tr>" for row in body)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{inside}</tbody></table>"
    # Two regions of one name could not be told apart by ear.
    name = f"Table {number}: {title}" if number > 1 else f"Table: {title}"
    box = f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(name)}">{table}</div>'
    # A table of hundreds of rows would push away everything that is said after it.
    return f"<details><summary>All {len(body)} rows</summary>{box}</details>" if len(body) > _MOST_ROWS else box


def _inline(text: str, pages: Collection[str]) -> str:
    return "".join(
        f"<code>{escape(part)}</code>" if number % 2 else _plain(str(escape(part)), pages)
        for number, part in enumerate(_CODE.split(text))
    )


def _plain(text: str, pages: Collection[str]) -> str:
    text = _LINK.sub(lambda found: _link(found[1], found[2], pages), text)
    return _ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", text))


def _link(words: str, target: str, pages: Collection[str]) -> str:
    if target.startswith("https://"):
        return f'<a href="{target}" rel="noreferrer noopener" target="_blank">{words}</a>'
    found = re.fullmatch(r"(?:docs/)?([a-z-]+)\.md(#.*)?", target)
    return f'<a href="/pages/{found[1]}">{words}</a>' if found and found[1] in pages else words
