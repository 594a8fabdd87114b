"""What someone with every right on the database could do: change an entry of the audit log past its trigger. For the demo only.

The entry is sealed first, as it would be a minute later; the seal is what shows the change afterwards.
"""

from __future__ import annotations

from nabij.kernel.audit import sealing
from nabij.kernel.calendar import words
from nabij.kernel.errors import Unavailable
from nabij.kernel.tenancy.owner import owner_connection
from nabij.kernel.tenancy.queries import by_slug, name_of
from nabij.kernel.tenancy.scope import scope, system

#: Whose log: the OCMW of the DPO of the story.
SLUG = "ocmw-kortrijk"
OTHER_NAME = "Niemand"
#: A look at a social file if there is one, otherwise the newest entry.
_ROW = """
SELECT id, at, actor_label FROM audit_entry e
WHERE organisation_id = %s AND actor_label <> %s
  AND EXISTS (SELECT 1 FROM audit_auditleaf l WHERE l.organisation_id = e.organisation_id AND l.entry_id = e.id)
ORDER BY (verb LIKE 'dossier.%%' AND result = 'read') DESC, id DESC LIMIT 1
"""


def change_one_row() -> str:
    """Change who looked, in one sealed entry; returns in words what was done. Raises ``Unavailable``."""
    own = by_slug(SLUG)
    if own is None:
        raise Unavailable("Deze installatie heeft het voorbeeld niet.")
    with scope(reading=[own.id], writing=[own.id], actor=system("verzegelen"), organisation_id=own.id):
        sealing.seal(own.id)
    with owner_connection() as connection:
        found = connection.execute(_ROW, [own.id, OTHER_NAME]).fetchone()
        if found is None:
            raise Unavailable("Er staat nog geen verzegelde regel in deze controlelog.")
        entry_id, at, name = found
        connection.execute("ALTER TABLE audit_entry DISABLE TRIGGER nabij_append_only")
        connection.execute("UPDATE audit_entry SET actor_label = %s WHERE organisation_id = %s AND id = %s", [OTHER_NAME, own.id, entry_id])
        connection.execute("ALTER TABLE audit_entry ENABLE TRIGGER nabij_append_only")
    return (
        f"Er is één regel gewijzigd in de controlelog van {name_of(own.id)}, buiten Nabij om. Bij {words.moment_text(at)} stond {name}; "
        f"nu staat er “{OTHER_NAME}”. Laat nu de controle lopen."
    )
