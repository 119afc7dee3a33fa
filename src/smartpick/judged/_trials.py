"""The trials: which figures are asked for, and what is out of sight meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from smartpick.facts import Facts
from smartpick.judged import _figures as figures
from smartpick.judged._beside import beside_one
from smartpick.judged._model import Asked, Published
from smartpick.judged._sight import Hidden, Sight, after, hide, of_specialty, open_tracks, programs_until

__all__ = ["Trial", "trials"]

_WHO_SIGNALS = (
    " A chance in a list says what one more signal of hers does. The reported rates hold more, since signals go where"
    " an applicant fits best; for this test the models add what that made in the other specialties in sight."
)

FITTED, LEFT_OUT, NEXT = "in sight", "specialty left out", "next season"


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One set of figures asked under one rule of what may be seen.

    Attributes
    ----------
    key, title
        Short name, and a title for a reader.
    about
        What is asked and what is hidden, in plain words.
    way
        ``in sight``, ``specialty left out`` or ``next season``.
    unit
        ``points`` (of 100), ``logit``, ``score points``, ``interviews`` or ``event``.
    published
        The answers.
    sights
        Returns pairs of what may be seen and what is asked with it; every question comes once.
    """

    key: str
    title: str
    about: str
    way: str
    unit: str
    published: tuple[Published, ...]
    sights: Callable[[], Iterator[tuple[Sight, list[Asked]]]]


def trials(facts: Facts, seed: int) -> list[Trial]:
    """Return every trial on these facts."""
    maker = _Maker(facts, seed)
    return [*maker.bands(), *maker.match_rates(), *maker.interviews(), *maker.others(), *maker.next_season()]


class _Maker:
    def __init__(self, facts: Facts, seed: int) -> None:
        self.facts, self.seed = facts, seed
        tracks = open_tracks(facts)
        self.newest = max(max(program.positions) for program in tracks)
        self.tracks = tracks
        self.programs = programs_until(tracks, self.newest)

    def _sight(self, facts: Facts) -> Sight:
        return Sight(facts, self.newest, self.programs, self.seed)

    def _trial(
        self,
        key: str,
        title: str,
        about: str,
        way: str,
        unit: str,
        published: Sequence[Published],
        hidden: Callable[[Asked], list[Hidden]] | None = None,
    ) -> Trial:
        """Return a trial in which questions with the same rows hidden are asked together."""

        def sights() -> Iterator[tuple[Sight, list[Asked]]]:
            if hidden is None:
                yield self._sight(self.facts), [found.asked for found in published]
                return
            together: dict[tuple[Hidden, ...], list[Asked]] = defaultdict(list)
            for found in published:
                together[tuple(hidden(found.asked))].append(found.asked)
            for rows, asked in together.items():
                poorer = hide(self.facts, *rows)
                yield self._sight(poorer), asked
                poorer.connection.close()

        return Trial(key, title, about, way, unit, tuple(published), sights)

    def bands(self) -> Iterator[Trial]:
        asked = figures.bands(self.facts)
        name = "US MD seniors, match rate by Step 2 CK band"
        yield self._trial(
            "md_bands_in_sight",
            name,
            "Every band of every specialty, with all figures in sight: how well a model repeats what it was given.",
            FITTED,
            "points",
            asked,
        )
        yield self._trial(
            "md_bands_left_out",
            f"{name}, the specialty's bands left out",
            "One specialty at a time: its bands are hidden, its overall match rate and mean scores are not.",
            LEFT_OUT,
            "points",
            asked,
            lambda each: [
                Hidden(
                    "statistic", "specialty_keys = ? AND fact_id LIKE ?", (f";{each.specialty};", "%step2_us_md_2020%")
                )
            ],
        )
        yield self._trial(
            "md_bands_no_figure",
            f"{name}, all figures of the specialty left out",
            "One specialty at a time: every statistic of it is hidden, as if nothing had been published for it.",
            LEFT_OUT,
            "points",
            asked,
            lambda each: [of_specialty(each.specialty)],
        )

    def match_rates(self) -> Iterator[Trial]:
        asked = figures.match_rates(self.facts)
        name = "Match rate of those who preferred the specialty, by applicant type"
        yield self._trial(
            "match_rates_in_sight",
            name,
            "US MD and US DO seniors (2024) and non-US-citizen IMGs (2026), with all figures in sight. A model that"
            " takes these as its level repeats them by construction.",
            FITTED,
            "points",
            asked,
        )
        yield self._trial(
            "match_rates_left_out",
            f"{name}, the specialty left out",
            "One specialty at a time: its match rates of every type, by band and overall, are hidden; how many ranked"
            " it anywhere and matched in 2025 stays in sight.",
            LEFT_OUT,
            "points",
            asked,
            lambda each: [of_specialty(each.specialty, "match_rate_pct")],
        )

    def interviews(self) -> Iterator[Trial]:
        asked = figures.interview_rates(self.facts)
        groups: dict[str, tuple[str, Callable[[Asked], bool]]] = {
            "types": ("by applicant type", lambda a: a.stratum == "all"),
            "states": ("in and out of the school's state", lambda a: a.stratum.startswith("us_school")),
            "signals": ("with and without a signal", lambda a: "signal" in a.stratum),
        }
        for group, (words, fits) in groups.items():
            some = [found for found in asked if fits(found.asked)]
            name = f"Reported interview rates, {words}"
            more = _WHO_SIGNALS if group == "signals" else ""
            yield self._trial(
                f"interviews_{group}_in_sight", name, f"With all figures in sight.{more}", FITTED, "logit", some
            )
            yield self._trial(
                f"interviews_{group}_left_out",
                f"{name}, the specialty left out",
                f"One specialty at a time: all its reported interview rates are hidden.{more}",
                LEFT_OUT,
                "logit",
                some,
                lambda each: [of_specialty(each.specialty, "interview_rate")],
            )

    def others(self) -> Iterator[Trial]:
        known = frozenset(program.specialty for program in self.programs)
        yield self._trial(
            "match_given_offers",
            "Share matched by number of interviews, invitations or ranks",
            "Each figure is hidden while it is asked for. They come from six documents of unequal worth, two of them"
            " crowd or simulation; the model answers for the types that the figure counts together.",
            LEFT_OUT,
            "points",
            figures.match_after_offers(self.facts, known),
            lambda each: [Hidden("statistic", "fact_id = ?", (each.key,))],
        )
        yield self._trial(
            "beside_one",
            "Other interviews of somebody who has one, non-US-citizen IMGs",
            "What one logged invitation tells: how many others go with a randomly chosen interview, from the mean and"
            " the standard deviation of contiguous ranks. The deviations are hidden and enter no fit.",
            LEFT_OUT,
            "interviews",
            beside_one(self.facts),
            lambda _: [Hidden("statistic", "measure = ?", ("contiguous_ranks_sd",))],
        )
        yield self._trial(
            "img_quartiles",
            "Non-US-citizen IMGs, Step 2 CK quartiles of matched and unmatched",
            "Everybody who preferred the specialty is taken as published; the model's score slope splits them into"
            " matched and unmatched. The table model uses means and deviations of the same table, not the quartiles.",
            FITTED,
            "score points",
            figures.quartiles(self.facts),
        )

    def next_season(self) -> Iterator[Trial]:
        last = self.newest - 1
        hidden = after(self.facts, last)
        programs = programs_until(self.tracks, last)

        def ask(published: Sequence[Published]) -> Callable[[], Iterator[tuple[Sight, list[Asked]]]]:
            def sights() -> Iterator[tuple[Sight, list[Asked]]]:
                poorer = hide(self.facts, *hidden)
                yield Sight(poorer, last, programs, self.seed), [each.asked for each in published]
                poorer.connection.close()

            return sights

        parts: tuple[tuple[str, str, str, str, list[Published]], ...] = (
            (
                "overall_next",
                "Overall match rate by applicant type",
                (
                    "Share matched to any first-year position. Table model: the level that it gives to a specialty"
                    " without figures of its own."
                ),
                "points",
                figures.overall_rates(self.facts, str(self.newest)),
            ),
            (
                "national_shares_next",
                "Positions by applicant type, nation",
                (
                    "Share of the filled positions of a specialty that each applicant type holds, cells of at least 10"
                    " positions."
                ),
                "points",
                figures.shares(self.facts, self.newest, by_state=False),
            ),
            (
                "state_shares_next",
                "Positions by applicant type and state",
                "The same within each state, cells of at least 10 positions.",
                "points",
                figures.shares(self.facts, self.newest),
            ),
            (
                "unfilled_next",
                "Programs that leave a position unfilled",
                (
                    "Categorical, primary-care and advanced tracks with a result in one of the four Matches before; the"
                    " same rows for every model."
                ),
                "event",
                figures.unfilled(self.tracks, self.newest),
            ),
        )
        for key, title, about, unit, published in parts:
            yield Trial(
                key,
                f"{title}, {self.newest} from {last} and before",
                about,
                NEXT,
                unit,
                tuple(published),
                ask(published),
            )
