"""What PostgreSQL itself refuses: a published service with only a screen, also by hand; hours that overlap; another's rows."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from nabij.modules.website.models import Channel, Overlay, Service
from nabij.modules.website.rules.services import HUMAN

pytestmark = pytest.mark.django_db


def at_commit() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("by", ["state", "channels", "kind"])
def test_sql_by_hand_cannot_leave_only_the_screen(at_site: Any, organisations: dict[str, int], by: str) -> None:
    with at_site("kuurne"):
        locker, card = Service.objects.get(slug="fietskluis"), Service.objects.get(slug="identiteitskaart")
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            if by == "state":
                cursor.execute("UPDATE website_service SET state = 'published' WHERE id = %s", [locker.id])
            elif by == "channels":
                cursor.execute("DELETE FROM website_channel WHERE service_id = %s", [card.id])
            else:
                online = "UPDATE website_channel SET kind = 'online', place_id = NULL WHERE service_id = %s AND kind = 'desk'"
                cursor.execute(online, [card.id])
                cursor.execute("DELETE FROM website_channel WHERE service_id = %s AND kind <> 'online'", [card.id])
            at_commit()
        assert Channel.objects.filter(service=card, kind__in=[kind.value for kind in HUMAN]).exists()


def test_a_site_reads_shared_concepts_and_no_row_of_another_site(at_site: Any, organisations: dict[str, int]) -> None:
    with at_site("menen"):
        assert Service.objects.count() == 14 and not Overlay.objects.exists()
        assert not Service.objects.exclude(organisation_id=organisations["menen"]).exists()
        assert all(str(service.concept) for service in Service.objects.select_related("concept"))
