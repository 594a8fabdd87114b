"""The region of the demo: who exists, bound to whom, reachable where. Written as the owner role, once, in one transaction.

Names and numbers are facts with their source; contacts, seats and hosts are invented and marked so.
"""

from __future__ import annotations

import csv
from pathlib import Path

import psycopg
from django.conf import settings

from nabij.kernel.tenancy.owner import owner_connection

ORGANISATIONS = Path(__file__).parent / "data" / "organisations.csv"
FOUNDED = "[2021-09-01,)"

_INSERT = """
INSERT INTO tenancy_organisation (slug, kind, name_nl, name_fr, short_name, legal_name, nis, kbo, ovo, lblod_uri, numbers_source, valid,
  language_regime, may_control, host_id)
VALUES (%(slug)s, %(kind)s, %(name_nl)s, %(name_fr)s, %(short_name)s, %(legal_name)s, %(nis)s, %(kbo)s, %(ovo)s, '', %(source)s,
  daterange(NULL, NULL), %(regime)s, %(controls)s, (SELECT id FROM tenancy_organisation WHERE slug = %(host)s))
RETURNING id
"""


def load() -> dict[str, int]:
    """Load the directory; returns slug → id. Does nothing when the region stands."""
    with owner_connection() as connection, connection.cursor() as cursor:
        if not _standing(cursor):
            _organisations(cursor)
            ids = _ids(cursor)
            _aliases(cursor, ids)
            _relations(cursor, ids)
            _territories(cursor, ids)
            _conference(cursor, ids)
            _contacts(cursor, ids)
            _hosts(cursor, ids)
        return _ids(cursor)


def _standing(cursor: psycopg.Cursor) -> bool:
    cursor.execute("SELECT count(*) FROM tenancy_organisation WHERE kind = 'partnership'")
    return bool(cursor.fetchone()[0])  # type: ignore[index]


def _ids(cursor: psycopg.Cursor) -> dict[str, int]:
    cursor.execute("SELECT slug, id FROM tenancy_organisation")
    return dict(cursor.fetchall())  # type: ignore[arg-type]


def rows() -> list[dict[str, str]]:
    with ORGANISATIONS.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def municipalities() -> list[str]:
    """The thirteen slugs, in alphabetical order: also the order of the numbered ports."""
    return sorted(row["slug"] for row in rows() if row["kind"] == "municipality")


def _organisations(cursor: psycopg.Cursor) -> None:
    for row in rows():
        regime = "nl_fr" if row["nis"] == "34043" else "nl"
        cursor.execute(_INSERT, row | {"regime": regime, "controls": row["kind"] != "informal"})


def _aliases(cursor: psycopg.Cursor, ids: dict[str, int]) -> None:
    for row in rows():
        for alias in filter(None, row["aliases"].split("|")):
            cursor.execute(
                "INSERT INTO tenancy_alias (organisation_id, alias, kind, source) VALUES (%s, %s, 'spelling', %s)",
                [ids[row["slug"]], alias, row["source"][:120]],
            )


def _relations(cursor: psycopg.Cursor, ids: dict[str, int]) -> None:
    sql = "INSERT INTO tenancy_relation (organisation_id, target_id, kind, period, decision_ref) VALUES (%s, %s, %s, %s::daterange, '')"
    for slug in municipalities():
        cursor.execute(sql, [ids[f"ocmw-{slug}"], ids[slug], "ocmw_of", "(,)"])
        cursor.execute(sql, [ids[slug], ids["zuid-west-vlaanderen"], "member_of", FOUNDED])
        cursor.execute(sql, [ids[f"ocmw-{slug}"], ids["zuid-west-vlaanderen"], "member_of", FOUNDED])
    cursor.execute(sql, [ids["leiedal"], ids["zuid-west-vlaanderen"], "hosts", FOUNDED])
    cursor.execute(sql, [ids["exello"], ids["zuid-west-vlaanderen"], "member_of", FOUNDED])


def _territories(cursor: psycopg.Cursor, ids: dict[str, int]) -> None:
    sql = "INSERT INTO tenancy_territory (organisation_id, municipality_id, period, source) VALUES (%s, %s, %s::daterange, %s)"
    for slug in municipalities():
        cursor.execute(sql, [ids[slug], ids[slug], "(,)", "eigen grondgebied"])
        cursor.execute(sql, [ids["leiedal"], ids[slug], "(,)", "nota: dertien gemeenten"])
        cursor.execute(sql, [ids["zuid-west-vlaanderen"], ids[slug], FOUNDED, "nota: dertien gemeenten"])


def _conference(cursor: psycopg.Cursor, ids: dict[str, int]) -> None:
    """Thirteen seats, one of them vacant: the vacancy is invented, the body is not."""
    cursor.execute(
        "INSERT INTO tenancy_body (organisation_id, slug, classification, name, period) "
        "VALUES (%s, 'conferentie', 'overleg', 'Conferentie van Burgemeesters', '(,)') RETURNING id", [ids["conferentie"]],
    )
    body = cursor.fetchone()[0]  # type: ignore[index]
    for number, slug in enumerate(municipalities(), start=1):
        vacant = slug == "avelgem"
        cursor.execute(
            "INSERT INTO tenancy_seat (organisation_id, body_id, number, held_by_id, holder_text, vacant, period) "
            "VALUES (%s, %s, %s, %s, %s, %s, '(,)')",
            [ids["conferentie"], body, number, ids[slug], "" if vacant else "burgemeester", vacant],
        )


def _contacts(cursor: psycopg.Cursor, ids: dict[str, int]) -> None:
    """Numbers from the unused block 056 00 00 xx, so that nobody is rung by a visitor of the demo."""
    sql = (
        "INSERT INTO tenancy_contact (organisation_id, service_name, phone, email, address, hours_text, invented) "
        "VALUES (%s, %s, %s, %s, %s, %s, true)"
    )
    short = {row["slug"]: row["short_name"] for row in rows()}
    for number, slug in enumerate(municipalities(), start=1):
        name, email = short[slug], f"onthaal@{slug}.example"
        town, hours = f"Proefplein 1\n{name}", "vandaag open van 9.00 tot 12.00 uur en van 13.30 tot 17.00 uur"
        cursor.execute(sql, [ids[slug], f"Onthaal {name}", f"056 00 00 {number:02d}", email, town, hours])
        ocmw = f"ocmw-{slug}"
        cursor.execute(sql, [ids[ocmw], f"Sociaal Huis {name}", f"056 00 01 {number:02d}", f"sociaalhuis@{slug}.example", town, hours])
    cursor.execute(sql, [ids["zuid-west-vlaanderen"], "Secretariaat", "056 00 02 01", "secretariaat@regio.example", "", ""])


def _hosts(cursor: psycopg.Cursor, ids: dict[str, int]) -> None:
    sql = "INSERT INTO tenancy_sitehost (organisation_id, host) VALUES (%s, %s)"
    for number, slug in enumerate(municipalities()):
        cursor.execute(sql, [ids[slug], f"{slug}.{settings.SITE_DOMAIN}"])
        for name in settings.PLATFORM_HOSTS if settings.NABIJ_SITE_PORTS else ():
            cursor.execute(sql, [ids[slug], f"{name}:{min(map(int, settings.NABIJ_SITE_PORTS)) + number}"])
