"""What stood in the file of Els in Kortrijk: eleven facts that still hold, and a history of notes that stay there. All invented."""

from __future__ import annotations

from datetime import date, timedelta

from .actions.casework import NewFinding

#: requirement, subject, value, source, observed, valid until, evidence
_CORE = [
    ("stay", "", "Belgische nationaliteit", "document", date(2027, 2, 15), None, "identiteitskaart"),
    ("household", "", "Els gaat apart wonen, met de kinderen de helft van de tijd", "document",
     date(2027, 3, 16), None, "verzoekschrift bij de familierechtbank"),
    ("income", "", "Geen inkomen uit werk; spaargeld onder € 500", "document", date(2027, 3, 8), None,
     "rekeninguittreksel gezien, niet bewaard"),
    ("work", "", "Volgt een opleiding zorgkundige, drie dagen per week", "document", date(2027, 1, 18), date(2027, 6, 30),
     "opleidingsovereenkomst"),
    ("rights", "", "Geen recht op werkloosheidsuitkering", "fund", date(2027, 2, 22), None, "brief van de uitbetaler"),
    ("rent", "", "Huur van € 690 per maand", "landlord", date(2027, 3, 10), None, "huurcontract"),
    ("children", "Noor", "Ingeschreven in het derde leerjaar", "school", date(2026, 9, 1), None, "schoolattest"),
    ("children", "Sami", "Ingeschreven in de derde kleuterklas", "school", date(2026, 9, 1), None, "schoolattest"),
    ("debts", "", "Oude rekening van € 214 bij een energieleverancier", "document", date(2026, 7, 6), None, "aanmaning"),
    ("health_insurance", "", "Aangesloten bij een ziekenfonds, verhoogde tegemoetkoming", "fund", date(2027, 1, 11), None, "attest"),
    ("health_insurance", "Noor en Sami", "Ten laste bij hun moeder", "fund", date(2027, 1, 11), None, "attest"),
]  # fmt: skip
#: requirement, kind, source, words, how many, days apart, last day, about others
_HISTORY = [
    ("income", "fact", "document", "Inkomen van de maand nagekeken", 28, 30, date(2027, 2, 3), False),
    ("work", "observation", "worker", "Gesprek over werk en opleiding", 24, 34, date(2027, 2, 24), False),
    ("household", "appreciation", "worker", "Indruk van de maatschappelijk werker over de situatie thuis", 30, 27, date(2027, 3, 2), False),
    ("rent", "declaration", "person", "Els vertelt over de woning", 25, 33, date(2027, 2, 10), False),
    ("rights", "fact", "ksz", "Stroom geraadpleegd", 20, 42, date(2027, 2, 12), False),
    ("debts", "declaration", "person", "Haar man vertelt over zijn rekeningen", 10, 60, date(2027, 1, 20), True),
]


def kortrijk() -> list[NewFinding]:
    """148 findings, oldest first."""
    facts = [
        NewFinding(
            requirement=code, kind="fact", value=value, source=source, observed_on=on, valid_until=until, evidence=evidence,
            subject=subject or "self", subject_name=subject,
        )
        for code, subject, value, source, on, until, evidence in _CORE
    ]
    history = [
        NewFinding(code, kind, words, source, last - timedelta(days=apart * n), about_others=others)
        for code, kind, source, words, count, apart, last, others in _HISTORY for n in range(count)
    ]
    return sorted([*facts, *history], key=lambda finding: finding.observed_on)


def wervik() -> list[NewFinding]:
    """What Els brought to the counter on 24 March: two papers are too old."""
    at_counter = date(2027, 3, 24)
    return [
        NewFinding("identity", "fact", "Els Maes, geboren op 14 mei 1992", "document", at_counter, evidence="identiteitskaart"),
        NewFinding("residence", "declaration", "Woont sinds 22 maart in Wervik", "person", at_counter),
        NewFinding("rent", "declaration", "Betaalt € 640 huur per maand", "person", at_counter),
        NewFinding("children", "fact", "Schoolattest van Noor, van vorig jaar", "document", date(2025, 9, 1), evidence="schoolattest"),
        NewFinding("health_insurance", "fact", "Lid van een ziekenfonds", "document", date(2025, 11, 3), evidence="oude klever"),
    ]
