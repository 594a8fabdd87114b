"""Everything that must hold before a process serves: role, policies, routes, demo and production kept apart."""

from __future__ import annotations

from django.conf import settings
from django.core import checks
from django.db import connection

from nabij.kernel.tenancy.checks import refuse_unsafe_start as refuse_unsafe_database


def refuse_unsafe_start() -> None:
    """Raises ``SystemExit`` with one sentence per problem."""
    refuse_unsafe_database()
    problems = [str(p.msg) for p in checks.run_checks() if p.is_serious()]
    problems += demo_problems()
    if problems:
        raise SystemExit("\n".join(problems))


def demo_problems() -> list[str]:
    """Demo accounts work in demo mode only; a real installation never becomes a demo."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FILTER (WHERE kind = 'demo'), count(*) FILTER (WHERE kind <> 'demo') FROM identity_account")
        demo, real = cursor.fetchone()
    if demo and not settings.NABIJ_DEMO:
        return [f"Er zijn {demo} voorbeeldaanmeldingen. Nabij start niet buiten het voorbeeld zolang ze bestaan."]
    if real and settings.NABIJ_DEMO:
        return [f"Er zijn {real} echte aanmeldingen. Zet demo uit: een echte installatie wordt nooit een voorbeeld."]
    return []
