"""Looking at what is published: is every page its own, and does disk agree with the ledger."""

from __future__ import annotations

from nabij.design.figures import phone_uri
from nabij.kernel.tenancy.models import Contact, Organisation

from ..queries import ledger
from . import disk
from .release import folder


def contact_problems(organisation: Organisation) -> tuple[list[str], int]:
    """(what is wrong, how many pages were read): own name, phone and number on each page, and nobody else's phone."""
    site = folder(organisation.slug)
    own = Contact.objects.get(organisation_id=organisation.id).phone
    others = set(Contact.objects.filter(organisation__kind="municipality").exclude(phone=own).values_list("phone", flat=True))
    found, count = [], 0
    for path, entry in disk.entries(site).items():
        if not entry.content_type.startswith("text/html"):
            continue
        count += 1
        html = (site / "objects" / entry.sha256).read_text(encoding="utf-8")
        found += [f"{path}: {sentence}" for sentence in _page(html, organisation, own, others)]
    return ([*found] if count else ["er zijn geen bestanden"]), count


def _page(html: str, organisation: Organisation, own: str, others: set[str]) -> list[str]:
    kbo = organisation.kbo
    wanted = {
        "de naam": organisation.short_name, "het telefoonnummer": own, "de link om te bellen": phone_uri(own),
        "het ondernemingsnummer": f"{kbo[:4]}.{kbo[4:7]}.{kbo[7:]}",
    }
    lacking = [f"{name} ontbreekt" for name, value in wanted.items() if value not in html]
    return lacking + [f"het nummer van een ander ({phone})" for phone in sorted(others) if phone in html]


def ledger_problems(organisation: Organisation) -> list[str]:
    """Differences between the files, what the release says of itself, and the ledger."""
    site = folder(organisation.slug)
    told, noted = disk.entries(site), ledger.digests(organisation.id)
    found = disk.problems(site)
    found += [f"{path}: staat niet in het grootboek" for path in sorted(set(told) - set(noted))]
    found += [f"{path}: staat alleen in het grootboek" for path in sorted(set(noted) - set(told))]
    return found + [f"{path}: ander bestand dan in het grootboek" for path in told if path in noted and noted[path] != told[path].sha256]
