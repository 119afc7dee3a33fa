"""The shipped seasons can be made again from facts and seed, and are what the record says of them."""

from pathlib import Path

import numpy as np
import pytest

from smartpick.facts import open_facts
from smartpick.market.season import Asset, calibrate, read_asset, shipped_asset
from smartpick.market.season._figures import status_of

SPECIALTY = "child_neurology"


@pytest.fixture(scope="module")
def asset() -> Asset:
    found = shipped_asset(open_facts())
    if found is None:
        pytest.skip("this build carries no simulated seasons that belong to its facts")
    return found


def test_one_specialty_made_again_is_the_shipped_one(asset: Asset, tmp_path: Path) -> None:
    """To the bit on the machine that made it; elsewhere the moments agree within their Monte-Carlo error."""
    again = read_asset(calibrate(open_facts(), tmp_path, specialties=[SPECIALTY], processes=2))
    assert dict(again.about) == dict(asset.about)
    one, two = (each.specialties[SPECIALTY] for each in (asset, again))
    assert one.program_codes == two.program_codes
    for name, (published, mean, sd) in one.moments.items():
        other = two.moments[name]
        assert other[0] == pytest.approx(published, nan_ok=True)
        if np.isfinite(mean):
            assert abs(other[1] - mean) <= 0.5 * sd + 1e-6, name


def test_every_specialty_has_draws_or_a_reason(asset: Asset) -> None:
    for status in status_of(open_facts(), asset.about["season"]):
        one = asset.specialties[status.specialty]
        assert (one.status, one.reason) == (status.status, status.reason)
        assert (one.n_draws >= 200) == (status.status != "refused")
        if one.n_draws:
            assert one.weights.sum() == pytest.approx(1, abs=1e-4)
            assert np.isfinite(one.parameters).all()
