from .directory import (
    Alias,
    Body,
    Contact,
    Organisation,
    OrganisationKind,
    Relation,
    Seat,
    SiteHost,
    Territory,
)

__all__ = [
    "Alias", "Body", "Contact", "Organisation", "OrganisationKind", "Relation", "Seat", "SiteHost", "Territory",
]
