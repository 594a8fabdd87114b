"""``/nota``: the founding note point by point, each with its screen or "nog niet". No sign-in, no query, no script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nabij.kernel.access.routes import open_page
from nabij.kernel.errors import NotFound

from .. import addresses, cards, note, people
from .sign_in import take_place


@open_page("demo.note.read")
@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """The note's own order, under its own headings."""
    sites = {site.slug: site for site in cards.sites(request.get_host())}
    names = {person.username: person.name for person in people.PEOPLE}
    parts = [
        {"title": heading, "points": [_line(one, sites, names) for one in found], "number": number}
        for number, (heading, found) in enumerate(note.headings(), 1)
    ]
    found = note.points()
    return render(request, "demo/note.html", {"parts": parts, "total": len(found), "with_screen": sum(one.opens for one in found)})


def _line(one: note.Point, sites: dict[str, cards.Site], names: dict[str, str]) -> dict[str, object]:
    """``url`` for who needs no place of someone; otherwise the button takes the place of ``who``."""
    if not one.opens:
        return {"point": one}
    if one.site:
        site = sites[one.site]
        return {"point": one, "url": site.url.rstrip("/") + one.screen, "who": f"inwoner van {site.name}"}
    return {"point": one, "url": one.screen if one.person == note.EVERYONE else "", "who": names.get(one.username, "")}


@open_page("demo.note.write")
@require_POST
def visit(request: HttpRequest) -> HttpResponse:
    """Take the place of the person whose screen it is, and open it."""
    found = note.point(request.POST.get("punt", ""))
    if found is None or not found.opens or found.username not in {person.username for person in people.PEOPLE}:
        raise NotFound()
    take_place(request, found.username, found.capacity)
    return redirect(addresses.filled(found.screen))
