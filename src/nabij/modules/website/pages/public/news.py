"""News and notices. Where the law asks two languages both stand on the page, Dutch first, equal in size."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import public_page
from nabij.kernel.blobs import queries as files
from nabij.kernel.errors import NotFound

from ... import access
from ...models import NewsItem
from ...queries import news
from ...rules import languages
from ...rules.languages import ContentKind

TAGS = {"nl": "nl-BE", "fr": "fr-BE"}


@public_page(access.PAGE, module="website")
def listing(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    own = request.site_organisation  # type: ignore[attr-defined]
    items = [{"item": item, "texts": texts_of(item, own.language_regime)} for item in news.published(own.id)]
    return render(request, "website/news.html", {"items": items})


@public_page(access.PAGE, module="website")
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One item in every language that it must have."""
    own = request.site_organisation  # type: ignore[attr-defined]
    item = news.by_slug(own.id, slug)
    context = {"item": item, "texts": texts_of(item, own.language_regime), "shows": has_picture(item)}
    return render(request, "website/news_item.html", context)


@public_page(access.PAGE, module="website")
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The re-made picture of an item."""
    item = news.by_slug(request.site_organisation.id, slug)  # type: ignore[attr-defined]
    if item.picture is None:
        raise NotFound()
    found = files.open_derivative(blob_id=item.picture.blob_id)
    return HttpResponse(found.path.read_bytes(), content_type=found.content_type)


def texts_of(item: NewsItem, regime: str) -> list[dict[str, Any]]:
    """The texts in the order of the law, each with its ``lang``."""
    return [
        {
            "language": language, "tag": TAGS[language], "title": getattr(item, f"title_{language}"),
            "body": getattr(item, f"body_{language}"), "alt": item.picture_alt_fr if language == "fr" else item.picture_alt,
        }
        for language in languages.languages(regime, ContentKind.PUBLIC_NOTICE) if getattr(item, f"title_{language}")
    ]


def has_picture(item: NewsItem) -> bool:
    """Whether the picture passed its check; before that the page stands without."""
    if item.picture is None or not item.alt_decided:
        return False
    try:
        files.open_derivative(blob_id=item.picture.blob_id)
    except NotFound:
        return False
    return True
