"""The kinds of fact table: which columns the rows of each have, in which unit, within which range.

A kind is a promise to the reader of a table. Two published tables of the same kind are compiled into one SQL table
(named like the kind) and can be asked together; each row keeps the id of the table it stands in.

Column types
------------
``text``        any text, never blank
``note``        free text, may be empty
``number``      a decimal number or a `MissingReason`; `low` and `high` bound it, ends included
``count``       a whole number ≥ 0 or a `MissingReason`
``date``        ``YYYY-MM-DD`` or a `MissingReason`
``flag``        ``yes``, ``no`` or a `MissingReason`
``specialty``   a publisher's label; compiled to our keys through the crosswalk (``key/track`` for a track of its own)
``applicant``   a publisher's label; compiled to our keys through the crosswalk
``choice``      one of `choices`
``list``        texts joined with ``;``, may be empty where nothing was found
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["CONFIDENCE", "KINDS", "Column", "Kind", "row_key"]

ColumnType = Literal["text", "note", "number", "count", "date", "flag", "specialty", "applicant", "choice", "list"]

CONFIDENCE = ("high", "medium", "low", "derived", "assumption", "missing")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind: its name, type, meaning and bounds."""

    name: str
    type: ColumnType
    about: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A set of columns, the ones that name a row, and what such a table tells."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = field(default=())
    indexes: tuple[str, ...] = field(default=())


def row_key(kind: Kind, row: Mapping[str, str]) -> str:
    """Return what tells one row of a table from the others: its key cells, without spaces, joined by points."""
    return ".".join(row[name].replace(" ", "_") for name in kind.key)


def _kind(name: str, about: str, key: str, *columns: Column, indexes: tuple[str, ...] = ()) -> Kind:
    return Kind(name, about, columns, tuple(key.split()), indexes)


def _text(name: str, about: str) -> Column:
    return Column(name, "text", about)


def _number(name: str, about: str, low: float | None = None, high: float | None = None) -> Column:
    return Column(name, "number", about, low, high)


def _count(name: str, about: str) -> Column:
    return Column(name, "count", about)


_CONFIDENCE = Column("confidence", "choice", "how sure this row's reading is", choices=CONFIDENCE)
_NOTE = Column("note", "note", "what else a reader must know about this row")
_SPECIALTY = Column("specialty", "specialty", "the publisher's specialty label")
_APPLICANT = Column("applicant_type", "applicant", "the publisher's applicant-type label")
_STATE = _text("state", "two-letter postal abbreviation, PR and DC included")

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind(
            "statistic",
            "Figures about a group: a specialty, an applicant type, a measure and a stratum (matched, unmatched, "
            "a score band, a signal tier …). The unit stands in the table's head or ends the measure's name.",
            "specialty applicant_type measure stratum season",
            _SPECIALTY,
            _APPLICANT,
            _text(
                "measure", "what was counted or averaged, snake case; ends _pct (0-100), _rate (0-1), _or (odds ratio)"
            ),
            _text("stratum", "which part of the group: all, matched, unmatched, 220-229, signal_gold …"),
            _text("season", "season of the row, as text"),
            _number("value", "the figure"),
            _number("low", "lower end where the publisher gives a range or interval, else not_applicable"),
            _number("high", "upper end, else not_applicable"),
            _count("n", "how many were counted, else not_published"),
            _CONFIDENCE,
            _NOTE,
        ),
        _kind(
            "finding",
            "A published finding that is not one number: text, several figures in one sentence, a direction.",
            "specialty applicant_type measure stratum season",
            _SPECIALTY,
            _APPLICANT,
            _text("measure", "what it is about, snake case"),
            _text("stratum", "which part of the group"),
            _text("season", "season or years, as text"),
            _text("value", "the finding, in the project's own few words"),
            _CONFIDENCE,
            _NOTE,
        ),
        _kind(
            "fee",
            "Fees: a flat amount, an amount per program, or both, for the programs from_program to to_program.",
            "service item season scope from_program",
            _text("service", "eras, residencycas, nrmp, sf_match, aua, psca"),
            _text("item", "snake case: residency_application, usmle_transcript, registration, extra_rank …"),
            _text("season", "season (year of the Match) the fee holds for, as text"),
            _text("scope", "per_specialty, once_per_season, per_partner, per_program, main_match …"),
            _text("specialty_group", "all, emergency_medicine, obstetrics_gynecology, fellowship …"),
            _count("from_program", "first program of the tier, else not_applicable"),
            _count("to_program", "last program of the tier; not_applicable when the tier has no end"),
            _number("flat_usd", "flat amount in US dollars, else not_applicable / not_published", 0, 5000),
            _number(
                "per_program_usd", "amount for each program in the tier, else not_applicable / not_published", 0, 500
            ),
            _CONFIDENCE,
            _NOTE,
        ),
        _kind(
            "signal_count",
            "How many preference signals an applicant has, by specialty and season.",
            "specialty season",
            _SPECIALTY,
            _text("season", "season (year of the Match), as text"),
            _text("service", "eras or residencycas"),
            _count("gold", "signals of the first tier, else not_applicable"),
            _count("silver", "signals of the second tier, else not_applicable"),
            _count("single", "signals where there is one tier only, else not_applicable"),
            _count("total", "all signals, else not_published"),
            _CONFIDENCE,
            _NOTE,
        ),
        _kind(
            "rule",
            "A rule or limit that somebody with the power to set it has published, and from when it holds.",
            "topic item applies_to effective",
            _text("topic", "snake case: fees, licence, visa, exam_attempts, contact, list_limits …"),
            _text("item", "what is ruled"),
            _text("value", "the rule in few own words or a number; not_published where none is known"),
            _text("applies_to", "who is bound"),
            _text("effective", "date or season it holds from or for, as text; not_published when unknown"),
            _CONFIDENCE,
            _NOTE,
        ),
        _kind(
            "season_date",
            "Dates of a season.",
            "season service event",
            _text("season", "season (year of the Match), as text"),
            _text("service", "eras, nrmp, residencycas, ecfmg …"),
            _text("event", "snake case: season_begins, applicants_may_submit, programs_may_review, ranking_opens …"),
            Column("date", "date", "the day; the first day for a span"),
            Column("date_to", "date", "the last day of a span, else not_applicable"),
            _text("time", "time of day with zone, else not_published"),
            _CONFIDENCE,
            _NOTE,
        ),
        _kind(
            "program_track",
            "One row per program track code ever seen in the NRMP's Program Results.",
            "nrmp_code",
            _text("nrmp_code", "4 digits institution, 3 digits specialty, track letter, number"),
            _text("acgme_id", "ACGME program number where known, else not_published"),
            _text("institution_code", "4 digits"),
            _text("institution", "the newest name the NRMP printed; not_published for codes without a name"),
            _text("program_name", "the track's name as printed; not_published where none was"),
            _text("specialty_code", "3 digits, NRMP"),
            Column("track_letter", "choice", "the kind of track", choices=("C", "M", "P", "A", "R")),
            _text("city", "the sponsor's city; not_published where none was printed"),
            _STATE,
            _text("ca_county", "county of a California sponsor, else not_applicable"),
            _count("first_year_seen", "first Match the code is seen in (2014 means 2014 or before)"),
            _count("last_year_seen", "last Match the code is seen in"),
            Column("is_active", "flag", "yes when the code was in the newest Match of the table"),
            indexes=("nrmp_code", "specialty_code", "state", "institution_code"),
        ),
        _kind(
            "program_result",
            "Positions offered and filled by one track in one Match. A code that was not in a Match has no row.",
            "nrmp_code season",
            _text("nrmp_code", "the track"),
            _count("season", "year of the Match"),
            _count("positions_offered", "quota"),
            _count("positions_filled", "filled in the Match itself, before SOAP"),
        ),
        _kind(
            "program_succession",
            "A track that went on under another code.",
            "old_code new_code",
            _text("old_code", "the code until old_last_year"),
            _text("new_code", "the code afterwards"),
            _text("old_institution", "name under the old code"),
            _text("old_program_name", "track name under the old code"),
            _text("new_institution", "name under the new code"),
            _text("new_program_name", "track name under the new code"),
            _count("old_last_year", "last Match under the old code"),
            _count("positions_before", "positions offered in the last year of the old code"),
            _count("positions_after", "positions offered in the first year of the new code"),
            _count("positions_filled_after", "positions filled in the first year of the new code"),
            _text("basis", "why we hold it for the same track"),
            _CONFIDENCE,
        ),
        _kind(
            "institution_name",
            "Every name that was printed for an institution code, by report.",
            "institution_code name",
            _text("institution_code", "4 digits"),
            _text("name", "as printed"),
            _text("first_report", "first report with this name"),
            _text("last_report", "last report with this name"),
            Column("is_current", "flag", "yes for the name that program_track carries"),
        ),
        _kind(
            "fill_by_type",
            "Who filled the positions of a state, specialty and entry level: never a program's own share.",
            "season state specialty entry",
            _count("season", "year of the Match"),
            _text("state", "name as printed"),
            _SPECIALTY,
            Column("entry", "choice", "entry level", choices=("PGY-1", "PGY-2", "Physician")),
            _count("positions", "positions offered"),
            _count("filled", "positions filled"),
            _count("unfilled", "positions not filled"),
            _count("us_md_senior", "filled by US MD seniors"),
            _count("us_md_graduate", "filled by US MD graduates"),
            _count("us_do_senior", "filled by US DO seniors"),
            _count("us_do_graduate", "filled by US DO graduates"),
            _count("us_citizen_img", "filled by US-citizen IMGs"),
            _count("non_us_citizen_img", "filled by non-US-citizen IMGs"),
            _count("other", "filled by others (Canadian, Fifth Pathway)"),
        ),
        _kind(
            "known_gap",
            "A state × specialty × entry cell where the tracks and the state table of the same year differ.",
            "season state specialty_code entry",
            _count("season", "year of the Match"),
            _text("state", "name as printed"),
            _text("specialty_code", "3 digits, NRMP"),
            Column("entry", "choice", "entry level", choices=("PGY-1", "PGY-2", "Physician")),
            _count("positions_in_tracks", "sum over the tracks"),
            _count("filled_in_tracks", "sum over the tracks"),
            _count("positions_in_state_table", "the state table's figure"),
            _count("filled_in_state_table", "the state table's figure"),
        ),
        _kind(
            "institution_profile",
            "What is known of an institution with residency programs: sponsor, hospitals, mission themes.",
            "institution_code",
            _text("institution_code", "4 digits"),
            _text("nrmp_name", "name in the NRMP's table"),
            _text("current_name", "name in use today"),
            _text("sponsor_type", "snake case"),
            _text(
                "primary_hospital_ccn", "CMS certification number of the first hospital; not_published when not found"
            ),
            _text("county", "county of the main site"),
            Column(
                "is_county_hospital",
                "choice",
                "whether a county runs it; county_site: a private sponsor at a county site",
                choices=("yes", "no", "county_site"),
            ),
            _number("dsh_pct", "Medicare disproportionate-share adjustment of the first hospital, 0-1", 0, 2),
            _number("residents_fte", "residents at the first hospital, full-time equivalents", 0, 5000),
            _text("hospital_data_fy", "fiscal year of the hospital figures"),
            _text("academic_affiliation", "university, and how it is known; not_published when not found"),
            _text("osteopathic_note", "osteopathic ties; not_published when not found"),
            _count("first_year_in_match", "first Match seen"),
            Column("first_year_left_censored", "flag", "yes when it may be older than the data"),
            _text("mission_url", "address of the page that states the mission; not_published when not found"),
            _text("mission_page_vintage", "how old that page is; not_published when unknown"),
            _text(
                "patient_population_note", "what the page says of its patients, own words; not_published when nothing"
            ),
            Column("themes", "list", "mission themes found; empty means not found, not absent"),
            _text("theme_basis", "where the themes were found; not_published when none"),
            Column("track_site_ccns", "list", "track or program = hospital, where the site is not the first hospital"),
            _NOTE,
            _CONFIDENCE,
        ),
        _kind(
            "track_site",
            "Where a track trains, when that is not where its sponsor sits.",
            "nrmp_code",
            _text("nrmp_code", "the track"),
            _text("ccn", "CMS certification number of the hospital"),
            _text("basis", "how it is known"),
        ),
        _kind(
            "program_page",
            "What a program's own page stated about applicants, with its address and age: leads to verify.",
            "nrmp_codes url page_vintage",
            Column("nrmp_codes", "list", "track codes or code prefixes ending in * that the page covers"),
            _text("institution", "as on the page"),
            _text("specialty_scope", "the specialty label as read, or all"),
            _text("visa", "what is said of visas; not_published when nothing"),
            Column("sponsors_j1", "flag", "our reading of that: J-1 visas"),
            Column("sponsors_h1b", "flag", "our reading of that: H-1B visas for a new resident"),
            _text("exam_attempts", "what is said of attempts; not_published when nothing"),
            _text("score_rule", "minimum or typical score; not_published when nothing"),
            _text("years_since_graduation_max", "limit; not_published when nothing"),
            _text("us_experience_rule", "US clinical experience or IMG rule; not_published when nothing"),
            _text("url", "address of the page"),
            _text("page_vintage", "how old the page is"),
            _NOTE,
        ),
        _kind(
            "hospital",
            "Acute-care hospitals: ownership, size, residents, safety-net figures, place.",
            "ccn",
            _text("ccn", "CMS certification number, six characters"),
            _text("name", "as CMS prints it"),
            _text("address", "street"),
            _text("city", "city"),
            _STATE,
            _text("zip", "five digits"),
            _text("county", "county"),
            _text("fips", "five digits, old Connecticut counties"),
            _number("lat", "degrees north", -20, 75),
            _number("lon", "degrees east", -180, 180),
            _text("hospital_type", "CMS type"),
            _text("ownership", "reviewed ownership"),
            _count("beds", "beds of the cost report"),
            _number("residents_fte", "residents, full-time equivalents", 0, 5000),
            _text("teaching_level", "none, minor, moderate, major as derived from the resident-to-bed ratio"),
            _number("dsh_pct", "Medicare disproportionate-share adjustment, 0-1; capped at 0.12 for rural", 0, 2),
            _number("medicaid_day_pct", "Medicaid days / all days, 0-1; compares only within a state", 0, 1),
            _number("uncompensated_care_cost_pct", "share of costs, 0-1", 0, 10),
            _text("cost_report_year", "year of the cost report; not_published when none"),
            _text("fy_end", "end of the fiscal year"),
            _number("overall_rating", "CMS stars, 1-5", 1, 5),
            _count("fqhc_within_10km_2020", "community health center sites within 10 km in 2020"),
            Column("quality_flags", "list", "known defects of the row"),
        ),
        _kind(
            "county",
            "Counties: need and access figures. Connecticut has old counties and planning regions; see the doubts.",
            "fips",
            _text("fips", "five digits"),
            _text("county", "name"),
            _STATE,
            _text("census_division", "Census division"),
            _text("eras_division", "division as ERAS names it"),
            _number("lat", "degrees north", -20, 75),
            _number("lon", "degrees east", -180, 180),
            _count("population_2022", "population"),
            _number("pct_uninsured", "percent", 0, 100),
            _number("pct_below_150_poverty", "percent below 150 % of the poverty line", 0, 100),
            _number("pct_limited_english", "percent", 0, 100),
            _number("pct_no_hs_diploma", "percent", 0, 100),
            _number("pop_per_primary_care_physician_2021", "people per physician", 0),
            _number("hpsa_pc_geographic_score_2020", "shortage score 0-26; 0 does not mean no shortage", 0, 26),
            _number("pct_public_students_homeless_2019", "percent", 0, 100),
            _count("fqhc_sites_2020", "community health center sites"),
            _count("teaching_hospitals", "hospitals with residents"),
        ),
        _kind(
            "place",
            "Census places with coordinates.",
            "place_fips place state",
            _text("place", "name"),
            _STATE,
            _text("place_fips", "seven digits; not_applicable for ZIP-only places"),
            _text("county_fips", "five digits"),
            _count("population_2020", "population"),
            _number("lat", "degrees north", -20, 75),
            _number("lon", "degrees east", -180, 180),
            indexes=("state", "place"),
        ),
        _kind(
            "zip",
            "ZIP codes with coordinates.",
            "zip",
            _text("zip", "five digits"),
            _text("place", "post-office name"),
            _STATE,
            _text("county_fips", "five digits"),
            _number("lat", "degrees north", -20, 75),
            _number("lon", "degrees east", -180, 180),
        ),
        _kind(
            "state",
            "States, DC and Puerto Rico with their divisions.",
            "state",
            _STATE,
            _text("name", "full name"),
            _text("fips", "two digits"),
            _text("census_region", "Census region"),
            _text("census_division", "Census division"),
            _text("eras_division", "division as ERAS names it"),
        ),
        _kind(
            "care_site",
            "Places of care and service: clinics, community health centers, hospitals licensed by the state.",
            "site_id",
            _text("site_id", "licence number, or a number of ours where none is printed"),
            _text("name", "as printed"),
            _text("operator", "who runs it; not_published when unknown"),
            _text("category", "the publisher's category"),
            _text("status", "status as printed; not_published when none"),
            _text("address", "street; not_published when none"),
            _text("city", "city"),
            _STATE,
            _text("zip", "five digits; not_published when none"),
            _text("fips", "county, five digits"),
            _number("lat", "degrees north", -20, 75),
            _number("lon", "degrees east", -180, 180),
            _text("data_date", "as of when"),
            indexes=("fips",),
        ),
        _kind(
            "language",
            "Speakers of a language in a region.",
            "region language",
            _text("region", "region counted"),
            _text("language", "as printed"),
            _count("speakers_5plus", "people of 5 years and more"),
            _number("moe", "margin of error", 0),
        ),
        _kind(
            "medical_school",
            "Medical schools.",
            "name state",
            _text("name", "as listed"),
            _text("state", "postal abbreviation; not_applicable outside the United States"),
            _text("country", "country"),
            _text("type", "US-MD, US-DO, …"),
        ),
        _kind(
            "exam_link",
            "Published links between two exams' scales.",
            "from_exam to_exam form source_key",
            _text("from_exam", "exam whose score is known"),
            _text("to_exam", "exam whose score is wanted"),
            _text("form", "what kind of link"),
            _text("parameters", "the formula"),
            _text("source_key", "short key that keeps rows of the same form apart"),
            _count("n", "how many were studied"),
            _text("period", "years studied"),
            _number("r", "correlation", -1, 1),
            _CONFIDENCE,
            _NOTE,
        ),
        _kind(
            "benchmark",
            "An informal benchmark by which a record is read: no rule of anybody's, and the applicant can change it.",
            "key applicant_type",
            _text("key", "snake case"),
            _APPLICANT,
            Column("flag", "choice", "what it raises", choices=("none", "watch", "concern", "serious")),
            _number("value", "the threshold"),
            _text("unit", "points, attempts, months, percentile, days, programs …"),
            _text("basis", "who reads records so, or why this figure, own words"),
            _CONFIDENCE,
        ),
        _kind(
            "assumption",
            "A figure of our own where nothing is published: always shown as an assumption that the user can change.",
            "key specialty applicant_type",
            _text("key", "snake case"),
            _SPECIALTY,
            _APPLICANT,
            _number("mean", "centre, in the unit of `scale`"),
            _number("sd", "standard deviation, same unit", 0),
            _text("scale", "logit_match, logit_interview, share, points, per_year_logit …"),
            _text("basis", "why this figure, own words"),
            _NOTE,
        ),
        _kind(
            "do_not_use",
            "Figures in circulation that must not be used, with where they are seen and why not.",
            "claim",
            _text("claim", "what is claimed, own words"),
            _text("where_seen", "where it circulates"),
            _text("why_not", "why it must not be used"),
        ),
    )
}
