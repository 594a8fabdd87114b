"""``nabij import organisations``: all or nothing, and a second run changes nothing."""

from __future__ import annotations

import pytest

from nabij.kernel.tenancy import loader
from nabij.kernel.tenancy.models import Organisation, Relation
from nabij.testing.files import shared_data

HEAD = "kind,name_nl,legal_name,name_fr,nis,ovo,kbo,uri\n"
GOOD = "Gemeente,Proefdorp,Gemeente Proefdorp,,99991,OVO999991,0207494678,\n"


def written(folder, *lines: str):
    path = folder / "organisaties.csv"
    path.write_text(HEAD + "".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Gemeente,Stuk,,,99992,,0207494679,\n", "controlegetal"),
        ("Gemeente,Stuk,,,9999,,,\n", "vijf cijfers"),
        ("Dorp,Stuk,,,99992,,,\n", "kennen we niet"),
        ("Gemeente,,,,99992,,,\n", "naam ontbreekt"),
        ("Gemeente,Stuk,,,99992,OVO12,,\n", "OVO-code"),
        (GOOD, "stond al op regel 2"),
    ],
)
def test_a_broken_line_is_named_and_nothing_is_loaded(fresh_database, tmp_path, line, said):
    before = Organisation.objects.count()
    with pytest.raises(loader.BrokenLine) as error:
        loader.load_organisations(written(tmp_path, GOOD.replace("0207494678", ""), line))
    assert "Regel 3" in error.value.sentence_nl and (said in error.value.sentence_nl or "stond al" in error.value.sentence_nl)
    assert Organisation.objects.count() == before


def test_the_real_list_loads_and_a_second_run_changes_nothing(fresh_database):
    """W4: 38 real organisations with NIS, OVO and KBO numbers."""
    path = shared_data("organisations.csv")
    first = loader.load_organisations(path)
    assert first.read == 38
    again = loader.load_organisations(path)
    assert (again.read, again.added, again.changed) == (38, [], [])
    assert Organisation.objects.filter(name_nl="Aalter").exists()
    assert Relation.objects.filter(kind="ocmw_of").count() == 13
    assert Organisation.objects.get(kbo="0212235703").name_nl == "OCMW Anzegem"


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "kapot.csv"
    path.write_text("kind,name_nl\nGemeente,X\n")
    with pytest.raises(loader.BrokenLine, match="kbo"):
        loader.load_organisations(path)
