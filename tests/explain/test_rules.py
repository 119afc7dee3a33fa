"""Known rules and own facts, unknowns worth a question, reasons in her order, and what is private."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smartpick.errors import RequestError
from smartpick.explain import ApplicationList, ListedProgram
from smartpick.profile import Profile
from smartpick.vocabulary import SignalTier

Make = Callable[..., ApplicationList]
Example = Callable[[str], Profile]
Person = Callable[..., Profile]

LA_GENERAL, EISENHOWER, RIVERSIDE = "1033110C0", "1485110C0", "1850110C0"
UCLA, HARBOR = "1956110C0", "1067110C0"
FAILED = {"step1": [{"date": date(2024, 6, 11), "result": "fail"}, {"date": date(2024, 11, 5), "result": "pass"}]}


def own_fact(code: str, field: str, value: object, **more: object) -> dict[str, object]:
    return {
        "program_code_nrmp": code,
        "field": field,
        "value": value,
        "source": "resident, open house",
        "date": date(2026, 8, 3),
        **more,
    }


def listed(made: ApplicationList, code: str) -> ListedProgram:
    return next(each for each in made.programs if each.program.program_code_nrmp == code)


def codes(made: ApplicationList) -> set[str]:
    return {each.program.program_code_nrmp for each in made.programs}


def ruled_out(made: ApplicationList) -> dict[str, str]:
    return {each.program.program_code_nrmp: each.why for each in made.dropped if each.kind == "ruled_out"}


def texts(made: ApplicationList) -> str:
    """Return every word of a list that a person or a program could read."""
    parts = [*made.answer, made.fixed, *made.notes, *(each.why for each in made.dropped), made.baseline]
    parts += [reason.text for each in made.programs for reason in each.reasons]
    parts += [text for each in made.programs for text in each.unknowns]
    parts += [text for route in made.routes for text in (route.name, route.text)]
    parts += [made.find_out.question] if made.find_out else []
    parts += [line.text for line in made.summary.cost.lines]
    return "\n".join(parts)


def test_pages_that_sponsor_no_visa_rule_out_and_ask_to_check(person: Person, make: Make, img: dict[str, Any]) -> None:
    made = make(person(**img))
    out = ruled_out(made)
    assert {EISENHOWER, RIVERSIDE} <= out.keys()
    assert LA_GENERAL not in out
    assert all("check at https://" in why for why in out.values())
    assert all(each.fact_ids for each in made.dropped if each.kind == "ruled_out")
    # Nobody who needs no visa is told so.
    assert not ruled_out(make(person()))


def test_own_facts_go_over_pages(person: Person, make: Make, img: dict[str, Any]) -> None:
    """The page says no visa; the coordinator said J-1 this year, and that LA General wants a strict 250."""
    facts = [own_fact(RIVERSIDE, "sponsors_j1", value=True), own_fact(LA_GENERAL, "minimum_step2_ck", 250)]
    made = make(person(**img, own_facts=facts))
    out = ruled_out(made)
    assert RIVERSIDE in codes(made)
    assert any("sponsors j1: yes" in reason.text for reason in listed(made, RIVERSIDE).reasons)
    assert "which visas it sponsors" not in " ".join(listed(made, RIVERSIDE).unknowns)
    assert "minimum step2 ck: 250" in out[LA_GENERAL]
    assert "strict rule" in out[LA_GENERAL]


def test_a_preference_is_told_and_rules_nobody_out(person: Person, make: Make) -> None:
    made = make(person(own_facts=[own_fact(LA_GENERAL, "minimum_step2_ck", 250, strict=False)]))
    said = [reason.text for reason in listed(made, LA_GENERAL).reasons if reason.topic == "own_fact"]
    assert "a preference that you do not meet" in said[0]
    assert "its minimum score" not in " ".join(listed(made, LA_GENERAL).unknowns)


def test_an_unknown_never_rules_out(person: Person, make: Make) -> None:
    """A program with a strict minimum stays while her score is not known."""
    made = make(person(exams={"step2_ck": []}, own_facts=[own_fact(LA_GENERAL, "minimum_step2_ck", 260)]))
    assert LA_GENERAL in codes(made)


def test_programs_where_she_would_not_go_are_left_out_and_counted(person: Person, make: Make) -> None:
    plain = make(person())
    goals = {"programs": [{"program_code_nrmp": LA_GENERAL, "is_never": True}]}
    made = make(person(goals=goals))
    assert codes(plain) - codes(made) == {LA_GENERAL}
    never = make(person(goals={"areas": {"never": ["los-angeles-county"]}}))
    assert not any(each.program.county == "Los Angeles" for each in never.programs)


def test_the_question_to_ask_first_fits_the_record(person: Person, make: Make, img: dict[str, Any]) -> None:
    failed = make(person(exams=FAILED)).find_out
    assert failed is not None
    assert failed.question == "Do you consider applicants who failed Step 1 once and then passed?"
    assert failed.expected_changes == pytest.approx(len(failed.programs) * (failed.assumed_share or 0))
    # What a page says about attempts need not be asked.
    assert EISENHOWER not in {program.program_code_nrmp for program in failed.programs}
    visa = make(person(**img)).find_out
    assert visa is not None
    assert visa.topic == "visa"
    # A page that names visas answers that.
    assert LA_GENERAL not in {program.program_code_nrmp for program in visa.programs}
    assert make(person()).find_out is None


def test_her_own_score_is_what_moves_the_list_most_while_it_is_unknown(person: Person, make: Make) -> None:
    ahead = {"step2_ck": [{"planned_date": date(2027, 6, 22)}]}
    made = make(person(exams=ahead, season=2028))
    assert made.find_out is not None
    assert made.find_out.question == "Your own Step 2 CK score (planned for 2027-06-22)"
    assert "score_unknown" in made.caveats
    assert "your score is not known yet" in made.answer[2]


def test_practice_tests_stand_in_for_a_score_and_it_says_so(person: Person, make: Make) -> None:
    practice = [{"exam": "step2_ck", "name": "NBME form 11", "date": date(2026, 3, 14), "score": 231}]
    made = make(person(exams={"step2_ck": [{"planned_date": date(2026, 10, 1)}], "practice": practice}))
    assert "no score is known yet, so your last practice tests stand in for it" in made.answer[2]
    assert made.find_out is not None
    assert made.find_out.topic == "score"


def test_what_has_no_effect_is_not_told_as_an_assumption(example: Example, make: Make) -> None:
    """Every US citizen is without visa need: that is in the group's own rate already."""
    made = make(example("us-img-step2-fail"), max_programs=12, areas=("California",))
    assert "visa" not in made.answer[2]
    assert all(each.mean or each.sd for each in made.assumptions)


def test_what_a_page_states_is_quoted_with_its_age_and_only_where_it_matters(person: Person, make: Make) -> None:
    """A failed attempt makes the page on first attempts matter; a clean record does not need it."""
    failed, clean = make(person(exams=FAILED)), make(person())
    stated = [reason for reason in listed(failed, EISENHOWER).reasons if reason.topic == "stated"]
    assert any("on attempts and exams: “first-attempt pass" in reason.text for reason in stated)
    assert all("verify at http" in reason.text and reason.fact_ids for reason in stated)
    assert not any("attempts" in reason.text for reason in listed(clean, EISENHOWER).reasons)


def test_an_applicant_with_comlex_alone_is_never_asked_for_a_step_score(example: Example, make: Make) -> None:
    made = make(example("do-comlex-only"))
    said = texts(made)
    assert "Step 2" not in made.answer[2]
    for each in made.programs:
        assert not any("Step" in text for text in each.unknowns)
        # A page's own words may name exams; nothing that is ours does.
        assert not any("Step" in reason.text for reason in each.reasons if reason.topic != "stated")
    assert "USMLE transcript" not in said
    assert "COMLEX transcript" in said
    assert made.find_out is not None
    assert made.find_out.question == "Do you consider applicants who took COMLEX and not USMLE?"
    assert "Step" not in "".join(made.notes)


def test_a_do_without_any_score_yet_is_asked_for_none_in_particular(person: Person, make: Make) -> None:
    exams = {"step1": [], "step2_ck": [], "comlex1": [{"date": date(2024, 6, 11), "result": "pass"}]}
    made = make(person(applicant={"type": "us_do_senior"}, exams=exams))
    assert made.find_out is not None
    assert made.find_out.question == "Your own COMLEX Level 2-CE score"


def test_a_county_program_is_never_called_open_to_visas_for_being_one(example: Example, make: Make) -> None:
    """What is said on visas comes from a page or from her; where neither speaks, it is unknown."""
    made = make(example("non-us-img-visa"), areas=("California",))
    for each in made.programs:
        on_visas = [r for r in each.reasons if "visa" in r.text.lower() and r.topic not in {"stated", "own_fact"}]
        assert not on_visas
        is_stated = any("on visas" in reason.text for reason in each.reasons)
        assert is_stated or "unknown: which visas it sponsors" in each.unknowns
    assert "county" not in " ".join(
        reason.text for e in made.programs for reason in e.reasons if reason.topic == "openness"
    )


def test_priorities_that_weigh_out_reorder_the_reasons_and_change_nothing_else(person: Person, make: Make) -> None:
    plain = make(person())
    cared = make(person(goals={"priorities": {"fill_rate": 5, "location": 1, "chance": 1}}))
    assert [e.program for e in plain.programs] == [e.program for e in cared.programs]
    for one, other in zip(plain.programs, cared.programs, strict=True):
        assert one.p_interview.draws.tolist() == other.p_interview.draws.tolist()
        assert sorted(r.text for r in one.reasons) == sorted(r.text for r in other.reasons)
    assert all(each.reasons[0].topic == "record" for each in cared.programs)
    assert all(each.reasons[-1].topic == "location" for each in cared.programs)


def test_every_reason_rests_on_rows_or_on_her_own_facts(person: Person, make: Make) -> None:
    made = make(person(own_facts=[own_fact(LA_GENERAL, "note", "friendly residents")]))
    for each in made.programs:
        assert all(reason.fact_ids for reason in each.reasons if reason.topic != "own_fact")
        assert {"location", "specialty"} <= {reason.topic for reason in each.reasons}


PRIVATE: list[dict[str, Any]] = [
    {"kind": "partner", "place": "Zanesville, where Robin works", "state": "OH", "note": "not for anybody"},
    {"kind": "family", "place": "Youngstown", "state": "OH", "is_private": True},
]


def test_a_private_tie_is_counted_and_never_named(person: Person, make: Make) -> None:
    """Two private ties to Ohio: they raise the chance there, and set no tier, which would give them away."""
    areas = {"tier1": ["greater-los-angeles"], "tier2": [], "anywhere": True}
    with_ties = make(person(ties=PRIVATE, goals={"areas": areas}), max_programs=60)
    ohio = [each for each in with_ties.programs if each.program.state == "OH"]
    assert ohio
    assert all(each.tier == 3 for each in ohio)
    said = texts(with_ties).lower()
    for word in ("zanesville", "robin", "youngstown", "private", "partner", "not for anybody", "tie to oh"):
        assert word not in said
    assert all(each.reasons[0].text == "outside your named areas; you would go anywhere" for each in ohio)
    without = make(person(goals={"areas": areas}), max_programs=60)
    code = ohio[0].program.program_code_nrmp
    assert code not in codes(without) or listed(without, code).p_interview.mean < ohio[0].p_interview.mean


def test_a_tie_that_is_not_private_is_named_beside_a_private_one(person: Person, make: Make) -> None:
    ties = [*PRIVATE, {"kind": "grew_up", "place": "Toledo", "state": "OH"}]
    made = make(person(ties=ties, goals={"areas": {"tier2": [], "anywhere": True}}), max_programs=60)
    ohio = [each for each in made.programs if each.program.state == "OH"]
    assert {each.reasons[0].text for each in ohio} == {"you have a tie to OH: grew up, Toledo"}


def test_that_there_is_a_partner_is_not_told(person: Person, make: Make) -> None:
    """Every list says that it is for one applicant, so that the words give nothing away."""
    alone, couple = make(person()), make(person(partner={"profile": "robin.toml"}))
    assert alone is not couple
    assert texts(alone) == texts(couple)


def test_signals_are_suggested_within_their_number_and_one_to_an_institution(example: Example, make: Make) -> None:
    made = make(example("us-md-la-step1-fail"))
    for specialty, counts in (
        ("family_medicine", {SignalTier.SINGLE: 5}),
        ("internal_medicine", {SignalTier.GOLD: 3, SignalTier.SILVER: 12}),
    ):
        here = [each for each in made.programs if each.program.specialty == specialty]
        signals = {each.program.institution_code: each.signal for each in here}
        # Every track of an institution sees the same signal.
        assert all(each.signal is signals[each.program.institution_code] for each in here)
        for tier, number in counts.items():
            assert sum(each is tier for each in signals.values()) <= number
        assert {each.signal for each in here} <= {*counts, SignalTier.NONE}


def test_signals_that_are_decided_count_against_the_number_wherever_they_went(person: Person, make: Make) -> None:
    """Five single signals in emergency medicine; three are decided, one of them to a place that is not looked at."""
    sent = [
        {"institution_code": code, "specialty": "emergency_medicine", "tier": "single"} for code in ("1033", "1067")
    ]
    sent.append({"institution_code": "1135", "specialty": "emergency_medicine", "tier": "single"})
    made = make(person(signals=sent, goals={"areas": {"tier2": []}}))
    marked = {each.program.institution_code for each in made.programs if each.signal is SignalTier.SINGLE}
    assert {"1033", "1067"} <= marked
    assert len(marked) == 4


def test_more_signals_than_there_are_is_refused_with_the_number(person: Person, make: Make) -> None:
    institutions = ("1033", "1067", "1956", "1043", "1024", "1485")
    sent = [{"institution_code": code, "specialty": "emergency_medicine", "tier": "single"} for code in institutions]
    sent[0]["tier"] = "gold"
    assert make(person(signals=sent[1:])).programs
    for tier, said in (("single", "6 signals in Emergency Medicine, where there are 5"), ("gold", "1 gold signal in")):
        sent[0]["tier"] = tier
        with pytest.raises(RequestError) as refused:
            make(person(signals=sent))
        (problem,) = refused.value.problems
        assert problem.where == "signals"
        assert said in problem.what
        assert "2027" in problem.why
        assert problem.fix.startswith("Take 1 out")


def test_an_earlier_season_is_told_to_count_a_little(example: Example, make: Make) -> None:
    profile = example("reapplicant")
    notes = " ".join(make(profile, max_programs=5).notes)
    assert "In 2026 you sent 142 applications and had 2 interview offers. That counts a little" in notes
    untold = (profile.earlier_seasons[0].model_copy(update={"interviews": None}),)
    notes = " ".join(make(profile.model_copy(update={"earlier_seasons": untold}), max_programs=5).notes)
    assert "These chances do not know of that" in notes


def test_more_interviews_than_ranks_included_brings_the_price_of_ranks(example: Example, make: Make) -> None:
    made = make(example("high-scorer"), max_programs=80, budget_usd=5000, areas=("Ohio", "Michigan", "Pennsylvania"))
    note = [text for text in made.notes if "Ranking more than 20 programs" in text]
    assert bool(note) == (made.summary.outcome.expected_interviews.mean > 20)
    few = make(example("dermatology-la-only"))
    assert not any("Ranking more than 20" in text for text in few.notes)
