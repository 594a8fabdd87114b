"""A line of the audit log as a sentence that a person reads. Pure.

A verb is ``<module>.<noun>.<what>``. Unknown words are shown as they are: a log that hides what it cannot name would lie.
"""

from __future__ import annotations

NOUNS = {
    "report": "een melding", "alert": "een alarm", "contact": "de contactgegevens van een melder", "photo": "een foto",
    "module": "een module", "theme": "de kleuren", "capacity": "een functie", "scope": "een bereik", "notice": "een bericht",
    "membership": "een deelname", "invitation": "een uitnodiging", "project": "een project", "group": "een werkgroep",
    "vision": "de visie", "go_live": "een start", "cost_key": "een verdeelsleutel", "population": "het aantal inwoners",
    "catalogue": "de lijst van categorieën", "rota": "het wachtrooster", "rotation": "een beurtrol", "policy": "een afspraak over alarmen",
    "duty_person": "iemand van de wachtdienst", "duty_sheet": "het wachtblad", "answer": "een antwoord", "log": "de controlelog",
    "function": "een functie",
    "token": "een toegangssleutel", "calendar": "de kalender", "people": "de lijst van mensen", "job": "een vastgelopen taak",
    "organisation": "een organisatie", "enablement": "de stand van een module",
    "person": "wat we van een persoon weten",
    "mandate": "een volmacht", "call": "een terugbeltaak", "letter": "een brief", "draft": "een bewaard formulier",
    "question": "een vraag", "submission": "een vraag om een dienst",
}
PARTICIPLES = {
    "read": "bekeek", "viewed": "bekeek", "listed": "bekeek", "opened": "opende", "revealed": "opende", "created": "maakte",
    "recorded": "legde vast:", "changed": "wijzigde", "saved": "bewaarde", "state_changed": "veranderde de toestand van",
    "enabled": "zette aan:", "disabled": "zette uit:", "chosen": "koos", "switched": "schreef bij een andere organisatie vanuit",
    "entered": "schreef vanuit een andere organisatie in", "handed": "gaf door:", "passed": "gaf vrij:", "started": "startte",
    "received": "ontving", "ended": "beëindigde", "granted": "gaf", "revoked": "trok in:", "hours_set": "wijzigde",
    "closing_added": "voegde een sluitingsdag toe aan", "merged": "voegde samen:", "founded": "richtte op:",
    "stated": "legde vast:", "set": "stelde in:", "published": "publiceerde", "loaded": "laadde",
    "added": "voegde toe:", "override_added": "wijzigde", "refused": "weigerde", "retried": "hernam", "dropped": "sloot af:",
    "known": "nam op:", "used": "gebruikte", "asked": "zette klaar:", "noted": "noteerde hoe het afliep:", "withdrawn": "haalde weg:",
    "queued": "zette klaar:", "printed": "drukte af:", "posted": "deed op de post:", "returned": "nam terug:", "resumed": "hernam",
    "finished": "werkte af:", "moved": "zette een stap in",
    "taken": "nam op:", "closed": "sloot", "acknowledged": "nam op:", "declined": "gaf door:", "step_empty": "vond niemand voor",
}


def entry(verb: str, actor: str, label: str) -> str:
    """"Delphine Baert bekeek een melding: KOR 4F7 92K". ``label`` is how the object is called, "" when there is none."""
    _, _, rest = verb.partition(".")
    noun, _, what = rest.partition(".")
    if what not in PARTICIPLES or noun not in NOUNS:
        return f"{actor} deed “{verb}”" + (f": {label}" if label else "")
    sentence = f"{actor} {PARTICIPLES[what]} {NOUNS[noun]}"
    return f"{sentence.removesuffix(':')}: {label}" if label else sentence


def how_it_goes(troubled: list[str]) -> str:
    """The one sentence above the health page. ``troubled`` are names of parts that do not live."""
    if not troubled:
        return "Alles leeft."
    if len(troubled) == 1:
        return f"Eén onderdeel vraagt aandacht: {troubled[0]}."
    return f"{len(troubled)} onderdelen vragen aandacht: {', '.join(troubled)}."


def duration(seconds: float) -> str:
    """"40 seconden", "12 minuten", "3 uur", "2 dagen": one unit, rounded down."""
    whole = max(0, int(seconds))
    for size, one, many in ((86400, "dag", "dagen"), (3600, "uur", "uur"), (60, "minuut", "minuten")):
        if whole >= size:
            return f"{whole // size} {one if whole // size == 1 else many}"
    return f"{whole} {'seconde' if whole == 1 else 'seconden'}"
