"""Made-up seasons for tests: cutoffs that rise with size, the same for everybody, no calibration behind them."""

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np

from smartpick.market.season import Asset, SpecialtyScenarios
from smartpick.programs import Program

TYPES = ("us_md_senior", "us_do_senior", "us_citizen_img", "non_us_citizen_img", "graduate")
ALPHA = (0.0, -1.2, -3.2, -3.4, -2.0)
APPLICATIONS = (60.0, 70.0, 110.0, 120.0, 80.0)
VALUES = {
    "sigma_theta": 1.2,
    "sigma_phi": 0.8,
    "g_home": 1.8,
    "g_division": 0.6,
    "g_close": 3.0,
    "g_signal_gold": 2.6,
    "g_signal_silver": 1.6,
    "g_signal_single": 2.1,
    "home_share_img": 0.5,
    "rank_share": 0.6,
    "rank_signal": 0.4,
    "rank_tie": 0.3,
    "rank_noise": 1.2,
}


def made_asset(programs: Sequence[Program], *, draws: int = 50, status: str = "fitted", seed: int = 4) -> Asset:
    """Return an asset with one specialty whose larger programs are harder to enter."""
    rng = np.random.default_rng(seed)
    codes = tuple(program.program_code_nrmp for program in programs)
    states = tuple(sorted({program.state for program in programs}))
    n = len(codes)
    size = np.log([max(program.latest[1] if program.latest else 1, 1) for program in programs])
    middle = 1.5 + 0.5 * (size - size.mean())
    values = {**VALUES}
    values.update({f"alpha_{kind}": alpha for kind, alpha in zip(TYPES, ALPHA, strict=True)})
    values.update({f"applications_{kind}": count for kind, count in zip(TYPES, APPLICATIONS, strict=True)})
    knots = np.array([205.0, 220.0, 232.0, 245.0, 258.0, 270.0], np.float32)
    spline = np.stack([1.1 * (knots - 245) / 15, 0.9 * (knots - 245) / 15]).astype(np.float32)
    moments = {f"rate.{kind}": (0.8, 0.8, 0.02) for kind in TYPES}
    moments |= {f"offers.{kind}": (0.2, 0.2, 0.02) for kind in TYPES}
    one = SpecialtyScenarios(
        specialty=programs[0].specialty,
        status=status,
        reason="",
        season=2026,
        program_codes=codes,
        types=TYPES,
        states=states,
        state_of=np.array([states.index(program.state) for program in programs], np.int16),
        interview_cutoff=(middle + 0.4 * rng.standard_normal((draws, n))).astype(np.float32),
        match_cutoff=(0.6 * middle + 0.3 * rng.standard_normal((draws, n))).astype(np.float32),
        openness=np.zeros((5, len(states)), np.float32),
        residual=(0.2 * rng.standard_normal((draws, n))).astype(np.float16),
        loading=np.array([0, 1, 1, 1, 1], np.float32),
        parameters=np.tile(np.array(list(values.values()), np.float32), (draws, 1)),
        parameter_names=tuple(values),
        score_knots=knots,
        score_spline=np.tile(spline, (draws, 1, 1)),
        interview_cap=np.tile(np.array([[15.0, 3.0]], np.float32), (draws, 1)),
        moments=moments,
        weights=np.full(draws, 1 / draws, np.float32),
        applied=np.full((5, n), 1 / n, np.float32),
        tie_mix=np.tile(np.array([0.7, 0.15, 0.15, 0, 0, 0, 0, 0], np.float32), (5, 1)),
        tier_mix=np.tile(np.array([0.9, 0.03, 0.07, 0], np.float32), (5, 1)),
        judged={},
    )
    return Asset(MappingProxyType({one.specialty: one}), {"market_version": "made up"})
