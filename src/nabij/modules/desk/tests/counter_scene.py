"""What the tests of the counter send: step 0 filled in, and the way to what came of it."""

from __future__ import annotations

from typing import Any

WHOM = {
    "voor_naam": "Georgette Naessens", "voor_telefoon": "056 00 00 81", "voor_adres": "Proefstraat 81, 8540 Deerlijk",
    "voor_niet_digitaal": "on", "voor_kanaal": "phone", "voor_grond": "oral_phone", "voor_reden": "heeft geen computer",
    "voor_ontvangst": "letter",
}
REPORT = {"wat": "Een losse stoeptegel", "waar": "Proefstraat 12, Deerlijk", "gevaar": "no"}
REQUEST = {"vraag": "Mijn kaart vervalt in mei.", "antwoord": "letter"}


def sent(client: Any, service: str, answers: dict[str, str], **changes: str) -> Any:
    """POST the page of a service; ``changes`` replace what stands in step 0 (empty text = leave out)."""
    data = {name: value for name, value in (WHOM | changes | answers).items() if value}
    return client.post(f"/balie/start/{service}", data)


def done(client: Any, answer: Any) -> Any:
    """The receipt page after a POST that succeeded."""
    assert answer.status_code == 302, answer.content.decode().partition("<main")[2][:3000]
    return client.get(answer.headers["Location"])
