"""Which municipality, how we know, and what we ask (vectors of kernel.md 4.11, A42)."""

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from nabij.kernel.geo.rules import (
    BadCoordinates,
    Basis,
    Boundary,
    ProjectedCoordinates,
    SwappedCoordinates,
    metres_between,
    municipality_for,
)
from nabij.kernel.geo.shipped import as_rules

LOCALITIES = as_rules()
# Two squares of about 7 by 11 km that share the border at 3.10° E; the west one is of the region, the east one too.
WEST = Boundary("34001", "West", shapely.box(3.0, 50.0 + 0.7, 3.1, 50.8))
EAST = Boundary("34002", "Oost", shapely.box(3.1, 50.0 + 0.7, 3.2, 50.8))
PAIR = (WEST, EAST)
METRE_LON = 1 / 70_500


def names(match):
    return [candidate.name for candidate in match.candidates]


def test_without_boundaries_the_nearest_centre_is_approximate_and_asks():
    match = municipality_for(lat=50.8279, lon=3.2650, localities=LOCALITIES)
    assert names(match) == ["Kortrijk"] and match.best.nis == "34022"
    assert match.basis is Basis.APPROXIMATE and match.ask and not match.doubt
    assert match.question_nl == "Bij benadering is dit in Kortrijk. Klopt dat?"


def test_halluin_is_outside_although_a_belgian_municipality_is_near():
    match = municipality_for(lat=50.7833, lon=3.1256, localities=LOCALITIES)
    assert match.basis is Basis.OUTSIDE and names(match) == ["Halluin"] and match.best.country == "FR"
    assert "buiten onze streek" in match.question_nl


def test_between_two_centres_both_are_offered():
    match = municipality_for(lat=50.838, lon=3.275, localities=LOCALITIES)
    assert names(match) == ["Kortrijk", "Kuurne"] and match.doubt
    assert match.question_nl == "Bij benadering is dit in Kortrijk of Kuurne. Welke gemeente is het?"


def test_a_far_place_is_outside_and_names_nothing():
    match = municipality_for(lat=52.0, lon=4.3, localities=LOCALITIES)
    assert match.basis is Basis.OUTSIDE and match.candidates == () and match.ask
    sea = municipality_for(lat=51.5, lon=2.5, localities=LOCALITIES, boundaries=PAIR)
    assert sea.basis is Basis.OUTSIDE and sea.candidates == ()


def test_inside_a_boundary_is_official_and_needs_no_question():
    match = municipality_for(lat=50.75, lon=3.05, boundaries=PAIR, localities=LOCALITIES)
    assert (match.basis, names(match), match.ask, match.question_nl) == (Basis.OFFICIAL, ["West"], False, "")


@pytest.mark.parametrize("metres", [-49, -10, 0, 10, 49])
def test_within_fifty_metres_of_a_border_both_are_offered(metres):
    match = municipality_for(lat=50.75, lon=3.1 + metres * METRE_LON, boundaries=PAIR)
    assert match.basis is Basis.OFFICIAL and match.ask and sorted(names(match)) == ["Oost", "West"]
    assert match.question_nl.startswith("Dit ligt op de grens van ")


@pytest.mark.parametrize(("metres", "name"), [(-52, "West"), (52, "Oost")])
def test_beyond_fifty_metres_there_is_one(metres, name):
    match = municipality_for(lat=50.75, lon=3.1 + metres * METRE_LON, boundaries=PAIR)
    assert names(match) == [name] and not match.ask


def test_the_width_of_the_border_is_data():
    place = {"lat": 50.75, "lon": 3.1 + 80 * METRE_LON}
    assert len(municipality_for(**place, boundaries=PAIR, border_m=100).candidates) == 2
    assert len(municipality_for(**place, boundaries=PAIR, border_m=10).candidates) == 1


def test_on_the_outer_border_the_neighbour_outside_is_offered():
    wervik = Boundary("33029", "Wervik", shapely.box(3.0, 50.78, 3.1, 50.85))
    match = municipality_for(lat=50.7801, lon=3.045, boundaries=(wervik,), localities=LOCALITIES)
    assert match.basis is Basis.OFFICIAL and match.ask
    assert match.best.nis == "33029" and any(not candidate.in_region for candidate in match.candidates)


def test_inside_the_boundary_of_a_municipality_outside_the_region():
    roeselare = Boundary("36015", "Roeselare", shapely.box(3.0, 50.9, 3.2, 51.0), in_region=False)
    match = municipality_for(lat=50.95, lon=3.1, boundaries=(*PAIR, roeselare), localities=LOCALITIES)
    assert match.basis is Basis.OUTSIDE and names(match) == ["Roeselare"]


def test_outside_all_boundaries_names_the_nearest_place_outside():
    match = municipality_for(lat=50.7833, lon=3.1256, boundaries=(EAST,), localities=LOCALITIES)
    assert match.basis is Basis.OFFICIAL  # the square of this test covers Halluin; the real border does not
    match = municipality_for(lat=50.723, lon=3.161, boundaries=(WEST,), localities=LOCALITIES)
    assert match.basis is Basis.OUTSIDE and names(match) == ["Tourcoing"] and match.ask


def test_swapped_coordinates_say_so_and_propose_the_right_ones():
    with pytest.raises(SwappedCoordinates) as caught:
        municipality_for(lat=3.2650, lon=50.8279, localities=LOCALITIES)
    assert caught.value.sentence_nl == (
        "De breedte en de lengte zijn verwisseld. Bedoelde u breedte 50,8279 en lengte 3,2650?"
    )
    assert caught.value.facts == {"lat": 50.8279, "lon": 3.2650}


@pytest.mark.parametrize(("lat", "lon"), [(167_000.0, 72_500.0), (567_000.0, 672_500.0)])
def test_lambert_metres_are_recognised(lat, lon):
    with pytest.raises(ProjectedCoordinates) as caught:
        municipality_for(lat=lat, lon=lon, localities=LOCALITIES)
    assert "Lambert" in caught.value.sentence_nl


@pytest.mark.parametrize(("lat", "lon"), [(math.nan, 3.2), (50.8, math.inf), (91.0, 3.0), (50.0, 181.0)])
def test_numbers_that_are_no_place_are_refused(lat, lon):
    with pytest.raises(BadCoordinates):
        municipality_for(lat=lat, lon=lon, localities=LOCALITIES)


def test_a_postcode_gives_its_municipality_and_still_asks():
    match = municipality_for(postcode=" 8510 ", localities=LOCALITIES)
    assert names(match) == ["Kortrijk"] and match.basis is Basis.APPROXIMATE and match.ask
    assert municipality_for(postcode="9999", localities=LOCALITIES).candidates == ()
    assert municipality_for(postcode="59250", localities=LOCALITIES).basis is Basis.OUTSIDE


def test_distances_are_right_within_half_a_percent():
    # Kortrijk, Grote Markt to Menen, Grote Markt: 10.7 km on the ellipsoid.
    metres = metres_between(50.8279, 3.2649, 50.7964, 3.1216)
    from pyproj import Geod

    _, _, exact = Geod(ellps="WGS84").inv(3.2649, 50.8279, 3.1216, 50.7964)
    assert abs(metres - exact) / exact < 0.005


@settings(max_examples=200, deadline=None)
@given(st.floats(50.6, 51.05), st.floats(2.85, 3.6))
def test_without_boundaries_every_answer_says_so_and_asks(lat, lon):
    match = municipality_for(lat=lat, lon=lon, localities=LOCALITIES)
    assert match.basis in (Basis.APPROXIMATE, Basis.OUTSIDE)
    assert match.ask and match.question_nl
    assert match.doubt == (len(match.candidates) > 1)
    distances = [candidate.distance_m for candidate in match.candidates]
    assert distances == sorted(distances)


@settings(max_examples=200, deadline=None)
@given(st.floats(50.68, 50.82), st.floats(2.98, 3.22))
def test_with_boundaries_official_means_inside_or_on_the_border(lat, lon):
    match = municipality_for(lat=lat, lon=lon, boundaries=PAIR, localities=LOCALITIES)
    inside = [b.nis for b in PAIR if b.distance_m(lat, lon) == 0]
    if match.basis is Basis.OFFICIAL:
        assert match.best.distance_m <= 50
        assert not inside or match.best.nis in inside
    else:
        assert not inside
