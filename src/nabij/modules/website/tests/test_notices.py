"""Two languages where the law asks them, one where it does not; Dutch first, equal in size, ``lang`` set."""

from __future__ import annotations

import re
from typing import Any

import pytest

from nabij.kernel.errors import Invalid
from nabij.modules.website.actions import news
from nabij.modules.website.actions.news import Words
from nabij.modules.website.models import NewsItem
from nabij.modules.website.rules import languages
from nabij.modules.website.rules.languages import ContentKind

pytestmark = pytest.mark.django_db
BOTH = Words("Water afgesloten", "Morgen is er geen water.", "Coupure d'eau", "Demain, il n'y aura pas d'eau.")


def test_spiere_helkijns_notice_stands_in_dutch_then_in_french(visitor: Any) -> None:
    html = visitor("spiere-helkijn").get("/nieuws/omhaling-van-snoeihout-op-12-april").content.decode()
    sections = re.findall(r'<section lang="(\w\w-BE)"', html)
    assert sections == ["nl-BE", "fr-BE"]
    assert html.index("Omhaling van snoeihout") < html.index("Collecte des branches le 12 avril")
    assert html.count("<h1") == 1 and '<h2 id="titel-fr">Collecte' in html


def test_a_notice_without_french_is_refused_there_at_its_field(at_site: Any, organisations: dict[str, int]) -> None:
    own = organisations["spiere-helkijn"]
    with at_site("spiere-helkijn"):
        item = news.write(organisation_id=own, words=Words(BOTH.title_nl, BOTH.body_nl), kind=NewsItem.Kind.NOTICE)
        with pytest.raises(Invalid) as refused:
            news.publish(item_id=item.id)
        assert set(refused.value.fields) == {"title_fr", "body_fr"}
        assert "in het Nederlands en in het Frans" in refused.value.fields["body_fr"]
        news.rewrite(item_id=item.id, words=BOTH)
        assert news.publish(item_id=item.id).state == "published"
        with pytest.raises(Invalid):
            news.rewrite(item_id=item.id, words=Words(BOTH.title_nl, BOTH.body_nl))


def test_elsewhere_a_french_notice_is_refused(at_site: Any, organisations: dict[str, int]) -> None:
    with at_site("kortrijk"):
        item = news.write(organisation_id=organisations["kortrijk"], words=BOTH, kind=NewsItem.Kind.NOTICE)
        with pytest.raises(Invalid, match="alleen in het Nederlands"):
            news.publish(item_id=item.id)


def test_the_editor_of_spiere_helkijn_is_asked_for_both_and_the_other_twelve_are_not(staff: Any) -> None:
    assert 'name="title_fr"' in staff("nadine").get("/website/nieuws/nieuw").content.decode()
    assert 'name="title_fr"' not in staff("femke").get("/website/nieuws/nieuw").content.decode()


def test_forms_and_decisions_are_dutch_only_everywhere() -> None:
    for kind in (ContentKind.FORM, ContentKind.DECISION):
        assert languages.languages("nl_fr", kind) == languages.languages("nl", kind) == ("nl",)
        assert languages.missing("nl_fr", kind, {"nl": "tekst", "fr": "texte"})


def test_a_title_that_is_taken_gets_a_number_and_an_empty_one_a_sentence(at_site: Any, organisations: dict[str, int]) -> None:
    own = organisations["kortrijk"]
    with at_site("kortrijk"):
        slugs = [news.write(organisation_id=own, words=Words("Eén dag: café dicht!", "Tekst.")).slug for _ in range(2)]
        assert slugs == ["een-dag-cafe-dicht", "een-dag-cafe-dicht-2"]
        with pytest.raises(Invalid, match="titel"):
            news.write(organisation_id=own, words=Words(" ", "Tekst."))
