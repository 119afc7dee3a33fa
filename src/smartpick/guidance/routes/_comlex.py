"""Which programs say that they take COMLEX alone, which say that they do not, and of which is it unknown?

What the applicant found out herself goes over a page. A page that names COMLEX beside the USMLE is a lead to confirm;
most programs' pages are not at hand, and what is unknown is never counted as a yes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smartpick.estimate.own import facts_about
from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground

if TYPE_CHECKING:
    from smartpick.profile import OwnFact

__all__ = ["comlex_alone"]

_FIELD = "accepts_comlex_only"
_SHOWN = 8
_REFUSED = re.compile(r"comlex\b[^;.]*\bnot accepted", re.IGNORECASE)
_NAMED = re.compile(r"\bcomlex\b", re.IGNORECASE)


def comlex_alone(ground: Ground) -> list[Finding]:
    """Return what programs of her specialties say about COMLEX alone; nothing where she has a USMLE score."""
    if not ground.applicant.is_comlex_only:
        return []
    programs = ground.directory.of([each.key for each in ground.specialties])
    own: dict[str, list[OwnFact]] = {}
    for fact in ground.profile.own_facts:
        if fact.field == _FIELD:
            own.setdefault(fact.program_code_nrmp, []).append(fact)
    takes: list[str] = []
    names: list[str] = []
    refuses: list[str] = []
    ids: list[str] = []
    for program in programs:
        told = next((fact.value for fact in reversed(facts_about(program, own))), None)
        pages = [page for page in program.pages if _NAMED.search(page.exam_attempts or "")]
        refusing = [page for page in pages if _REFUSED.search(page.exam_attempts or "")]
        if told is not None:
            (takes if told is True else refuses).append(f"{program.name} (your own fact)")
        elif refusing:
            refuses.append(f"{program.name} (its page, {refusing[0].vintage})")
            ids.append(refusing[0].fact_id)
        elif pages:
            names.append(f"{program.name} (its page, {pages[0].vintage})")
            ids.append(pages[0].fact_id)
    unknown = len(programs) - len(takes) - len(names) - len(refuses)
    parts = [
        _listed(takes, "by your own facts, COMLEX alone is enough at"),
        _listed(names, "a page names COMLEX beside the USMLE, which has to be confirmed, at"),
        _listed(refuses, "COMLEX alone is not taken at"),
        f"unknown, which is no yes, at {unknown:,}: ask before you pay",
    ]
    text = f"COMLEX alone, {len(programs):,} tracks of your specialties: {'; '.join(filter(None, parts))}."
    change = "ask programs whether COMLEX alone is enough and note the answer" if ground.is_early else ""
    fields = ("exams.comlex2", "exams.step2_ck", "own_facts", "goals.specialties")
    by = ground.reading_day if change else None
    return [Finding("comlex_pages", "route", "unknown", text, fields, tuple(dict.fromkeys(ids)), change, by)]


def _listed(names: list[str], said: str) -> str:
    if not names:
        return ""
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{said} {len(names)} ({', '.join(names[:_SHOWN])}{more})"
