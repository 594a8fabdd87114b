"""The log in words that a person reads: who (function), when, what, why."""

from __future__ import annotations

SECTIONS_NL = {
    "head": "uw naam en hoe we u bereiken", "applications": "uw aanvragen", "findings": "wat we over u weten", "household": "uw gezin",
    "handover": "de overdracht", "selection": "de keuze voor de overdracht", "preview": "de brief met wat we doorgeven",
    "review": "wat we van het andere OCMW kregen", "folder": "uw meeneemmap", "log": "dit overzicht",
}
DONE_NL = {
    "dossier.file.opened": "maakte uw dossier",
    "dossier.file.granted": "kreeg toegang tot uw dossier",
    "dossier.finding.recorded": "schreef iets bij in uw dossier",
    "dossier.finding.replaced": "verving iets in uw dossier; wat er eerst stond, blijft leesbaar",
    "dossier.application.received": "noteerde uw aanvraag",
    "dossier.application.moved": "zette een stap in uw aanvraag",
    "dossier.inquiry.done": "deed een stap van het onderzoek",
    "dossier.household.changed": "paste uw gezin aan",
    "dossier.handover.requested": "vroeg gegevens over u aan een ander OCMW",
    "dossier.handover.received": "kreeg de vraag om gegevens over u door te geven",
    "dossier.handover.selected": "koos welke gegevens nodig zijn",
    "dossier.handover.shown": "maakte de brief voor u klaar",
    "dossier.handover.answered": "noteerde uw antwoord",
    "dossier.handover.objection_decided": "besliste over uw bezwaar",
    "dossier.handover.released": "gaf gegevens over u vrij",
    "dossier.handover.supplemented": "gaf nog een gegeven vrij",
    "dossier.handover.collected": "haalde gegevens over u op",
    "dossier.handover.judged": "bekeek een gegeven dat van het andere OCMW kwam",
    "dossier.handover.closed": "sloot de overdracht af",
    "dossier.handover.ended": "stopte de overdracht",
    "dossier.handover.told": "kreeg bericht over de overdracht",
    "dossier.folder.composed": "stelde uw meeneemmap samen",
    "dossier.folder.struck": "schrapte een lijn in uw meeneemmap",
    "dossier.folder.sealed": "verzegelde uw meeneemmap",
    "dossier.folder.revoked": "trok uw meeneemmap in",
    "dossier.folder.picked_up": "opende uw meeneemmap met uw code",
    "dossier.section.read": "bekeek",
}

#: In place of a function: the person herself.
SELF = "self"


def sentence(verb: str, function: str, organisation: str, sections: list[str]) -> str:
    """"Een maatschappelijk werker van OCMW Wervik bekeek uw gezin." Never a worker's name: the function and the OCMW answer."""
    who = "U zelf" if function == SELF else f"Een {function or 'medewerker'} van {organisation}"
    done = DONE_NL.get(verb, "deed iets in uw dossier")
    what = _joined([SECTIONS_NL.get(s, s) for s in sections]) if verb == "dossier.section.read" else ""
    return f"{who} {done}{' ' + what if what else ''}."


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} en {parts[-1]}" if parts else "uw dossier"
