"""Hides figures on a page: digits that are shown or spoken, and whatever shows a figure by its length or place.

What may stay is named, not what has to go: a new attribute, a new kind of field or drawing is hidden until somebody
says here that it tells nothing. Addresses, forms and scripts go on as before.
"""

from __future__ import annotations

import re

__all__ = ["without_digits"]

_PIECE = re.compile(
    r"<textarea\b(?P<about>[^>]*)>(?P<written>[^<]*)</textarea>"
    r"|<(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>"
    r"|(?P<other><[^>]*>)|(?P<text>[^<]+)",
)
_ATTRIBUTE = re.compile(r"""([^\s"'=<>/]+)=("[^"]*"|'[^']*'|[^\s"'>]+)""")
_DIGIT = re.compile(r"(&#x?[0-9a-fA-F]+;)|\d")

_NEVER_SHOWN = frozenset(
    [
        "accept",
        "accept-charset",
        "action",
        "aria-controls",
        "aria-describedby",
        "aria-labelledby",
        "as",
        "autocomplete",
        "charset",
        "class",
        "cols",
        "colspan",
        "crossorigin",
        "data-code",
        "data-end",
        "data-for",
        "data-most",
        "data-quote",
        "data-select",
        "data-start",
        "data-work",
        "data-wrong",
        "enctype",
        "for",
        "form",
        "formaction",
        "href",
        "hreflang",
        "http-equiv",
        "id",
        "inputmode",
        "lang",
        "maxlength",
        "method",
        "minlength",
        "name",
        "pattern",
        "rel",
        "role",
        "rows",
        "rowspan",
        "scope",
        "size",
        "src",
        "tabindex",
        "target",
        "type",
        "xmlns",
    ]
)
"""Attributes that nobody sees or hears; those of HTMX too. Of others the digits go."""
_VALUE_STAYS = frozenset({"hidden", "radio", "checkbox", "submit", "button", "password", "date"})
"""Kinds of field whose value is not shown as a figure; a day tells none and is picked."""
_DRAWN = frozenset({"map", "map fine"})
"""Drawings that show where programs lie; those without a class are the signs beside words."""
_ASK = "Show what is written here"


def without_digits(html: str) -> str:
    """Return a page on which every digit of what is read or spoken is a dot, and no figure is drawn.

    Examples
    --------
    >>> without_digits('<a href="/x1" title="7 of 9">3 in 10</a>')
    '<a href="/x1" title="• of •">• in ••</a>'
    >>> without_digits('<input name="name" value="Score 233"><input type="range" value="233"><meter value="5"></meter>')
    '<input name="name" value="Score 233" type="password" autocomplete="off">'
    >>> without_digits("<p>It&#39;s 1</p> <textarea>3</textarea>")
    '<p>It&#39;s •</p> <details><summary>Show what is written here</summary><textarea>3</textarea></details>'
    """
    found: list[str] = []
    # What stands inside a drawing or meter that is not shown goes with it.
    left_out, depth = "", 0
    drawn = ""
    for piece in _PIECE.finditer(html):
        tag, whole = (piece["name"] or "").lower(), piece[0]
        if left_out:
            depth += (tag == left_out) - whole.lower().startswith(f"</{left_out}")
            left_out = left_out if depth else ""
        elif piece["text"] is not None:
            found.append(_dotted(whole))
        elif piece["written"] is not None:
            box = f"<textarea{_attributes('textarea', piece['about'], drawn)}>{piece['written']}</textarea>"
            is_told = _has_digit(piece["written"])
            found.append(f"<details><summary>{_ASK}</summary>{box}</details>" if is_told else box)
        elif not tag:
            drawn = "" if whole.lower().startswith("</svg") else drawn
            found.append(whole)
        elif tag == "meter" or (tag == "svg" and not _may_be_drawn(piece["attributes"])):
            left_out, depth = tag, 1
        elif tag == "input" and _value(piece["attributes"], "type") == "range":
            continue
        else:
            drawn = tag if tag == "svg" else drawn
            found.append(f"<{piece['name']}{_attributes(tag, piece['attributes'], drawn)}>")
    return "".join(found)


def _attributes(tag: str, text: str, drawn: str) -> str:
    """Return the attributes of a tag without what they show or speak.

    Parameters
    ----------
    drawn
        Not empty inside a drawing that may be shown: there numbers are places.
    """
    kind = _value(text, "type")
    stays = tag in {"meta", "progress", "option", "button"} or (tag == "input" and kind in _VALUE_STAYS)
    is_field = tag == "input" and not stays
    is_told = is_field and _has_digit(_value(text, "value"))

    def changed(found: re.Match[str]) -> str:
        name = found[1].lower()
        is_spoken = name in {"title", "aria-label", "alt", "label", "placeholder"}
        if is_told and name in {"type", "autocomplete"}:
            return ""
        if name in _NEVER_SHOWN or name.startswith("hx-") or (name == "value" and is_field):
            return found[0]
        if not is_spoken and (stays or drawn):
            return found[0]
        return f"{found[1]}={_dotted(found[2])}"

    text = _ATTRIBUTE.sub(changed, text)
    # What is written in a field goes back with the form: its letters are veiled, by the browser itself.
    return f'{text.rstrip()} type="password" autocomplete="off"' if is_told else text


def _value(attributes: str, name: str) -> str:
    return next((each[2].strip("\"'") for each in _ATTRIBUTE.finditer(attributes) if each[1].lower() == name), "")


def _may_be_drawn(attributes: str) -> bool:
    kind = _value(attributes, "class")
    return not kind or kind in _DRAWN


def _has_digit(text: str) -> bool:
    return any(found[1] is None for found in _DIGIT.finditer(text))


def _dotted(text: str) -> str:
    return _DIGIT.sub(lambda found: found[1] or "•", text)
