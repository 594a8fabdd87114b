"""The sites while the application and the database are stopped: by ``nabij website serve`` and by nginx, from the same files."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nabij.modules.website import nginx
from nabij.modules.website.publisher import disk
from nabij.modules.website.publisher.disk import Entry
from nabij.modules.website.rules.publishing import file_of
from nabij.modules.website.standing import StandingSites

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
HTML = "text/html; charset=utf-8"
PAGES = {
    "/": ("<h1>Welkom in Kuurne</h1>", HTML), "/diensten/": ("A tot Z", HTML), "/diensten/reispas": ("Reispas", HTML),
    "/diensten/reispas.jsonld": ("{}", "application/ld+json"), "/nieuws/atom.xml": ("<feed/>", "application/atom+xml; charset=utf-8"),
    "/sitemap.xml": ("<urlset/>", "application/xml; charset=utf-8"), "/zoeken/lijst": ("Alles", HTML),
    "/opmaak/site-0123456789ab.css": ("p{}", "text/css; charset=utf-8"), "/nieuws/markt/foto.jpg": ("jpeg", "image/jpeg"),
    "/even-niet-bereikbaar": ("Bel 056 00 00 06", HTML), "/robots.txt": ("User-agent: *", "text/plain; charset=utf-8"),
}  # fmt: skip
HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'self'", "X-Content-Type-Options": "nosniff"}
Reply = tuple[int, dict[str, str], bytes]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Published files of one site."""
    site = tmp_path / "published" / "kuurne"
    entries = {path: Entry(disk.put(site, body.encode()), kind, len(body)) for path, (body, kind) in PAGES.items()}
    disk.build(site, "1", entries)
    disk.swap(site, "1")
    disk.write_hosts(tmp_path / "published", {"kuurne.localhost": "kuurne"})
    return tmp_path / "published"


def ask_wsgi(application: StandingSites, method: str, path: str, host: str = "kuurne.localhost", **more: str) -> Reply:
    got: list[Any] = []
    name, _, query = path.partition("?")
    environ = {"REQUEST_METHOD": method, "PATH_INFO": name, "QUERY_STRING": query, "HTTP_HOST": host} | more
    body = b"".join(application(environ, lambda status, given: got.extend((int(status[:3]), dict(given)))))
    return got[0], got[1], body


@pytest.fixture
def standing(shelf: Path) -> StandingSites:
    assets = shelf.parent / "assets"
    (assets / "design").mkdir(parents=True)
    (assets / "design" / "icon.svg").write_text("<svg/>")
    return StandingSites(shelf, [assets], HEADERS)


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/even-niet-bereikbaar"])
def test_every_page_answers_with_its_type_tag_and_policy(standing: StandingSites, path: str) -> None:
    status, given, body = ask_wsgi(standing, "GET", path, host="kuurne.localhost:8000")
    assert (status, given["Content-Type"], body.decode()) == (200, PAGES[path][1], PAGES[path][0])
    assert given["Content-Security-Policy"] == HEADERS["Content-Security-Policy"] and "Set-Cookie" not in given
    assert ask_wsgi(standing, "GET", path, HTTP_IF_NONE_MATCH=given["ETag"])[0] == 304
    assert ask_wsgi(standing, "HEAD", path)[2] == b""
    packed = ask_wsgi(standing, "GET", path, HTTP_ACCEPT_ENCODING="gzip")
    assert packed[1]["Content-Encoding"] == "gzip" and packed[2][:2] == b"\x1f\x8b"


@pytest.mark.parametrize(("method", "path"), [("POST", "/diensten/reispas"), ("POST", "/melden"), ("GET", "/melden"), ("GET", "/%2e%2e/")])
def test_what_needs_the_application_says_whom_to_ring_and_confirms_nothing(standing: StandingSites, method: str, path: str) -> None:
    status, given, body = ask_wsgi(standing, method, path)
    assert status == 503 and b"056 00 00 06" in body and given["Retry-After"] == "120" and "ETag" not in given


def test_search_leads_to_everything_and_strangers_to_the_list(standing: StandingSites) -> None:
    assert ask_wsgi(standing, "GET", "/zoeken?q=kaart")[2] == b"Alles"
    assert ask_wsgi(standing, "GET", "/", host="elders.example")[0] == 421


def test_assets_come_from_their_folders_and_from_nowhere_else(standing: StandingSites) -> None:
    assert ask_wsgi(standing, "GET", "/static/design/icon.svg")[1]["Content-Type"] == "image/svg+xml"
    for path in ("/static/../published/hosts.json", "/static/design/../../published/hosts.json", "/static/", "/static/weg.css",
                 "/static//etc/passwd", "/static///etc/passwd"):  # fmt: skip
        assert ask_wsgi(standing, "GET", path)[0] == 404, path


def test_the_server_loads_neither_django_nor_the_settings() -> None:
    script = "import nabij.cli.standing, sys; sys.exit('django' in sys.modules or 'nabij.site.settings' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_the_proxy_names_the_visitor_itself(tmp_path: Path) -> None:
    """A header that a visitor sends would let guesses of numbers go uncounted."""
    written = nginx.configuration(published=tmp_path, home=tmp_path, hosts={"a.test": "a"}, headers={}, application="127.0.0.1:1")
    passes = [line for line in written.splitlines() if "proxy_pass" in line]
    assert passes and all("proxy_set_header X-Real-IP $remote_addr;" in line for line in passes)


@pytest.fixture
def proxy(shelf: Path, tmp_path: Path) -> Iterator[int]:
    """nginx with our configuration, before an application that does not run."""
    port, nobody = free_port(), free_port()
    server = nginx.configuration(
        published=shelf, home=tmp_path, hosts={"kuurne.localhost": "kuurne"}, headers=HEADERS, application=f"127.0.0.1:{nobody}",
        listen=f"127.0.0.1:{port}", logs=tmp_path,
    )
    file = tmp_path / "nginx.conf"
    user = "user root;" if tmp_path.stat().st_uid == 0 else ""
    paths = " ".join(f"{name}_temp_path {tmp_path}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    process = f"{user} daemon off; pid {tmp_path}/nginx.pid; error_log {tmp_path}/error.log; events {{}}"
    file.write_text(f"{process} http {{ access_log off; {paths} {server} }}")
    running = subprocess.Popen([str(NGINX), "-c", str(file), "-p", str(tmp_path)])
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
            break
        except OSError:
            time.sleep(0.02)
    yield port
    running.terminate()
    running.wait(5)


def ask_nginx(port: int, method: str, path: str) -> Reply:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path, headers={"Host": "kuurne.localhost", "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), body


@pytest.mark.skipif(not NGINX, reason="needs nginx")
def test_the_access_log_holds_no_address_that_opens_something_by_itself(proxy: int, tmp_path: Path) -> None:
    secret = "voorbeeldgeheim"
    for path in ("/wacht/kalender/{}.ics", "/programma/kalender/{}.ics", "/partner/{}", "/partner/{}/KOR4F792K?a=b"):
        ask_nginx(proxy, "GET", path.format(secret))
    connection = http.client.HTTPConnection("127.0.0.1", proxy, timeout=5)
    connection.request("GET", "/melden?van=boom", headers={"Host": "kuurne.localhost", "Referer": f"https://nabij.be/partner/{secret}"})
    connection.getresponse().read()
    lines = ""
    deadline = time.monotonic() + 5
    while "/melden?van=boom" not in lines and time.monotonic() < deadline:
        lines = (tmp_path / "nabij-access.log").read_text(encoding="utf-8")
    assert secret not in lines and lines.count("/kalender/***") == 2 and lines.count("/partner/***") == 2
    assert "/melden?van=boom" in lines, "what opens nothing stands whole"


@pytest.mark.skipif(not NGINX, reason="needs nginx")
def test_nginx_serves_the_same_files_while_the_application_is_stopped(proxy: int) -> None:
    for path, (body, kind) in PAGES.items():
        if path == "/even-niet-bereikbaar":
            continue
        status, given, got = ask_nginx(proxy, "GET", path)
        assert status == 200 and given["Content-Type"].partition(";")[0] == kind.partition(";")[0], (path, status, given)
        assert HEADERS.items() <= given.items() and given["Content-Encoding"] == "gzip" and "ETag" in given, path
        assert len(got) != len(body), path
    for method, path in (("POST", "/diensten/reispas"), ("POST", "/melden"), ("GET", "/melden")):
        status, given, got = ask_nginx(proxy, method, path)
        assert status == 503 and b"056 00 00 06" in got and given["Retry-After"] == "120", (method, path, status)
    assert ask_nginx(proxy, "GET", "/zoeken?q=kaart")[0] == 200
    for path in (f"/{disk.MANIFEST}", f"/{file_of('/')}.gz", "/../hosts.json"):
        assert ask_nginx(proxy, "GET", path)[0] in (400, 404), path
