"""Loading into the database as the owner role: all or nothing, and twice is once."""

import json
from datetime import date

import pytest

from nabij.kernel.geo import queries
from nabij.kernel.geo.boundary_file import BoundaryFileRefused
from nabij.kernel.geo.loader import load_boundaries
from nabij.kernel.geo.models import Boundary, Locality
from nabij.kernel.geo.rules import Basis
from nabij.testing.files import shared_data

ORIGIN = {"source": "gegeneraliseerde grenzen voor tests", "licence": "CC0"}
FIRST = date(2025, 1, 1)


def load(path, **more):
    return load_boundaries(path, **{**ORIGIN, "valid_from": FIRST, **more})


@pytest.fixture
def real(fresh_database):
    return shared_data("municipalities.geojson")


def changed_copy(path, tmp_path, change):
    document = json.loads(path.read_text())
    change(document)
    copy = tmp_path / "grenzen.geojson"
    copy.write_text(json.dumps(document))
    return copy


def test_before_a_load_answers_are_approximate(real):
    assert not queries.has_boundaries()
    assert queries.locate(lat=50.8279, lon=3.2649).basis is Basis.APPROXIMATE


def test_after_a_load_answers_are_official_and_a_second_run_changes_nothing(real):
    report = load(real)
    assert len(report.added) == 13 and not report.changed
    for lon, lat, name in [(3.2649, 50.8279, "Kortrijk"), (3.0385, 50.78, "Wervik"), (3.1216, 50.7964, "Menen")]:
        match = queries.locate(lat=lat, lon=lon)
        assert (match.basis, match.best.name, match.basis_nl) == (Basis.OFFICIAL, name, "officieel")
    rows = list(Boundary.objects.values_list("id", "digest", "loaded_at"))
    again = load(real)
    assert len(again.unchanged) == 13 and not again.added and not again.changed
    assert list(Boundary.objects.values_list("id", "digest", "loaded_at")) == rows


def test_a_dry_run_writes_nothing(real):
    report = load(real, dry_run=True)
    assert len(report.added) == 13 and report.sentence_nl.startswith("Proefrit, niets geladen")
    assert not Boundary.objects.exists()


def test_a_refused_file_loads_nothing(real, tmp_path):
    copy = changed_copy(real, tmp_path, lambda document: document["features"].pop(7))
    with pytest.raises(BoundaryFileRefused) as caught:
        load(copy)
    assert caught.value.problems == ("Lendelede (34025) ontbreekt in het bestand.",)
    assert caught.value.sentence_nl.startswith("We hebben niets geladen.")
    assert not Boundary.objects.exists()


def test_a_later_file_changes_only_what_differs_and_from_its_date(real, tmp_path):
    load(real)

    def shift(document):
        kuurne = next(f for f in document["features"] if f["properties"]["nis"] == "34023")
        kuurne["geometry"]["coordinates"][0][1][0] += 0.00003

    report = load(changed_copy(real, tmp_path, shift), valid_from=date(2027, 1, 1))
    assert (report.changed, len(report.unchanged)) == (["Kuurne"], 12)
    periods = [row.valid for row in Boundary.objects.filter(nis="34023")]
    assert [(p.lower, p.upper) for p in periods] == [(FIRST, date(2027, 1, 1)), (date(2027, 1, 1), None)]
    assert queries.locate(lat=50.852, lon=3.284, on=date(2026, 6, 1)).best.name == "Kuurne"
    with pytest.raises(BoundaryFileRefused):
        load(real, valid_from=date(2026, 1, 1))


def test_the_shipped_localities_stand_in_the_database(db):
    assert Locality.objects.filter(in_region=True).values("municipality_nis").distinct().count() == 13
    assert len(queries.region()) == 13
    assert queries.locate_text("bij de kerk van Bellegem, 8510").best.nis == "34022"
    assert queries.locate(postcode="8860").best.name == "Lendelede"


def test_the_web_role_cannot_write_code_lists(db):
    from django.db import ProgrammingError, transaction

    with pytest.raises(ProgrammingError), transaction.atomic():
        Locality.objects.filter(name="Kortrijk").update(name="Elders")
