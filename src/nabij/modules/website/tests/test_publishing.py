"""Pages as files: whole releases, served without a question to the database, and what an event changes."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from nabij.kernel.modules.models import Enablement
from nabij.modules.website import bundles
from nabij.modules.website.actions import news, places, services
from nabij.modules.website.actions.news import Words
from nabij.modules.website.models import Place, PublishedPage, Release, Service
from nabij.modules.website.publisher import disk, release, render
from nabij.modules.website.rules.publishing import TODAY
from nabij.modules.website.serving import PublishedPages

pytestmark = pytest.mark.django_db


@pytest.fixture
def kuurne(published: Path, handle: Any) -> Path:
    handle("kuurne")
    return published / "kuurne"


def test_the_first_release_holds_every_page_and_a_ledger(kuurne: Path, at_site: Any) -> None:
    entries = disk.entries(kuurne)
    assert {"/", "/contact", "/openingsuren", "/diensten/", "/diensten/identiteitskaart", "/diensten/identiteitskaart.jsonld",
            "/diensten/identiteitskaart/blad", "/nieuws/atom.xml", "/sitemap.xml", "/robots.txt", "/noodinfo", "/toegankelijkheid",
            "/zoeken/lijst"} <= set(entries)  # fmt: skip
    assert not [path for path in entries if "fietskluis" in path or "lentemarkt" in path]
    with at_site("kuurne"):
        assert {p.path: p.sha256 for p in PublishedPage.objects.all()} == {path: e.sha256 for path, e in entries.items()}
        assert not PublishedPage.objects.exclude(trouble="").exists()
        made = Release.objects.get()
        assert (made.number, made.state, made.failed) == (1, "swapped", 0) and made.rendered == len(entries)
    assert disk.problems(kuurne) == []
    data = json.loads((kuurne / "current" / "diensten" / "identiteitskaart.jsonld").read_text())
    assert data["@type"] == "cpsv:PublicService" and "Kuurne" in data["cv:hasCompetentAuthority"]["dct:title"]


def test_every_page_is_light_asks_nobody_else_and_carries_no_cookie(kuurne: Path) -> None:
    for path, entry in disk.entries(kuurne).items():
        body = (kuurne / "objects" / entry.sha256).read_bytes()
        assert 0 < len(body) <= 50_000, (path, len(body))
        if entry.content_type.startswith("text/html"):
            html = body.decode()
            assert 'src="http' not in html and 'rel="stylesheet" href="http' not in html and "<style" not in html, path


def test_a_file_is_served_without_a_question_to_the_database(kuurne: Path, visitor: Any) -> None:
    client = visitor("kuurne")
    for path in ("/", "/diensten/identiteitskaart", "/openingsuren", "/contact", "/nieuws/atom.xml", "/diensten/identiteitskaart.jsonld"):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(path)
        assert page.status_code == 200 and len(asked) == 0, path
        assert page.headers["ETag"] and "Content-Security-Policy" in page.headers and not page.cookies
        assert client.get(path, headers={"if-none-match": page.headers["ETag"]}).status_code == 304
    packed = client.get("/", headers={"accept-encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and len(packed.content) < 12_000


def test_no_site_gets_the_page_of_another(kuurne: Path, visitor: Any) -> None:
    assert "Kuurne" in visitor("kuurne").get("/contact").content.decode()
    other = visitor("menen").get("/contact").content.decode()
    assert "Onthaal Menen" in other and "Onthaal Kuurne" not in other


def test_a_page_of_another_day_waits_for_the_application_and_answers_when_that_cannot(kuurne: Path, still_clock: Any) -> None:
    asked: list[str] = []

    def broken(request: Any) -> HttpResponse:
        asked.append(request.path)
        return HttpResponse("stuk", status=503)

    middleware, factory = PublishedPages(broken), RequestFactory(headers={"host": "kuurne.localhost:8000"})
    assert middleware(factory.get("/openingsuren")).status_code == 200 and asked == []
    still_clock.move_to(datetime(2027, 3, 31, 8))  # noqa: DTZ001
    page = middleware(factory.get("/openingsuren"))
    assert page.status_code == 200 and asked == ["/openingsuren"] and "Dinsdag 30 maart" in page.content.decode()
    found = middleware(factory.get("/zoeken?q=kaart"))
    assert found.status_code == 200 and "Zoeken op een woord lukt nu even niet" in found.content.decode()
    assert middleware(factory.get("/melden")).status_code == 503
    assert middleware(factory.post("/diensten/identiteitskaart")).status_code == 503


def test_a_change_renders_what_shows_it_and_nothing_else(kuurne: Path, at_site: Any, handle: Any) -> None:
    before = disk.entries(kuurne)
    with at_site("kuurne"):
        card = Service.objects.get(slug="reispas")
        services.set_text(service_id=card.id, path="description", text="Met een reispas reist u de wereld rond.")
    handle("kuurne")
    after = disk.entries(kuurne)
    moved = {path for path in after if after[path] != before.get(path)}
    assert moved == {"/diensten/reispas", "/diensten/reispas/blad", "/diensten/reispas.jsonld"}
    with at_site("kuurne"):
        made = Release.objects.first()
        assert made and made.number == 2 and made.planned < len(after)
    handle("kuurne")
    with at_site("kuurne"):
        assert Release.objects.count() == 2  # every event was taken in once


def test_news_and_hours_reach_their_pages_and_what_is_withdrawn_is_gone(
    kuurne: Path, at_site: Any, handle: Any, organisations: Any
) -> None:
    with at_site("kuurne"):
        item = news.write(organisation_id=organisations["kuurne"], words=Words("Weg dicht", "De Proefstraat is dicht."))
        news.publish(item_id=item.id)
        hall = Place.objects.get(slug="gemeentehuis")
        day = datetime(2027, 4, 1).date()  # noqa: DTZ001
        places.add_exception(place_id=hall.id, first=day, last=day, intervals=[], reason_nl="stroompanne")
    handle("kuurne")
    current = kuurne / "current"
    assert "Weg dicht" in (current / "index.html").read_text() and "Weg dicht" in (current / "nieuws" / "atom.xml").read_text()
    assert "stroompanne" in (current / "openingsuren" / "index.html").read_text()
    with at_site("kuurne"):
        news.withdraw(item_id=item.id, reason="opgelost")
    handle("kuurne")
    assert "/nieuws/weg-dicht" not in disk.entries(kuurne) and "Weg dicht" not in (kuurne / "current" / "nieuws" / "atom.xml").read_text()
    assert not (kuurne / "current" / "nieuws" / "weg-dicht").exists()


def test_a_page_that_cannot_be_rendered_keeps_its_old_text(
    kuurne: Path, at_site: Any, organisations: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, whole = disk.entries(kuurne)["/contact"], render.Visit.page

    def page(visit: render.Visit, path: str) -> Any:
        if path == "/contact":
            with connection.cursor() as cursor:  # What breaks a transaction must not break the pages after it.
                cursor.execute("SELECT 1 / 0")
        return whole(visit, path)

    monkeypatch.setattr(render.Visit, "page", page)
    with at_site("kuurne"):
        made = release.publish(organisation_id=organisations["kuurne"], keys=["*"], cause="proef")
        assert made and (made.state, made.failed) == ("kept_old", 1)
        assert PublishedPage.objects.exclude(trouble="").get().path == "/contact"
        assert made.rendered == made.planned - 1
    assert disk.entries(kuurne)["/contact"] == before and disk.problems(kuurne) == []


def test_a_release_that_lost_its_rows_after_the_switch_is_made_good_by_the_next(
    kuurne: Path, at_site: Any, organisations: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_site("kuurne"):
        Service.objects.filter(slug="reispas").update(days_to_answer=3)
        with monkeypatch.context() as broken:
            broken.setattr(release, "_note", lambda *a: (_ for _ in ()).throw(OSError("worker gone")))
            with pytest.raises(OSError, match="worker gone"):
                release.publish(organisation_id=organisations["kuurne"], keys=["*"], cause="proef")
        made = release.publish(organisation_id=organisations["kuurne"], keys=["nothing"], cause="daarna")
        assert made and made.rendered == 1  # the one page that tells the days
        assert {p.path: p.sha256 for p in PublishedPage.objects.all()} == {path: e.sha256 for path, e in disk.entries(kuurne).items()}


def test_many_sites_that_end_at_once_write_the_hosts_whole(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: disk.write_hosts(tmp_path, {f"site{n}.localhost": "kuurne"}), range(200)))
    assert len(json.loads((tmp_path / "hosts.json").read_text())) == 1 and [f.name for f in tmp_path.iterdir()] == ["hosts.json"]


def test_a_release_that_was_cut_short_leaves_the_running_one(kuurne: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, entries = disk.current_name(kuurne), disk.entries(kuurne)
    monkeypatch.setattr(disk.os, "replace", lambda *a: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        disk.build(kuurne, "cut", entries)
    monkeypatch.undo()
    assert disk.current_name(kuurne) == name and disk.problems(kuurne) == []


def test_the_files_go_when_the_module_goes_off(kuurne: Path, at_site: Any, organisations: Any, visitor: Any) -> None:
    from nabij.kernel.calendar import clock

    with at_site("kuurne"):
        Enablement.objects.create(
            organisation_id=organisations["kuurne"], module="website", state="off", effective=clock.today(), recorded_at=clock.now(),
            decision_ref="proef",
        )
        assert release.publish(organisation_id=organisations["kuurne"], keys=["*"], cause="uit") is None
    assert not kuurne.exists()
    page = visitor("kuurne").get("/")
    assert page.status_code == 200 and "Dit kunt u hier meteen doen" in page.content.decode()  # the desk's door
    assert visitor("kuurne").get("/diensten/identiteitskaart").status_code == 404


def test_deleted_altered_and_strange_files_are_found(kuurne: Path) -> None:
    current = kuurne / "releases" / disk.current_name(kuurne)
    (current / "contact" / "index.html").unlink()
    noodinfo = current / "noodinfo" / "index.html"
    noodinfo.unlink()
    noodinfo.write_text("bel mij")
    shutil.copy(noodinfo, current / "vreemd.html")
    found = disk.problems(kuurne)
    assert found == ["/contact: bestand is weg", "/noodinfo: bestand is gewijzigd", "/vreemd.html: hoort er niet"]


def test_a_regional_change_reaches_the_sites_that_offer_it_and_each_by_itself(published: Path, handle: Any, at_site: Any) -> None:
    handle("zuid-west-vlaanderen")
    for slug in ("kuurne", "menen"):
        handle(slug)
    assert "€ 20" in (published / "kuurne" / "current" / "diensten" / "identiteitskaart" / "index.html").read_text()
    menen = (published / "menen" / "current" / "diensten" / "identiteitskaart" / "index.html").read_text()
    assert "€ 24" in menen and "€ 20" not in menen


def test_pages_made_with_other_templates_are_made_again(kuurne: Path, at_site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade nobody has to think of it: the look of every minute finds the files old, and a release makes all of them."""
    today = datetime(2027, 3, 30).date()  # noqa: DTZ001 (the day of the story)
    assert not release.is_old("kuurne", today)
    planned = len(disk.entries(kuurne))
    bundles.bundle.cache_clear()
    try:
        monkeypatch.setattr(bundles, "_templates", lambda: b"another version\n")
        assert release.is_old("kuurne", today)
        with at_site("kuurne") as organisation:
            release.publish(organisation_id=organisation.organisation_id, keys=[TODAY], cause="nieuwe dag")
            assert Release.objects.order_by("-number").first().rendered == planned
        assert not release.is_old("kuurne", today)
    finally:
        bundles.bundle.cache_clear()
