"""Signing in, signing out, and the one capacity: municipality and OCMW never combine."""

from typing import Any

import pytest
from django.test import Client
from django.urls import path

from nabij.kernel.identity.models import Account
from nabij.modules.desk import urls
from nabij.modules.desk.pages.sign_in import own_path

from .reading import text, whole

pytestmark = pytest.mark.django_db
#: The staff addresses of a real installation: without those of the demo before them.
urlpatterns = [*urls.urlpatterns, path("niets", lambda request: None, name="nothing")]
PASSWORD = "een lange zin met kleuren"


@pytest.fixture
def real(settings: Any) -> Client:
    settings.NABIJ_STAFF_URLCONF = settings.ROOT_URLCONF = "nabij.modules.desk.tests.test_capacity"
    settings.NABIJ_DEMO = False
    return Client(headers={"host": "localhost:8000", "sec-fetch-site": "same-origin"})


def test_bart_works_on_one_side_at_a_time(staff: Any) -> None:
    client = staff("bart", "wervik")
    assert "OCMW: " not in text(client.get("/beheer/mensen"))
    page = client.get("/werk").content.decode()
    assert "OCMW Wervik: algemeen directeur" in page and "Wervik: algemeen directeur (nu)" in page
    moved = client.post("/hoedanigheid", {"capacity": _ids("ocmw-wervik")})
    assert (moved.status_code, moved.headers["Location"]) == (302, "/werk")
    html = client.get("/werk").content.decode()
    assert "<title>Werk – OCMW Wervik</title>" in html and "OCMW Wervik: algemeen directeur (nu)" in html


def test_the_other_side_is_gone_after_a_switch(staff: Any, organisations: dict[str, int]) -> None:
    from nabij.kernel.tenancy.scope import current
    from nabij.modules.desk.pages import people

    seen: list[frozenset[int]] = []
    with pytest.MonkeyPatch.context() as patch:
        found = people.queries.staff
        patch.setattr(people.queries, "staff", lambda *args: seen.append(current().reading) or found(*args))
        client = staff("bart", "wervik")
        client.get("/beheer/mensen")
        client.post("/hoedanigheid", {"capacity": organisations["ocmw-wervik"]})
        client.get("/beheer/mensen")
    assert seen == [frozenset({organisations["wervik"]}), frozenset({organisations["ocmw-wervik"]})]


def test_the_switch_is_audited_and_only_for_own_functions(staff: Any, organisations: dict[str, int]) -> None:
    from nabij.kernel.audit.models import AuditEntry
    from nabij.kernel.tenancy.scope import scope, system

    client = staff("bart", "wervik")
    assert client.post("/hoedanigheid", {"capacity": organisations["kortrijk"]}).status_code == 404
    assert client.post("/hoedanigheid", {"capacity": "zoveel"}).status_code == 404
    client.post("/hoedanigheid", {"capacity": organisations["ocmw-wervik"]})
    with scope(reading=[organisations["ocmw-wervik"]], actor=system("test")):
        assert AuditEntry.objects.filter(verb="identity.capacity.chosen", actor_label="Bart Staelens").count() == 1


def test_a_change_from_another_site_is_refused(staff: Any, organisations: dict[str, int]) -> None:
    answer = staff("bart").post("/hoedanigheid", {"capacity": organisations["ocmw-wervik"]}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


def test_signing_out_ends_the_session(staff: Any) -> None:
    client = staff("an")
    assert client.get("/afmelden").status_code == 405
    client.post("/afmelden")
    assert client.get("/werk").headers["Location"] == "/aanmelden?next=%2Fwerk"


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [("/werk", "/werk"), ("/beheer/modules?op=2027-04-01", "/beheer/modules?op=2027-04-01"), ("//boos.example", ""),
     ("https://boos.example/werk", ""), ("/\\boos.example", ""), ("werk", ""), ("", "")],
)
def test_next_leads_only_to_an_own_path(wanted: str, kept: str) -> None:
    assert own_path(wanted) == kept


def test_a_local_account_signs_in_with_its_password(real: Client) -> None:
    Account.objects.create_user("greet", PASSWORD, display_name="Greet Proef")
    page = real.get("/aanmelden?next=/beheer")
    whole(page)
    assert "Gebruikersnaam" in text(page) and "Liever met een medewerker?" in text(page) and "Neem de plaats in" not in text(page)
    wrong = real.post("/aanmelden", {"login": "greet", "password": "fout"})
    assert wrong.status_code == 200 and "_auth_user_id" not in real.session
    good = real.post("/aanmelden", {"login": "greet", "password": PASSWORD, "next": "/beheer"})
    assert good.headers["Location"] == "/beheer" and "_auth_user_id" in real.session


def test_an_account_with_a_second_factor_is_asked_for_its_code(real: Client) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time

    account = Account.objects.create_user("greet", PASSWORD, display_name="Greet Proef")
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    asked = real.post("/aanmelden", {"login": "greet", "password": PASSWORD})
    assert asked.headers["Location"].startswith("/aanmelden/code") and "_auth_user_id" not in real.session
    whole(real.get("/aanmelden/code"))
    assert "_auth_user_id" not in real.session
    value = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert real.post("/aanmelden/code", {"code": value}).headers["Location"] == "/werk"
    assert "_auth_user_id" in real.session


def test_a_real_installation_has_no_cards(real: Client) -> None:
    assert real.post("/demo/als/an").status_code == 404
    assert real.get("/demo/").status_code == 404


def _ids(slug: str) -> int:
    from nabij.kernel.tenancy.models import Organisation

    return Organisation.objects.get(slug=slug).id
