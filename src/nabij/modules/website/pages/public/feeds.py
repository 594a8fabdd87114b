"""Feed, site map and robots: files like every other page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from nabij.kernel.access.routes import public_page

from ... import access
from ...queries import news, pages
from ...rules.publishing import FORM, UNREACHABLE
from .news import texts_of


@public_page(access.PAGE, module="website")
def atom(request: HttpRequest) -> HttpResponse:
    """News as Atom; an item in two languages carries both, in the order of the law."""
    own = request.site_organisation  # type: ignore[attr-defined]
    address = request.build_absolute_uri("/nieuws/")
    feed = Atom1Feed(title=f"Nieuws van {own.name_nl}", link=address, description="", language="nl-BE", feed_url=f"{address}atom.xml")
    for item in news.published(own.id, most=20):
        texts = texts_of(item, own.language_regime)
        feed.add_item(
            title=" / ".join(text["title"] for text in texts), link=f"{address}{item.slug}", unique_id=f"urn:uuid:{item.id}",
            description="".join(f'<div lang="{text["tag"]}">{text["body"]}</div>' for text in texts),
            pubdate=item.published_at, updateddate=item.published_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@public_page(access.PAGE, module="website")
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page of the site that people read."""
    specs = pages.of_site(request.site_organisation)  # type: ignore[attr-defined]
    paths = [spec.path for spec in specs if "." not in spec.path and not spec.path.endswith(("/blad", FORM)) and spec.path != UNREACHABLE]
    lines = "".join(f"<url><loc>{escape(request.build_absolute_uri(path))}</loc></url>" for path in sorted(paths))
    body = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{lines}</urlset>'
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@public_page(access.PAGE, module="website")
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read, except results of a search."""
    body = f"User-agent: *\nDisallow: /zoeken?\nSitemap: {request.build_absolute_uri('/sitemap.xml')}\n"
    return HttpResponse(body, content_type="text/plain; charset=utf-8")
