"""The sites as visitors meet them, the editor's ten minutes in a browser, and the sites while the database is stopped."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from steps import photo, sign_in, text, until

from nabij.demo import control
from nabij.demo import region as story
from nabij.modules.website import nginx
from nabij.testing.browser import NARROW, WIDE, Visit, axe_problems, scrolls_sideways
from nabij.testing.server import Answer, Region

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.slow(reason="a real demo in a real browser")]
PUBLISHED_WITHIN_S = 180.0
#: Pages that no file can hold.
RENDERED = ("/zoeken?q=kaart", "/zoeken?q=burgemeester")
PUBLIC = ("/", "/contact", "/openingsuren", "/diensten/", "/diensten/identiteitskaart", "/plaatsen/recyclagepark", "/nieuws/",
          "/nieuws/omhaling-van-snoeihout-op-12-april", "/zoeken?q=containerpark", "/zoeken?q=gaslek", "/noodinfo",
          "/diensten/identiteitskaart/blad")  # fmt: skip
WHILE_STOPPED = ("/", "/diensten/identiteitskaart", "/openingsuren", "/contact", "/diensten/identiteitskaart.jsonld", "/nieuws/atom.xml",
                 "/sitemap.xml", "/noodinfo", "/diensten/identiteitskaart/blad", "/diensten/identiteitskaart/aanvraag",
                 "/nieuws/")  # fmt: skip
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
#: A38: 0,26 Mbit/s and 300 ms there and back.
SLOW = {"offline": False, "latency": 300, "downloadThroughput": 32_500, "uploadThroughput": 32_500}
SLOW_S, FIRST_TEXT_MS, MOST_REQUESTS, MOST_BYTES = 5.0, 3000, 6, 50_000


def wait_for_files(region: Region) -> None:
    """The worker publishes all sites soon after the start."""
    deadline = time.monotonic() + PUBLISHED_WITHIN_S
    while missing := [slug for slug in story.municipalities() if not (region.home / "published" / slug / "current").exists()]:
        assert time.monotonic() < deadline, f"not published: {missing}"
        time.sleep(1)


def phones() -> dict[str, str]:
    """Invented numbers of the story, by site."""
    return {slug: f"056 00 00 {number:02d}" for number, slug in enumerate(story.municipalities(), 1)}


def test_thirteen_sites_at_once_for_everybody_alike(region: Region) -> None:
    """A33, A38: twenty at a time, for nobody and with the cookies of two editors: the same bytes, no page of another host, language or
    person, no cookie, at most 50 kB, no outside address to fetch."""
    wait_for_files(region)
    cookies = ("", region.sign_in("femke"), region.sign_in("nadine"))
    paths = {slug: [*_paths(region.get(slug, "/sitemap.xml")), *RENDERED] for slug in story.municipalities()}
    every = sorted(set().union(*paths.values()))  # The same page of all sites side by side.
    wanted = [(slug, path, cookie) for path in every for cookie in cookies for slug in paths if path in paths[slug]]
    assert len(wanted) > 3 * 13 * 25
    with ThreadPoolExecutor(20) as pool:
        answers = dict(zip(wanted, pool.map(lambda one: region.get(*one), wanted), strict=True))
    own = phones()
    for (slug, path, cookie), answer in answers.items():
        seen = answer.text
        assert answer.status == 200 and not answer.header("Set-Cookie"), (slug, path)
        assert answer.body == answers[slug, path, ""].body, f"{slug}{path} differs for who is signed in"
        assert len(answer.body) <= 50_000 and own[slug] in seen, (slug, path)
        assert not [phone for other, phone in own.items() if other != slug and phone in seen], (slug, path)
        assert not re.search(r'(?:src|rel="stylesheet" href)="https?:', seen), (slug, path)
        assert '<html lang="nl-BE"' in seen and (slug == "spiere-helkijn" or 'lang="fr' not in seen), (slug, path)
        assert not cookie or not re.search("Femke|Nadine|Afmelden", seen), (slug, path)


def _paths(sitemap: Answer) -> list[str]:
    return [re.sub(r"^https?://[^/]+", "", found) for found in re.findall(r"<loc>([^<]+)</loc>", sitemap.text)]


@pytest.mark.parametrize("slug", ["kuurne", "spiere-helkijn"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_public_pages_are_accessible(region: Region, visit: Visit, slug: str, width: int) -> None:
    page = visit.page(width=width)
    for path in PUBLIC:
        answer = page.goto(region.site(slug, path))
        assert answer is not None and answer.status == 200, path
        assert axe_problems(page) == [], path
        assert scrolls_sideways(page) <= 0, path
    assert page.context.cookies() == []


def test_pages_are_whole_without_javascript_and_in_the_dark(region: Region, visit: Visit) -> None:
    page = visit.page(javascript=False, width=NARROW)
    page.goto(region.site("spiere-helkijn", "/nieuws/omhaling-van-snoeihout-op-12-april"))
    seen = text(page)
    assert seen.index("Omhaling van snoeihout op 12 april") < seen.index("Collecte des branches le 12 avril")
    assert page.locator("section[lang=fr-BE]").count() == 1
    page.goto(region.site("kuurne", "/"))
    page.get_by_label("Wat wilt u doen?").fill("containerpark")
    page.get_by_role("button", name="Zoek").click()
    page.get_by_role("link", name="Recyclagepark Kuurne").first.click()
    assert "tot 16.45 uur" in text(page)
    dark = visit.page(scheme="dark")
    dark.goto(region.site("kuurne", "/diensten/identiteitskaart"))
    assert axe_problems(dark) == []


@pytest.mark.parametrize("path", ["/", "/diensten/identiteitskaart", "/openingsuren", "/zoeken?q=containerpark", "/melden"])
def test_a_bad_line_is_enough(region: Region, visit: Visit, path: str) -> None:
    wait_for_files(region)
    page = visit.page(width=NARROW)
    line, came, asked = page.context.new_cdp_session(page), [], []
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    line.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    page.on("request", lambda request: asked.append(request.url))
    begun = time.monotonic()
    page.goto(region.site("kortrijk", path))
    assert time.monotonic() - begun <= SLOW_S
    first_text = page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime").json_value()
    assert first_text <= FIRST_TEXT_MS
    assert sum(came) <= MOST_BYTES
    if path != "/melden":  # a page of the reporting point, with assets of its own
        assert len(asked) <= MOST_REQUESTS, asked


def test_without_internet_the_emergency_page_and_what_was_read_stay_with_their_day(region: Region, visit: Visit) -> None:
    wait_for_files(region)
    page = visit.page(width=NARROW)
    page.goto(region.site("spiere-helkijn", "/diensten/identiteitskaart"))
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.goto(region.site("spiere-helkijn", "/openingsuren"))
    kept = "() => caches.match('/openingsuren').then(one => Boolean(one))"
    page.wait_for_function(kept)
    page.context.set_offline(True)
    for path, title in (("/openingsuren", "Wanneer zijn we open?"), ("/noodinfo", "Wie belt u als het dringend is?"),
                        ("/diensten/rijbewijs", "Wie belt u als het dringend is?")):  # fmt: skip
        page.goto(region.site("spiere-helkijn", path))
        seen = text(page)
        assert title in seen and "U hebt nu geen internet. Deze bladzijde is van dinsdag 30 maart 2027." in seen, path
        assert "Cette page date du mardi 30 mars 2027." in seen and phones()["spiere-helkijn"] in seen, path
    assert axe_problems(page) == []
    asked = "caches.open('nabij-1').then(pages => pages.keys()).then(all => all.filter(one => one.url.includes('?')))"
    assert page.evaluate(asked) == [], "a question that someone asked is not kept"


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_femkes_ten_minutes(changing_region: Region, visit: Visit, width: int) -> None:
    """The script of the web editor, minute by minute."""
    region = changing_region
    wait_for_files(region)
    page, resident = visit.page(width=width), visit.page(javascript=False, width=NARROW)
    sign_in(page, region, "femke", "/website")
    assert "Voor u deze maand: 4 dingen, ongeveer 8 minuten" in text(page)
    _fits(page)
    _change_of_the_source(page, resident, region)
    _only_online(page, resident, region)
    _news_with_a_picture(page)
    _one_answer_for_the_bridge_day(page, resident, region)
    _jozef(resident, region)


def _fits(page) -> None:
    assert axe_problems(page) == [] and scrolls_sideways(page) <= 0, page.url


def _change_of_the_source(page, resident, region: Region) -> None:
    page.get_by_role("link", name="Vlaanderen wijzigde “Identiteitskaart”").first.click()
    assert page.locator(".three").first.locator("> div").count() == 3
    assert page.locator("ins").count() >= 2 and page.locator("del").count() >= 2
    _fits(page)
    page.get_by_role("button", name="Neem de tekst over, hou onze prijs").click()
    resident.goto(region.site("kuurne", "/diensten/identiteitskaart"))
    until(resident, lambda: "tekent u online" in text(resident), "the shared text on the page")
    seen = text(resident)
    assert "€ 20" in seen and "Eigen woorden van Kuurne" in seen and "Tekst van Vlaanderen" in seen


def _only_online(page, resident, region: Region) -> None:
    page.goto(region.platform("/website"))
    page.get_by_role("link", name="“Fietskluis huren” staat nog niet op de site").first.click()
    page.get_by_role("button", name="Zet de dienst op de site").click()
    assert "Voeg minstens één andere weg toe: het loket, de telefoon, een brief of een huisbezoek." in text(page)
    _fits(page)
    answer = resident.goto(region.site("kuurne", "/diensten/fietskluis"))
    assert answer is not None and answer.status == 404


def _news_with_a_picture(page) -> None:
    page.goto(re.sub(r"/website.*", "/website", page.url))
    page.get_by_role("link", name="Lentemarkt").first.click()
    page.get_by_label("Foto", exact=False).first.set_input_files(photo())
    page.get_by_role("button", name="Bewaar de foto").click()
    assert "Wat staat er op de foto? Schrijf het in één zin" in text(page)
    page.get_by_label("Foto", exact=False).first.set_input_files(photo())
    page.get_by_label("Wat staat er op de foto?").fill("Kramen met planten op de markt")
    page.get_by_role("button", name="Bewaar de foto").click()
    for name, value in (("Dag", "31"), ("Maand", "3"), ("Jaar", "2027")):
        page.get_by_label(name, exact=True).fill(value)
    assert page.get_by_label("Hoe laat?").input_value() == "9.00"
    page.get_by_role("button", name="Zet het op de site").click()
    assert "Verschijnt woensdag 31 maart 2027 om 9.00 uur" in text(page)
    _fits(page)
    page.get_by_role("link", name="Bekijk het zoals op een telefoon").click()
    assert page.locator(".phone").bounding_box()["width"] <= 360 and "Lentemarkt op 10 april" in page.locator(".phone").inner_text()
    _fits(page)


def _one_answer_for_the_bridge_day(page, resident, region: Region) -> None:
    page.goto(region.platform("/website"))
    page.get_by_role("link", name="Brugdag op vrijdag 7 mei?").first.click()
    assert "Hemelvaart, donderdag 6 mei 2027. Brugdag op vrijdag 7 mei 2027?" in text(page)
    _fits(page)
    page.get_by_role("button", name="We sluiten op 7 mei").click()
    assert "Bewaard." in text(page)
    for path in ("/plaatsen/gemeentehuis", "/plaatsen/gemeentehuis/blad"):
        resident.goto(region.site("kuurne", path))
        until(resident, lambda: "Vrijdag 7 mei: gesloten (brugdag na" in text(resident), f"the bridge day on {path}")
    resident.goto(region.site("kuurne", "/zoeken?q=brugdag"))
    assert "Gemeentehuis Kuurne op vrijdag 7 mei: gesloten" in text(resident)


def _jozef(resident, region: Region) -> None:
    resident.goto(region.site("kuurne", "/"))
    resident.get_by_label("Wat wilt u doen?").fill("containerpark")
    resident.get_by_role("button", name="Zoek").click()
    resident.get_by_role("link", name="Recyclagepark Kuurne").first.click()
    assert "tot 16.45 uur" in text(resident)
    resident.get_by_role("link", name="Dit blad om af te drukken").click()
    assert "tot 16.45 uur" in text(resident) and "Milieudienst Kuurne: 056 00 03 06" in text(resident)


def test_each_sheet_is_one_a4(region: Region, visit: Visit) -> None:
    wait_for_files(region)
    page = visit.page()
    sheets = _paths_on_paper(region, "kuurne")
    assert len(sheets) == 16
    for path in sheets:
        page.goto(region.site("kuurne", path))
        assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4", prefer_css_page_size=True))) == 1, path


def _paths_on_paper(region: Region, slug: str) -> list[str]:
    return [f"{path}/blad" for path in _paths(region.get(slug, "/sitemap.xml")) if re.match("/(diensten|plaatsen)/.", path)]


def test_nadines_notice_stands_in_dutch_then_in_french(changing_region: Region, visit: Visit) -> None:
    region = changing_region
    wait_for_files(region)
    page, resident = visit.page(width=NARROW), visit.page(javascript=False, width=NARROW)
    sign_in(page, region, "nadine", "/website/nieuws/nieuw")
    page.get_by_label("bericht aan de bevolking", exact=False).check()
    page.locator("[name=title_nl]").fill("Geen water op 2 april")
    page.locator("[name=body_nl]").fill("Op vrijdag 2 april is er geen water van 9.00 tot 12.00 uur.")
    page.get_by_role("button", name="Bewaar het ontwerp").click()
    page.get_by_role("button", name="Zet het op de site").click()
    assert "in het Nederlands en in het Frans" in text(page)
    assert page.locator("[name=title_nl]").input_value() == "Geen water op 2 april"
    _fits(page)
    page.locator("[name=title_fr]").fill("Pas d'eau le 2 avril")
    page.locator("[name=body_fr]").fill("Le vendredi 2 avril, il n'y aura pas d'eau de 9 h à 12 h.")
    page.get_by_role("button", name="Bewaar de tekst").click()
    page.get_by_role("button", name="Zet het op de site").click()
    resident.goto(region.site("spiere-helkijn", "/"))
    until(resident, lambda: "Geen water op 2 april" in text(resident), "the notice on the front page")
    resident.get_by_role("link", name="Geen water op 2 april").first.click()
    seen = text(resident)
    assert seen.index("Op vrijdag 2 april") < seen.index("Le vendredi 2 avril")
    assert [one.get_attribute("lang") for one in resident.locator("main section[lang]").all()] == ["nl-BE", "fr-BE"]
    assert "Geen water" not in region.get("kortrijk", "/nieuws/").text


def test_the_sites_stand_while_the_database_is_stopped(changing_region: Region) -> None:
    region = changing_region
    wait_for_files(region)
    answered = control.answer(control.request("stop_database", home=Path(region.home), seconds=40), home=Path(region.home), within=30)
    assert answered and answered["ok"]
    _every_site_stands(region)
    refused = region.get("lendelede", "/melding?nummer=KOR4F792K")
    assert refused.status == 503 and phones()["lendelede"] in refused.text


def test_the_sites_stand_while_everything_is_stopped(region: Region) -> None:
    """A2: by the server that needs neither the application nor PostgreSQL, from the same files."""
    wait_for_files(region)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if "DATABASE" not in key} | {"NABIJ_HOME": str(region.home)}
    command = [sys.executable, "-m", "nabij", "website", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            standing = replace(region, port=port, process=server)
            _until_it_listens(port)
            _every_site_stands(standing)
            forms = ("/melden", "/diensten/identiteitskaart/aanvraag")
            for slug, path in [(slug, path) for slug in story.municipalities() for path in forms]:
                refused = standing.post(slug, path, {"wat": "losse tegel"})
                assert refused.status == 503 and phones()[slug] in refused.text and refused.header("Retry-After"), slug
            assert standing.get("", "/werk").status == 421
        finally:
            server.terminate()
            server.wait(20)


@pytest.mark.skipif(not NGINX, reason="needs nginx")
def test_the_sites_stand_behind_nginx_while_everything_is_stopped(region: Region, tmp_path: Path) -> None:
    """A2: by nginx with our own configuration, from the files of the story; nothing answers behind it."""
    wait_for_files(region)
    with socket.socket() as first, socket.socket() as second:
        for free in (first, second):
            free.bind(("127.0.0.1", 0))
        port, nobody = first.getsockname()[1], second.getsockname()[1]
    published = region.home / "published"
    server = nginx.configuration(
        published=published, home=region.home, hosts={f"{slug}.localhost": slug for slug in story.municipalities()},
        headers={"X-Content-Type-Options": "nosniff"}, application=f"127.0.0.1:{nobody}", listen=f"127.0.0.1:{port}",
    )
    paths = " ".join(f"{name}_temp_path {tmp_path}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = f"user {published.owner()};" if os.geteuid() == 0 else ""
    process = f"{user} daemon off; pid {tmp_path}/nginx.pid; error_log {tmp_path}/error.log; events {{}}"
    (tmp_path / "nginx.conf").write_text(f"{process} http {{ access_log off; {paths} {server} }}")
    with subprocess.Popen([str(NGINX), "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)]) as running:
        try:
            standing = replace(region, port=port, process=running)
            _until_it_listens(port)
            _every_site_stands(standing)
            for slug in story.municipalities():
                refused = standing.post(slug, "/diensten/identiteitskaart/aanvraag", {"text": "kaart"})
                assert refused.status == 503 and phones()[slug] in refused.text and refused.header("Retry-After"), slug
        finally:
            running.terminate()
            running.wait(20)


def test_no_page_breaks_its_own_policy(region: Region, visit: Visit) -> None:
    """A33: in a browser that says so (the window fails the test); nothing is kept of who read."""
    wait_for_files(region)
    page = visit.page(width=NARROW)
    for slug in story.municipalities():
        for path in ("/", "/diensten/identiteitskaart", "/diensten/identiteitskaart/aanvraag", "/nieuws/", "/zoeken?q=kaart"):
            answer = page.goto(region.site(slug, path))
            assert answer is not None and answer.status == 200 and "content-security-policy" in answer.headers, (slug, path)
    assert page.context.cookies() == [] and visit.complaints == [] and visit.strangers() == []


def _until_it_listens(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < deadline, "the standing server does not listen"
            time.sleep(0.1)


def _every_site_stands(region: Region) -> None:
    for slug in story.municipalities():
        for path in WHILE_STOPPED:
            assert region.get(slug, path).status == 200, (slug, path)
    found = region.get("lendelede", "/zoeken?q=kaart")
    assert found.status == 200 and "Zoeken op een woord lukt nu even niet" in found.text
