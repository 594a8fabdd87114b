"""A boundary file is sound as a whole, or nothing of it is used."""

import json

import pytest
import shapely
from pyproj import Transformer

from nabij.kernel.geo.boundary_file import WGS84, BoundaryFileRefused, digests, read
from nabij.kernel.geo.rules import Basis, municipality_for
from nabij.kernel.geo.rules.shapes import elsewhere, missing, overlaps
from nabij.kernel.geo.shipped import as_rules
from nabij.testing.files import shared_data

LOCALITIES = as_rules()
EXPECTED = {place.municipality_nis: place.municipality for place in LOCALITIES if place.in_region}


def feature(nis, shape, **properties):
    return {"type": "Feature", "properties": {"nis": nis, **properties}, "geometry": json.loads(shapely.to_geojson(shape))}


def raw(properties, geometry):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def written(tmp_path, *features, **more):
    path = tmp_path / "grenzen.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features), **more}))
    return path


def contents(path, crs=WGS84):
    return read(path, nis_field="nis", crs=crs, names=EXPECTED)


SQUARE = shapely.box(3.2, 50.8, 3.3, 50.85)


def test_a_sound_feature_is_read(tmp_path):
    found = contents(written(tmp_path, feature("34022", SQUARE)))
    assert [b.name for b in found.boundaries] == ["Kortrijk"] and found.problems == [] and found.repairs == []


def test_swapped_axes_are_refused_with_the_feature_named(tmp_path):
    swapped = shapely.transform(SQUARE, lambda points: points[:, ::-1])
    found = contents(written(tmp_path, feature("34022", swapped)))
    assert found.boundaries == []
    assert found.problems == ["Vlak 1 (Kortrijk, 34022): breedte en lengte zijn verwisseld. In GeoJSON staat de lengte eerst."]


def test_metres_without_a_named_system_are_refused_and_with_it_transformed(tmp_path):
    to_lambert = Transformer.from_crs("EPSG:4326", "EPSG:31370", always_xy=True)
    xs, ys = to_lambert.transform(*zip(*SQUARE.exterior.coords, strict=True))
    path = written(tmp_path, feature("34022", shapely.Polygon(list(zip(xs, ys, strict=True)))))
    assert "--crs EPSG:31370" in contents(path).problems[0]
    moved = contents(path, crs="EPSG:31370").boundaries[0]
    assert shapely.hausdorff_distance(moved.shape, SQUARE) < 1e-5


def test_a_file_that_names_another_system_is_refused(tmp_path):
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::31370"}}
    path = written(tmp_path, feature("34022", SQUARE), crs=named)
    with pytest.raises(BoundaryFileRefused) as caught:
        contents(path)
    assert "EPSG:31370" in caught.value.problems[0]


def test_a_bow_tie_is_refused_and_a_small_spike_is_repaired_and_told(tmp_path):
    bow_tie = shapely.Polygon([(3.2, 50.8), (3.3, 50.85), (3.3, 50.8), (3.2, 50.85)])
    assert "kruist zichzelf" in contents(written(tmp_path, feature("34022", bow_tie))).problems[0]
    spike = shapely.Polygon([(3.2, 50.8), (3.3, 50.8), (3.3, 50.85), (3.25, 50.85), (3.25, 50.851), (3.25, 50.85), (3.2, 50.85)])
    found = contents(written(tmp_path, feature("34022", spike)))
    assert found.problems == [] and "Vlak 1 (Kortrijk, 34022)" in found.repairs[0]
    assert found.boundaries[0].shape.is_valid


@pytest.mark.parametrize(
    ("bad", "part"),
    [
        (raw({"nis": "34022"}, None), "niet leesbaar"),
        (raw({"nis": "34022"}, {"type": "Point", "coordinates": [3.2, 50.8]}), "geen vlak"),
        (raw({"nis": "Kortrijk"}, None), "geen NIS-code"),
        (raw(None, None), "geen NIS-code"),
        ("x", "geen NIS-code"),
        (feature("34022", shapely.box(13.2, 50.8, 13.3, 50.9)), "niet in België"),
        (raw({"nis": "34022"}, {"type": "Polygon", "coordinates": [[[3, 50], ["a"]]]}), "leesbaar"),
    ],
)
def test_a_bad_feature_is_named(tmp_path, bad, part):
    found = contents(written(tmp_path, bad))
    assert found.boundaries == [] and found.problems[0].startswith("Vlak 1 (") and part in found.problems[0]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"type": "FeatureCollection", "features": []}', '{"features": 3}'])
def test_a_file_that_is_no_list_of_features_is_refused(tmp_path, text):
    path = tmp_path / "grenzen.geojson"
    path.write_text(text)
    with pytest.raises(BoundaryFileRefused):
        contents(path)


def test_one_code_twice_is_refused(tmp_path):
    found = contents(written(tmp_path, feature("34022", SQUARE), feature("34022", SQUARE)))
    assert "twee keer" in found.problems[0]


def test_a_missing_municipality_is_named(tmp_path):
    found = contents(written(tmp_path, feature("34022", SQUARE))).boundaries
    assert "Lendelede (34025) ontbreekt in het bestand." in missing(found, EXPECTED)
    assert missing(found, {"34022": "Kortrijk"}) == []


def test_overlap_beyond_the_tolerance_is_named(tmp_path):
    kuurne = shapely.box(3.25, 50.84, 3.3, 50.9)
    found = contents(written(tmp_path, feature("34022", SQUARE), feature("34023", kuurne))).boundaries
    assert len(overlaps(found)) == 1 and "Kortrijk en Kuurne overlappen over" in overlaps(found)[0]
    touching = shapely.box(3.25, 50.8499999, 3.3, 50.9)
    assert overlaps(contents(written(tmp_path, feature("34022", SQUARE), feature("34023", touching))).boundaries) == []


def test_a_shape_under_the_wrong_code_is_named(tmp_path):
    found = contents(written(tmp_path, feature("34025", shapely.box(3.3, 50.7, 3.35, 50.72)))).boundaries
    assert "Lendelede (34025) ligt niet waar we die gemeente kennen" in elsewhere(found, LOCALITIES)[0]


def test_the_digest_does_not_depend_on_where_a_ring_begins(tmp_path):
    ring = list(SQUARE.exterior.coords)[:-1]
    turned = shapely.Polygon(ring[2:] + ring[:2])
    one = contents(written(tmp_path, feature("34022", SQUARE))).boundaries
    other = contents(written(tmp_path, feature("34022", turned))).boundaries
    moved = contents(written(tmp_path, feature("34022", shapely.box(3.2, 50.8, 3.3, 50.851)))).boundaries
    (a,), (b,), (c,) = (list(digests(found)) for found in (one, other, moved))
    assert a[2] == b[2] != c[2]


@pytest.mark.parametrize(
    ("lon", "lat", "name"),
    [
        (3.2649, 50.8279, "Kortrijk"), (3.3545, 50.7316, "Spiere-Helkijn"), (3.4310, 50.8886, "Waregem"),
        (3.0385, 50.7800, "Wervik"), (3.1216, 50.7964, "Menen"),
    ],
)
def test_the_real_file_gives_official_answers(lon, lat, name):
    found = contents(shared_data("municipalities.geojson"))
    assert found.problems == [] and not missing(found.boundaries, EXPECTED)
    assert not overlaps(found.boundaries) and not elsewhere(found.boundaries, LOCALITIES)
    match = municipality_for(lat=lat, lon=lon, boundaries=found.boundaries, localities=LOCALITIES)
    assert (match.basis, match.best.name) == (Basis.OFFICIAL, name)


def test_every_shipped_centre_lies_in_its_own_municipality():
    boundaries = contents(shared_data("municipalities.geojson")).boundaries
    for place in LOCALITIES:
        match = municipality_for(lat=place.lat, lon=place.lon, boundaries=boundaries, localities=LOCALITIES)
        if place.in_region:
            assert match.best.nis == place.municipality_nis, place.name
        else:
            assert match.basis is Basis.OUTSIDE, place.name
