"""Who may get a question that is not ours, and what it needs. Pure. Source: kernel spec 4.10b; founding note N14, N27, N36."""

from __future__ import annotations

SHORTEST, LONGEST = 5, 400


def crosses_ocmw(sender_kind: str, receiver_kind: str) -> bool:
    """Nothing goes to or from an OCMW without the person."""
    return "ocmw" in (sender_kind, receiver_kind)


def problems(*, who: str, phone: str, question: str, receiver: str, crosses: bool, agreed: bool) -> dict[str, str]:
    """What still lacks, by field."""
    length = len(question.strip())
    found = {
        "who": "" if who.strip() else "Vul de naam van de persoon in.",
        "phone": "" if phone.strip() else "Vul een nummer in waarop de persoon opneemt.",
        "question": "",
        "to": "" if receiver else "Kies wie deze vraag moet krijgen.",
        "agreed": "" if agreed else "Vraag de persoon of u dit mag doorgeven.",
    }
    if crosses and not agreed:
        found["agreed"] = "Vraag de persoon of u dit mag doorgeven. Zonder ja gaat er niets naar of van een OCMW."
    if length < SHORTEST:
        found["question"] = "Schrijf in één zin wat de persoon vraagt."
    elif length > LONGEST:
        found["question"] = f"Hou het kort: hoogstens {LONGEST} tekens. Wat u niet doorgeeft, kan niemand lezen."
    return {field: sentence for field, sentence in found.items() if sentence}
