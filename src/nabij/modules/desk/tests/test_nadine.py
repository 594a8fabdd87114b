"""The smallest municipality: five lines of ten minutes, a letter in French that was asked for, and Dutch again for the next."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from nabij.kernel.errors import Invalid
from nabij.kernel.identity.mandates import Basis
from nabij.kernel.identity.models import OnBehalfAct
from nabij.kernel.identity.parties import Person
from nabij.kernel.modules import queries as enablement
from nabij.kernel.notices import letters
from nabij.kernel.notices.models import Letter
from nabij.modules.desk.actions.starting import Wish, start
from nabij.modules.desk.queries import counter

from .counter_scene import REQUEST, done, sent
from .reading import text

pytestmark = pytest.mark.django_db
DELANNOY = {
    "voor_naam": "Henri Delannoy", "voor_telefoon": "056 00 00 83", "voor_adres": "Proefstraat 9, 8587 Spiere-Helkijn",
    "voor_kanaal": "desk", "voor_grond": "oral_desk",
}


def test_five_lines_for_this_month_of_ten_minutes(staff: Any) -> None:
    seen = text(staff("nadine").get("/werk"))
    assert "Er worden 5 dingen van u gevraagd. Samen ongeveer 10 minuten." in seen
    for line in ("Brugdag op vrijdag 7 mei?", "wijzigde “Identiteitskaart”", "Antwoord voor uw diensten: Samen bewaren, samen terugvinden",
                 "1 brief ligt klaar om te tekenen", "1 digitale kamer heeft geen eigenaar"):
        assert line in seen, line


def test_monsieur_delannoy_asks_french_and_the_next_letter_is_dutch_again(staff: Any, acting: Any) -> None:
    nadine = staff("nadine")
    page = nadine.get("/balie/start/identiteitskaart").content.decode()
    assert "In welke taal schrijven we dit bericht?" in page and 'value="nl" id="id_voor_taal_0" checked' in page
    done(nadine, sent(nadine, "identiteitskaart", REQUEST, voor_taal="fr", **DELANNOY))
    again = nadine.get("/balie/start/identiteitskaart").content.decode()
    assert 'value="nl" id="id_voor_taal_0" checked' in again, "it is asked anew each time"
    done(nadine, sent(nadine, "identiteitskaart", REQUEST | {"vraag": "Een tweede vraag."}, **DELANNOY))
    with acting("nadine") as scope:
        french, dutch = letters.sheets(scope.organisation_id)[-2:]
    assert (french.language, dutch.language) == ("fr", "nl") and french.who == dutch.who == "Henri Delannoy"
    assert "Accusé de réception" in french.title and "Vous recevrez une réponse au plus tard le" in french.body
    assert "U hoort" not in french.body and "U hoort ons ten laatste op" in dutch.body
    printed = nadine.get(f"/balie/brieven/{french.letter.id}").content.decode()
    assert '<article class="letter" lang="fr"' in printed and "Salutations distinguées" in printed and "mardi 30 mars 2027" in printed
    assert "Vriendelijke groeten" in nadine.get(f"/balie/brieven/{dutch.letter.id}").content.decode()


def test_french_is_not_offered_and_not_taken_where_the_law_has_one_language(staff: Any, acting: Any) -> None:
    lien = staff("lien")
    assert "In welke taal" not in text(lien.get("/balie/start/identiteitskaart"))
    done(lien, sent(lien, "identiteitskaart", REQUEST, voor_taal="fr"))
    body = {
        "service": "identiteitskaart", "person": {"name": "Georgette Naessens", "phone": "056 00 00 81"}, "ground": "oral_phone",
        "channel": "phone", "reason": "heeft geen computer", "answers": {"text": "Een vraag.", "wish": "phone"}, "language": "fr",
    }
    more: Any = {"content_type": "application/json", "headers": {"Idempotency-Key": uuid4().hex}}
    refused = lien.post("/api/v1/desk/acts", json.dumps(body), **more)
    assert refused.status_code == 422 and "gemeente met faciliteiten" in refused.content.decode()
    with acting("lien") as scope:
        assert not Letter.objects.filter(notice__kind="desk.receipt_fr").exists()
        before = OnBehalfAct.objects.count()
        service = counter.service(scope.organisation_id, enablement.enabled(scope.organisation_id, _today()), "identiteitskaart")
        assert service
        wish = Wish(Person("x", "056 00 00 81"), Basis("oral_phone", "phone", "heeft geen computer"), language="fr")
        with pytest.raises(Invalid):
            start(organisation_id=scope.organisation_id, service=service, form=None, wish=wish)
        assert OnBehalfAct.objects.count() == before


def _today() -> Any:
    from nabij.kernel.calendar import clock

    return clock.today()
