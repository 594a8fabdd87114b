"""Thirteen sites by host name: own name, contact, phone, hours; whole without a script; no other municipality's number."""

from __future__ import annotations

from typing import Any

import pytest

from nabij.kernel.tenancy.models import Organisation

pytestmark = pytest.mark.django_db
PAGES = (
    "/", "/contact", "/openingsuren", "/plaatsen/gemeentehuis", "/plaatsen/recyclagepark/blad", "/diensten/",
    "/diensten/identiteitskaart", "/diensten/identiteitskaart/blad", "/nieuws/", "/nieuws/opruimen-na-de-storm", "/noodinfo", "/zoeken",
    "/zoeken?q=containerpark", "/zoeken/lijst",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_every_site_is_its_own_and_sets_no_cookie(visitor: Any, path: str) -> None:
    towns = list(Organisation.objects.filter(kind="municipality").values_list("slug", "short_name", "contact__phone"))
    assert len(towns) == 13
    for slug, name, phone in towns:
        page = visitor(slug).get(path)
        html = page.content.decode()
        assert page.status_code == 200 and not page.cookies, (slug, path)
        assert name in html and phone in html
        assert not [other for _, _, other in towns if other != phone and other in html], (slug, path)
