"""The pages as people use them, without script: what is asked, what is kept, what is never shown."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nabij.kernel.blobs.models import Blob, BlobUse
from nabij.modules.meldpunt.models import Alert, Attachment, Report
from nabij.modules.meldpunt.queries import intake
from nabij.modules.meldpunt.queries.limits import limits
from nabij.modules.meldpunt.rules.danger import danger

from .report_scene import hidden, photo, reading, seen, sent

pytestmark = pytest.mark.django_db


# --- the form ------------------------------------------------------------------------------------------------------


def test_the_form_names_municipality_phone_and_112_and_sets_no_cookie(visitor: Any) -> None:
    response = visitor("kortrijk").get("/melden")
    text = seen(response)
    assert "Kortrijk" in text and "056 00 00 05" in text and "Onthaal Kortrijk" in text and "112" in text
    assert text.index('id="id_foto"') < text.index('id="id_wat"') < text.index('id="id_waar"')
    assert not response.cookies and len(response.content) < 50_000
    assert "<script" not in text or 'src="/static/' in text


def test_spiere_helkijn_says_112_in_two_languages(visitor: Any) -> None:
    text = seen(visitor("spiere-helkijn").get("/melden"))
    assert "Bel nu" in text and 'lang="fr"' in text and "Appelez tout de suite" in text


def test_where_the_module_is_off_there_is_a_404_with_the_local_phone(visitor: Any) -> None:
    client = visitor("lendelede")
    for path in ("/melden", "/melding", "/melding/LEN222222"):
        response = client.get(path)
        assert response.status_code == 404 and "056 00 00 07" in seen(response)


def test_sent_and_confirmed_at_an_address_of_its_own(visitor: Any, organisations: dict[str, int]) -> None:
    client = visitor("kortrijk")
    response = sent(client)
    assert response.status_code == 302
    code = re.fullmatch(r"/melding/(KOR\w{6})/ontvangen", response["Location"]).group(1)  # type: ignore[union-attr]
    text = seen(client.get(response["Location"]))
    assert "dinsdag 30 maart 2027" in text and "8.31 uur" in text and "dinsdag 6 april 2027" in text
    assert "056 00 00 05" in text
    with reading(organisations["kortrijk"]):
        assert Report.objects.get(code=code).channel == "web"


def test_sending_a_report_with_a_photo_assesses_it_once_and_stays_within_its_budget(
    visitor: Any, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a storm ten of these come in each second. The form itself is 4 of them."""
    client, looks = visitor("kortrijk"), []
    monkeypatch.setattr(intake, "danger", lambda *words: looks.append(1) or danger(*words))
    sent(client, foto=photo())
    looks.clear()
    with django_assert_max_num_queries(48):
        assert sent(client, wat="een andere losse tegel", foto=photo()).status_code == 302
    assert len(looks) == 1


def test_a_double_click_gives_the_same_confirmation(visitor: Any, organisations: dict[str, int]) -> None:
    client = visitor("kortrijk")
    key = hidden(client.get("/melden"), "sleutel")
    first, second = sent(client, sleutel=key), sent(client, sleutel=key)
    assert first["Location"] == second["Location"]
    with reading(organisations["kortrijk"]):
        assert Report.objects.filter(code=first["Location"].split("/")[2]).count() == 1


def test_going_back_to_tell_something_else_is_another_report(visitor: Any, organisations: dict[str, int]) -> None:
    client = visitor("kortrijk")
    key = hidden(client.get("/melden"), "sleutel")
    first, second = sent(client, sleutel=key), sent(client, sleutel=key, wat="en ook een boom op de weg", foto=photo())
    assert first["Location"] != second["Location"]
    assert "en ook een boom op de weg" in seen(client.get(second["Location"]))
    assert sent(client, sleutel=key, wat="en ook een boom op de weg", foto=photo())["Location"] == second["Location"]


# --- bad input: each gets its sentence, keeps what was typed, loses nothing -------------------------------------------


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"wat": ""}, "Schrijf kort wat er aan de hand is"),
        ({"wat": "   \n "}, "Schrijf kort wat er aan de hand is"),
        ({"wat": "x" * 4_001}, "Uw tekst is 4.001 tekens lang. Er passen er 4.000. Haal 1 teken weg."),
        ({"waar": ""}, "Vul een straat of een herkenbare plaats in, bijvoorbeeld &quot;achter de sporthal&quot;."),
        ({"telefoon": "vijf"}, "Kijk dit nummer na"),
        ({"email": "kaat"}, "Kijk dit adres na"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_lost(
    visitor: Any, organisations: dict[str, int], fields: dict[str, str], sentence: str
) -> None:
    client = visitor("kortrijk")
    typed = {"naam": "Kaat Desmet", "categorie": "voetpad", "foto": photo(), **fields}
    response = sent(client, **typed)
    text = response.content.decode()
    assert response.status_code == 422 and sentence in text and "<title>Fout:" in text
    assert "We hebben nog 1 ding nodig" in text
    assert 'value="Kaat Desmet"' in text and re.search(r'value="voetpad"[^>]*checked', text)
    for value in fields.values():
        assert not value.strip() or value in text
    assert "Uw foto put.jpg is bewaard" in text
    again = {
        **typed,
        "wat": "put",
        "waar": "achter de sporthal",
        "telefoon": "",
        "email": "",
        "sleutel": hidden(response, "sleutel"),
    }
    del again["foto"]
    done = sent(client, **again, foto_bewaard=hidden(response, "foto_bewaard"))
    assert done.status_code == 302
    with reading(organisations["kortrijk"]):
        report = Report.objects.get(code=done["Location"].split("/")[2])
        assert Attachment.objects.get(report=report).filename == "put.jpg"
        assert BlobUse.objects.filter(subject_id=str(report.id), role="photo").count() == 1


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (lambda: SimpleUploadedFile("groot.jpg", photo().read() + b"\0" * 14_000_000, "image/jpeg"),
         "Deze foto is 14,1 MB. Kies een foto van hoogstens 10 MB, of ga verder zonder foto."),
        (lambda: SimpleUploadedFile("brief.jpg", b"Dit is gewoon tekst.", "image/jpeg"),
         "Kies een foto in JPEG, PNG, WebP of HEIC"),
        (lambda: SimpleUploadedFile("leeg.jpg", b"", "image/jpeg"), "Deze foto is leeg."),
    ],
)  # fmt: skip
def test_a_photo_that_cannot_be_used_costs_only_itself(
    visitor: Any, organisations: dict[str, int], upload: Any, sentence: str
) -> None:
    client = visitor("kortrijk")
    response = sent(client, foto=upload(), naam="Kaat")
    text = response.content.decode()
    assert response.status_code == 422 and sentence in text
    assert "losse tegel" in text and "achter de sporthal" in text and 'value="Kaat"' in text
    done = sent(client, sleutel=hidden(response, "sleutel"))
    assert done.status_code == 302
    with reading(organisations["kortrijk"]):
        assert not Attachment.objects.filter(report__code=done["Location"].split("/")[2]).exists()


def test_a_good_photo_survives_a_bad_one_and_can_be_left_out(visitor: Any, organisations: dict[str, int]) -> None:
    client = visitor("kortrijk")
    first = sent(client, wat="", foto=photo())
    second = sent(
        client,
        foto=SimpleUploadedFile("x.jpg", b"tekst", "image/jpeg"),
        foto_bewaard=hidden(first, "foto_bewaard"),
        sleutel=hidden(first, "sleutel"),
    )
    assert second.status_code == 422 and "Uw foto put.jpg is bewaard" in seen(second)
    done = sent(client, foto_bewaard=hidden(second, "foto_bewaard"), foto_weg="1", sleutel=hidden(second, "sleutel"))
    with reading(organisations["kortrijk"]):
        assert not Attachment.objects.filter(report__code=done["Location"].split("/")[2]).exists()


def test_a_new_photo_in_place_of_the_kept_one_survives_a_question(visitor: Any, organisations: dict[str, int]) -> None:
    client = visitor("kortrijk")
    first = sent(client, wat="", foto=photo("oud.jpg"))
    asked = sent(
        client, waar="tussen Kuurne en Kortrijk", foto=photo("nieuw.jpg"), foto_weg="1",
        foto_bewaard=hidden(first, "foto_bewaard"), sleutel=hidden(first, "sleutel"),
    )  # fmt: skip
    carried = {name: hidden(asked, name) for name in ("foto_bewaard", "foto_weg") if hidden(asked, name)}
    done = sent(
        client, waar="tussen Kuurne en Kortrijk", gemeente=str(organisations["kortrijk"]), gezien="1",
        sleutel=hidden(asked, "sleutel"), **carried,
    )  # fmt: skip
    with reading(organisations["kortrijk"]):
        assert Attachment.objects.get(report__code=done["Location"].split("/")[2]).filename == "nieuw.jpg"


@pytest.mark.parametrize("chosen", ["9" * 5_000, "-1", "²", "x"])
def test_an_odd_municipality_is_no_answer(visitor: Any, chosen: str) -> None:
    assert "In welke gemeente is het?" in seen(sent(visitor("kortrijk"), waar="tussen Kuurne en Kortrijk", gemeente=chosen))


def test_what_a_number_opens_is_kept_by_no_cache(visitor: Any) -> None:
    client = visitor("kortrijk")
    place = sent(client)["Location"]
    for path in (place, place.removesuffix("/ontvangen"), "/melding/KOR222222"):
        assert "no-store" in client.get(path).headers["Cache-Control"]


def test_a_forged_photo_or_key_is_simply_not_there(visitor: Any) -> None:
    assert sent(visitor("kortrijk"), foto_bewaard="eyJvIjo1fQ:vals", sleutel="vals").status_code == 302


def test_a_photo_goes_along_to_the_neighbour_as_a_copy_of_its_own(visitor: Any, organisations: dict[str, int]) -> None:
    done = sent(visitor("kortrijk"), waar="Marktstraat, Zwevegem", foto=photo())
    assert done["Location"].startswith("/melding/ZWE")
    with reading(organisations["zwevegem"]):
        assert Attachment.objects.filter(report__code=done["Location"].split("/")[2]).count() == 1
        assert Blob.objects.count() == 1


def test_place_outside_the_region_keeps_everything_and_can_be_sent_all_the_same(
    visitor: Any, organisations: dict[str, int]
) -> None:
    client = visitor("kortrijk")
    response = sent(client, waar="Grote Markt, Roeselare", naam="Kaat", foto=photo())
    text = seen(response)
    assert response.status_code == 200 and "buiten onze regio" in text and 'value="Grote Markt, Roeselare"' in text
    assert 'value="losse tegel"' in text and 'value="Kaat"' in text
    done = sent(
        client,
        waar="Grote Markt, Roeselare",
        buiten="bewaar",
        foto_bewaard=hidden(response, "foto_bewaard"),
        sleutel=hidden(response, "sleutel"),
    )
    with reading(organisations["kortrijk"]):
        report = Report.objects.get(code=done["Location"].split("/")[2])
        assert report.routing == "unplaced" and report.attachments.count() == 1


def test_near_a_border_the_person_chooses(visitor: Any, organisations: dict[str, int]) -> None:
    client = visitor("kortrijk")
    response = sent(client, waar="tussen Kuurne en Kortrijk")
    text = seen(response)
    assert "In welke gemeente is het?" in text and ">Kuurne<" in text and ">Kortrijk<" in text
    assert "Kies een gemeente" not in text
    again = sent(client, waar="tussen Kuurne en Kortrijk", gezien="1", sleutel=hidden(response, "sleutel"))
    assert "Kies een gemeente. Zo weten we wie uw melding behandelt." in seen(again)
    done = sent(
        client,
        waar="tussen Kuurne en Kortrijk",
        gemeente=str(organisations["kuurne"]),
        gezien="1",
        sleutel=hidden(response, "sleutel"),
    )
    assert done["Location"].startswith("/melding/KUU")
    assert "Onthaal Kuurne" in seen(client.get(done["Location"]))


def test_a_municipality_outside_the_reporting_point_shows_its_own_phone(visitor: Any) -> None:
    client = visitor("kortrijk")
    done = sent(client, waar="Dorpsplein, Lendelede")
    assert "056 00 00 07" in seen(client.get(done["Location"]))


def test_a_filled_honeypot_is_confirmed_as_usual_and_waits_for_review(
    visitor: Any, organisations: dict[str, int]
) -> None:
    client = visitor("kortrijk")
    done = sent(client, website="http://koop.example")
    assert client.get(done["Location"]).status_code == 200
    with reading(organisations["kortrijk"]):
        assert Report.objects.get(code=done["Location"].split("/")[2]).state == "quarantined"


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "עברית ‮ omgekeerd", "😀 put", "nul\x00teken"])
def test_odd_text_is_stored_as_it_is_and_shown_escaped(visitor: Any, text: str) -> None:
    client = visitor("kortrijk")
    page = client.get(sent(client, wat=text)["Location"]).content.decode()
    assert "<script>alert" not in page
    assert text.replace("\x00", "").split()[-1].rstrip("</script>")[-4:] in page


# --- danger --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("answer", "urgency"), [("yes", "acute"), ("no", "high"), ("", "acute")])
def test_gasgeur_shows_112_and_fluvius_first_then_asks(
    visitor: Any, organisations: dict[str, int], answer: str, urgency: str
) -> None:
    client = visitor("kortrijk")
    response = sent(client, wat="gasgeur", foto=photo())
    text = seen(response)
    assert response.status_code == 200 and "Is er nu gevaar?" in text
    body = text[text.index("<main") :]
    assert body.index("112") < body.index("0800 65 065") < body.index("Is er nu gevaar?")
    with reading(organisations["kortrijk"]):
        assert not Report.objects.filter(text="gasgeur").exists()
    done = sent(
        client,
        wat="gasgeur",
        gevaar=answer,
        gezien="1",
        foto_bewaard=hidden(response, "foto_bewaard"),
        sleutel=hidden(response, "sleutel"),
    )
    page = seen(client.get(done["Location"]))
    with reading(organisations["kortrijk"]):
        report = Report.objects.get(text="gasgeur")
        assert report.urgency == urgency
        assert Alert.objects.filter(incident__report=report).exists() == (urgency == "acute")
    assert ("De wachtdienst is verwittigd. U ziet hier wie uw melding opvolgt." in page) == (urgency == "acute")


def test_nee_said_before_112_was_shown_does_not_count(visitor: Any) -> None:
    text = seen(sent(visitor("kortrijk"), wat="gaslek", gevaar="no"))
    assert "Is er nu gevaar?" in text and 'value="no" checked' not in text


# --- following -----------------------------------------------------------------------------------------------------


def test_following_shows_steps_and_never_what_is_internal(visitor: Any, staff: Any) -> None:
    client, desk = visitor("kortrijk"), staff("delphine")
    code = sent(client, naam="Kaat Desmet", telefoon="0470 00 00 99")["Location"].split("/")[2]
    row = re.search(
        r'/meldpunt/meldingen/([0-9a-f-]+)"><span class="code"', desk.get(f"/meldpunt?woord={code}").content.decode()
    )
    assert row
    url = f"/meldpunt/meldingen/{row.group(1)}"
    moved = desk.post(
        f"{url}/toestand", {"to": "planned", "row_version": "1", "planned_on_day": "2",
                            "planned_on_month": "4", "planned_on_year": "2027",
                            "public_text": "We komen vrijdag.", "internal_note": "geheime nota"},
    )  # fmt: skip
    assert moved.status_code == 302
    page = seen(client.get(f"/melding/{code.lower()}"))
    assert "Het werk is ingepland" in page and "We komen vrijdag." in page
    assert "geheime nota" not in page and "Delphine" not in page and "Kaat" not in page and "0470" not in page
    assert "geheime nota" in seen(desk.get(url))


def test_unknown_and_expired_numbers_get_the_same_answer(
    visitor: Any, staff: Any, still_clock: Any, organisations: dict[str, int]
) -> None:
    client = visitor("kortrijk")
    code = sent(client)["Location"].split("/")[2]
    client.post(f"/melding/{code}/intrekking", {"reden": "al opgelost"})
    assert "Ingetrokken" in seen(client.get(f"/melding/{code}"))
    still_clock.forward(timedelta(days=limits().follow_days + 1))
    expired, unknown = client.get(f"/melding/{code}"), client.get("/melding/KOR222222")
    assert expired.status_code == unknown.status_code == 404
    assert expired.content == unknown.content and "90 dagen" in seen(expired) and "056 00 00 05" in seen(expired)


def test_a_number_is_found_as_people_type_it_and_on_any_site(visitor: Any) -> None:
    code = sent(visitor("kortrijk"))["Location"].split("/")[2]
    typed = f"{code[:3].lower()} {code[3:6]}-{code[6:]}"
    assert visitor("kuurne").get("/melding", {"nummer": typed})["Location"] == f"/melding/{code}"
    assert "Onthaal Kortrijk" in seen(visitor("kuurne").get(f"/melding/{code}"))


def test_withdrawing_asks_a_reason_and_keeps_it_after_a_mistake(visitor: Any) -> None:
    client = visitor("kortrijk")
    code = sent(client)["Location"].split("/")[2]
    assert "U kunt dit niet ongedaan maken" in seen(client.get(f"/melding/{code}/intrekking"))
    assert client.post(f"/melding/{code}/intrekking", {"reden": " "}).status_code == 422
    assert client.post(f"/melding/{code}/intrekking", {"reden": "al opgelost"}).status_code == 302
    again = client.post(f"/melding/{code}/intrekking", {"reden": "nog eens"})
    assert again.status_code == 422 and "nog eens" in again.content.decode()
