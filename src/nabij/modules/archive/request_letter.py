"""The letter on a request for documents, from the one content tree of the house."""

from __future__ import annotations

from nabij.kernel.documents.content import Block, Column, Document, Items, Panel, Paragraph, Table
from nabij.kernel.tenancy.queries import name_of

from .queries.requests import Requester, RequestView
from .rules.requests import OUTCOME_NL, RequestOutcome


def letter(view: RequestView, requester: Requester) -> Document:
    """Asked, decided, which documents, why not, and how to appeal wherever something is withheld."""
    row = view.row
    assert row.decided_on is not None, "a letter follows a decision"
    name = name_of(row.organisation_id)
    blocks: list[Block] = [
        Items(tuple(line for line in (requester.name, *requester.address.split("\n"), requester.contact) if line)),
        Paragraph(f"U vroeg ons: “{row.subject}”.", "lead"),
        Paragraph(f"Onze beslissing: {OUTCOME_NL[RequestOutcome(row.outcome)]}. {row.reason}".strip()),
    ]
    if view.picked:
        lines = tuple((one.title, "niet: " + one.ground_nl if one.ground else "u krijgt een kopie") for one in view.picked)
        blocks.append(Table("De documenten", (Column("Document", 2), Column("Wat u krijgt")), lines))
    if row.appeal:
        blocks.append(Panel("Niet akkoord?", (row.appeal,)))
    return Document(
        title="Uw vraag om documenten", genre=f"Brief van {name}", sender=(name,), on=row.decided_on, reference=row.number,
        footer=f"{name} · {row.number}", blocks=tuple(blocks), subject=row.subject,
    )
