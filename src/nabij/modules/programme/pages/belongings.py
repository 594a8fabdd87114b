"""``/programma/uitvoer``: what the own organisation has in the programme, and the file to take it along."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock

from .. import access
from ..queries import belongings, programme

WORDS = {
    "programme_membership": "antwoorden over deelname", "programme_boarddecision": "verwijzingen naar besluiten",
    "programme_golive": "klaar voor de start", "programme_improvementtest": "verbetertoetsen",
    "programme_criterionresult": "antwoorden op vragen van een toets", "programme_ratification": "bekrachtigingen van de visie",
    "programme_population": "inwonertallen", "programme_participationelsewhere": "deelnames buiten de regio",
    "programme_answer": "antwoorden op bevragingen", "programme_engagementresponse": "antwoorden op engagementen",
    "programme_dispatchevent": "stappen van de nota",
}  # fmt: skip
BOM = "\ufeff"


@staff_page(access.EXPORT, module="programme")
def belongings_page(request: HttpRequest) -> HttpResponse:
    """Counts per kind; also readable after leaving a project."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    found = belongings.counts(own)
    apart = {name: len(keys) for name, keys in belongings.of_leaving(own).items()}
    context = {
        "lines": _lines(found), "total": sum(found.values()), "left": _lines(apart), "left_total": sum(apart.values()),
        "name": programme.name_of(own),
    }
    return render(request, "programme/belongings.html", context)


def _lines(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(WORDS.get(name, name.removeprefix("programme_")), count) for name, count in counts.items() if count]


@staff_page(access.EXPORT, module="programme")
def download(request: HttpRequest) -> HttpResponse:
    """One ZIP: a CSV per kind of row, what leaving itself wrote apart under ``uitstap/``, and a list of the files with their
    number of rows and SHA-256."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    files, listed = {}, []
    for table in belongings.tables(own):
        data = (BOM + belongings.as_csv(table)).encode()
        files[table.path] = data
        listed.append({"path": table.path, "rows": len(table.rows), "sha256": hashlib.sha256(data).hexdigest()})
    made = clock.now().isoformat()
    files["inhoud.json"] = json.dumps({"organisation": own, "made_at": made, "files": listed}, indent=1).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in sorted(files.items()):
            bundle.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    entries.log_read("programme.export.downloaded", organisation_id=own, detail={"rows": sum(one["rows"] for one in listed)})
    answer = HttpResponse(buffer.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="nabij-programma-{clock.today():%Y-%m-%d}.zip"'
    return answer
