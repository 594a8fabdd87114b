"""Places inside what people write."""

import pytest

from nabij.kernel.geo.rules import Basis, fold, municipality_for
from nabij.kernel.geo.shipped import as_rules, shipped_localities

LOCALITIES = as_rules()
THIRTEEN = {
    "33029", "34002", "34003", "34009", "34013", "34022", "34023", "34025", "34027", "34040", "34041", "34042", "34043",
}


def found(text):
    return municipality_for(text=text, localities=LOCALITIES)


@pytest.mark.parametrize(
    ("text", "municipality", "near"),
    [
        ("bij de kerk van Bellegem, 8510", "Kortrijk", "Bellegem"),
        ("achter de sporthal in sint-denijs", "Zwevegem", "Sint-Denijs"),
        ("St.-Eloois-Vijve, aan de sluis", "Waregem", "Sint-Eloois-Vijve"),
        ("put in de weg te HEULE", "Kortrijk", "Heule"),
        ("Stationsstraat 12 8930", "Menen", "Menen"),
        ("Kortrijksesteenweg 3, 8530 Harelbeke", "Harelbeke", "Harelbeke"),
        ("près de l'église d'Espierres", "Spiere-Helkijn", "Spiere"),
        ("Beveren-Leie", "Waregem", "Beveren-Leie"),
        ("Tiegemberg? nee, Tiegem", "Anzegem", "Tiegem"),
    ],
)
def test_names_and_postcodes_are_found(text, municipality, near):
    match = found(text)
    assert (match.best.name, match.near, match.doubt) == (municipality, near, False)
    assert match.basis is Basis.APPROXIMATE and match.ask


def test_a_spelling_mistake_gives_a_suggestion():
    match = found("Hareelbeke")
    assert match.suggestion == "Harelbeke" and match.question_nl == "Bedoelde u Harelbeke?"
    assert found("aan de brug in Zweveghem").suggestion == "Zwevegem"


@pytest.mark.parametrize(
    "text", ["wij menen dat er een put is", "komen jullie eens kijken", "er ligt lauwe pap", "straat", "", "1777"]
)
def test_ordinary_words_name_no_place(text):
    match = found(text)
    assert match.candidates == () and match.ask
    assert match.question_nl == "We kennen deze plaats niet. In welke gemeente is het?"


def test_the_same_word_with_a_capital_or_alone_is_a_place():
    assert found("de brug in Menen").best.nis == "34027"
    assert found("menen").best.nis == "34027"


def test_name_and_postcode_that_disagree_are_both_offered():
    match = found("8510 Menen")
    assert {candidate.name for candidate in match.candidates} == {"Kortrijk", "Menen"} and match.doubt


def test_two_places_on_a_border_are_both_offered():
    match = found("op de grens van Kuurne en Harelbeke")
    assert [candidate.name for candidate in match.candidates] == ["Kuurne", "Harelbeke"]


def test_places_outside_the_region_are_named_as_outside():
    for text, name in [("Roeselare", "Roeselare"), ("Mouscron", "Moeskroen"), ("Halluin", "Halluin")]:
        match = found(text)
        assert match.basis is Basis.OUTSIDE and match.best.name == name


def test_folding():
    assert fold("Saint-Léger  d'Ève") == "saint leger d eve"
    assert fold("St. Denijs") == fold("Sint-Denijs")


def test_the_shipped_list_holds_the_thirteen_with_their_parts():
    rows = shipped_localities()
    inside = [row for row in rows if row["in_region"]]
    assert {row["municipality_nis"] for row in inside} == THIRTEEN
    assert not THIRTEEN & {row["municipality_nis"] for row in rows if not row["in_region"]}
    parts = {row["name"] for row in inside if row["municipality_nis"] == "34022"}
    assert parts == {"Kortrijk", "Aalbeke", "Bellegem", "Bissegem", "Heule", "Kooigem", "Marke", "Rollegem"}
    assert all(row["source"] and row["accuracy_m"] >= 300 for row in rows)
    assert len({(row["country"], row["postcode"], row["name"]) for row in rows}) == len(rows)
