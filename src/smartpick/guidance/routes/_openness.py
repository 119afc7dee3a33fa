"""Which kinds of program have been open to applicants like her, with the visa looked at first?

County and community programs are not open by their kind: in internal medicine they report accepting J-1 visas less
often. Nothing is read from a program's name.
"""

from __future__ import annotations

from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground
from smartpick.guidance._rules import first_area, rule_of
from smartpick.guidance._season_days import said_when
from smartpick.guidance.routes._by_type import openness_by_type
from smartpick.vocabulary import Track

__all__ = ["openness"]

_SHOWN = 5


def openness(ground: Ground) -> list[Finding]:
    """Return what program types mean for this applicant: visa, osteopathic recognition, newer programs, military."""
    return [*_visa(ground), *openness_by_type(ground), *_osteopathic(ground), *_newer(ground), *_military(ground)]


def _visa(ground: Ground) -> list[Finding]:
    status, fields = ground.profile.visa.status, ("visa.status", "visa.accepts")
    if status is None:
        if not ground.profile.applicant.type.is_img:
            return []
        text = "Whether you need a visa is not told. It decides which programs can take you: enter it."
        return [Finding("visa_unknown", "route", "unknown", text, fields, can_change="enter visa.status")]
    if status != "needs_visa":
        text = (
            "You need no visa, so county, safety-net and community programs can be looked at for what they do."
            " Their kind"
            " alone does not make them open; what they filled with, and what they answer, does."
        )
        return [Finding("openness_no_visa", "route", "note", text, ("visa.status",))]
    ids, said = [], []
    for stratum, name in (
        ("community_against_academic", "community programs against academic ones"),
        ("county_hospital_against_none", "programs at a county hospital against others"),
    ):
        figure = ground.figure("reports_accepting_j1_or", specialty="internal_medicine", stratum=stratum, kind="all")
        if figure is not None and figure.value is not None and figure.low is not None and figure.high is not None:
            said.append(f"{name}: odds × {figure.value:g} ({figure.low:g} to {figure.high:g})")
            ids.append(figure.fact_id)
    text = (
        "You need a visa, so a county or community program is not the open door that it is for others. In internal"
        f" medicine such programs reported accepting J-1 visas less often ({'; '.join(said)})."
        if said
        else "You need a visa: ask every program which it takes before you pay for an application."
    )
    text += " Ask each one in writing, and write the answer into your profile."
    findings = [
        Finding(
            "openness_visa",
            "route",
            "concern",
            text,
            fields,
            tuple(ids),
            "ask programs which visas they take" if ground.is_early else "",
            ground.reading_day if ground.is_early else None,
        )
    ]
    if "h1b" in ground.profile.visa.accepts:
        rule = rule_of(ground, "needed", "visa_h1b")
        payment = rule_of(ground, "100,000 USD payment", "visa_h1b")
        has3 = any(each.result == "pass" for each in ground.profile.exams.step3)
        text = "H-1B: Step 3 has to be passed before the petition; " + (
            "yours is." if has3 else "yours is not yet, so this visa is closed until it is."
        )
        if payment is not None:
            text += (
                f" By a proclamation of {said_when(payment['effective'].rpartition(' ')[2])} a payment of 100,000 USD"
                " applies to petitions for people outside the US; whether it still holds is unknown here: ask the"
                " program."
            )
        ids = [row["fact_id"] for row in (rule, payment) if row is not None]
        severity = "note" if has3 else "concern"
        findings.append(Finding("h1b_step3", "route", severity, text, ("visa.accepts", "exams.step3"), tuple(ids)))
    elif "j1" in ground.profile.visa.accepts:
        rule = rule_of(ground, "sponsor", "visa_j1")
        if rule is not None:
            text = (
                "J-1: ECFMG is the sponsor, not the program; the program has to accept it. Step 3 is not needed for it."
            )
            findings.append(Finding("j1_sponsor", "route", "note", text, ("visa.accepts",), (rule["fact_id"],)))
    return findings


def _osteopathic(ground: Ground) -> list[Finding]:
    if not ground.profile.applicant.type.is_do:
        return []
    ended, badge = rule_of(ground, "dual accreditation by AOA and ACGME"), rule_of(ground, "osteopathic recognition")
    if ended is None or badge is None:
        return []
    text = (
        f"Dual accreditation ended on {said_when(ended['effective'])}; the ACGME accredits every residency. What marks"
        " a program that teaches osteopathic practice today is the ACGME's osteopathic recognition. Its public search"
        " shows which programs hold it; no list is carried here. All accredited programs are open to you."
    )
    ids = (ended["fact_id"], badge["fact_id"])
    return [Finding("osteopathic_recognition", "route", "note", text, ("applicant.type",), ids)]


def _newer(ground: Ground) -> list[Finding]:
    area = first_area(ground)
    keys = {each.key for each in ground.specialties}
    programs = area[1] if area else ground.directory.programs
    where = area[0] if area else "the country"
    newer = sorted(
        (p for p in programs if p.specialty in keys and p.is_new and p.track is not Track.PRELIMINARY),
        key=lambda p: (-p.first_year_in_match, p.name),
    )
    if not newer:
        return []
    listed = "; ".join(f"{p.name} ({p.first_year_in_match})" for p in newer[:_SHOWN]) if area else ""
    more = f" and {len(newer) - _SHOWN} more" if area and len(newer) > _SHOWN else ""
    named = f": {listed}{more}" if listed else ""
    text = (
        f"Newer programs of your specialties in {where}: {len(newer)}, with three Matches or fewer behind them"
        f"{named}."
        " For you: fewer applicants know them, and their habits are not set. Against: no graduates and no board results"
        " yet, and accreditation may still be initial. Ask about both."
    )
    ids = tuple(p.result_id(ground.directory.season) for p in newer[:_SHOWN] if ground.directory.season in p.positions)
    return [Finding("newer_programs", "route", "note", text, ("goals.specialties", "goals.areas"), ids)]


def _military(ground: Ground) -> list[Finding]:
    military = ground.profile.military
    if not (military.has_obligation or military.in_military_match):
        return []
    text = (
        "You owe service or take part in the military match. It is decided before the NRMP's lists close, and the two"
        " bind differently: ask your service's education office before you certify a list."
    )
    return [Finding("military", "route", "watch", text, ("military.has_obligation", "military.in_military_match"))]
