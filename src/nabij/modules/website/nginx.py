"""The configuration with which nginx serves the published files, and asks the application only for the rest. Pure text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .publisher.disk import MANIFEST
from .rules.publishing import INSTEAD_OF_SEARCH, UNREACHABLE, file_of

_SERVER = """\
# Made by 'nabij website nginx'; make it anew when a site gets another host name. TLS is yours to add.
map $host $nabij_site {{
  default "";
{hosts}
}}
# Addresses that open something by themselves (a calendar, a partner's access of before) never stand whole in a log.
map $request_uri $nabij_logged {{
  default $request_uri;
  ~^/(wacht|programma)/kalender/ /$1/kalender/***;
  ~^/partner/[^/]+ /partner/***;
}}
map $http_referer $nabij_from {{
  default $http_referer;
  ~/(kalender|partner)/ -;
}}
log_format nabij '$remote_addr [$time_local] "$request_method $nabij_logged" $status $body_bytes_sent "$nabij_from"';
server {{
  listen {listen};
  access_log {log} nabij;
  server_name {names};
  root {published}/$nabij_site/current;
  charset utf-8;
  recursive_error_pages on;
  default_type text/html;
  types {{
    text/html html; text/css css; text/javascript js; application/ld+json jsonld; application/xml xml; text/plain txt; image/jpeg jpg;
  }}

  location / {{
    gzip_static on;
    error_page 405 = @application;
    try_files $uri/index.html $uri @application;
    add_header Cache-Control no-cache;
    {headers}
  }}
  location ~ ^/(opmaak|thema)/ {{
    gzip_static on;
    try_files $uri @application;
    add_header Cache-Control "public, max-age=31536000, immutable";
    {headers}
  }}
  location = /nieuws/atom.xml {{
    gzip_static on;
    types {{ }}
    default_type application/atom+xml;
    try_files $uri @application;
    {headers}
  }}
  location = /{manifest} {{ return 404; }}
  location ~ \\.gz$ {{ return 404; }}
  location /static/ {{
    root {home};
    try_files $uri @application;
    {headers}
  }}
  location = /zoeken {{
    {proxy}
    error_page 502 504 =200 /{search};
  }}
  location @application {{
    {proxy}
    error_page 502 504 =503 /{unreachable};
  }}
  location = /{unreachable} {{
    internal;
    add_header Retry-After 120 always;
    {always}
  }}
}}
"""


def configuration(
    *, published: Path, home: Path, hosts: Mapping[str, str], headers: Mapping[str, str], application: str, listen: str = "80",
    logs: Path = Path(),
) -> str:
    """``hosts``: host name → site. ``application``: address and port where ``nabij web`` listens. ``logs``: folder of the access log,
    without one beside nginx itself.

    An answer of the application itself, also its 503 with everything that was typed, goes through as it is.
    """
    by_name = {host: slug for host, slug in sorted(hosts.items()) if ":" not in host}
    lines = [f'add_header {name} "{value}"' for name, value in headers.items()]
    proxy = (
        f"proxy_pass http://{application}; proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto $scheme; "
        # Guesses are counted per address: the visitor's own header must never reach the application.
        "proxy_set_header X-Real-IP $remote_addr; "
        "proxy_connect_timeout 2s;"
    )
    return _SERVER.format(
        hosts="\n".join(f"  {host} {slug};" for host, slug in by_name.items()), names=" ".join(by_name), published=published, home=home,
        listen=listen, log=logs / "nabij-access.log",
        headers="\n    ".join(f"{line};" for line in lines), always="\n    ".join(f"{line} always;" for line in lines),
        manifest=MANIFEST, proxy=proxy, search=file_of(INSTEAD_OF_SEARCH), unreachable=file_of(UNREACHABLE),
    )
