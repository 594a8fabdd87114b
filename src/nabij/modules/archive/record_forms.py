"""Forms of records, plan, rooms and disposal."""

from __future__ import annotations

from typing import Any

from django import forms

from nabij.design.fields import DateField
from nabij.kernel.calendar import clock

from .models import OVERLAY_NL, Platform
from .rules.retention import TRIGGER_NL, Trigger

#: Bytes of an export of rooms.
MOST_EXPORT = 4_000_000


class SearchForm(forms.Form):
    """One box and an order."""

    q = forms.CharField(label="Wat zoekt u?", required=False, max_length=2_000, widget=forms.TextInput(attrs={"type": "search"}))
    orde = forms.ChoiceField(label="Volgorde", required=False, choices=[("", "nieuwste eerst"), ("beste", "beste eerst")])


class HoldForm(forms.Form):
    reason = forms.CharField(label="Waarom moet dit bewaard blijven?", max_length=200)
    reference = forms.CharField(label="Waar komt dit vandaan?", max_length=200, help_text="Een rolnummer, een brief, een besluit.")
    review_on = DateField(label="Wanneer kijken we dit opnieuw na?", required=False)


class FactForm(forms.Form):
    kind = forms.ChoiceField(label="Welke datum?", choices=[(t.value, TRIGGER_NL[t]) for t in Trigger if t is not Trigger.CLOSING])
    on = DateField(label="Op welke dag?", year_needed=True)
    source = forms.CharField(label="Waar staat dat?", required=False, max_length=200)


class CloseForm(forms.Form):
    closed_on = DateField(label="Op welke dag werd het dossier afgesloten?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_on"].initial = clock.today()


class OverlayForm(forms.Form):
    """A local value of one field of a series."""

    field = forms.ChoiceField(label="Wat is bij u anders?", choices=list(OVERLAY_NL.items()))
    value = forms.CharField(label="Wat geldt bij u?", max_length=400, help_text="Een termijn schrijft u als P10Y (10 jaar).")
    motivation = forms.CharField(
        label="Waarom?", max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In minstens 20 tekens. Elke gemeente kan dit lezen.",
    )


def decoded(data: bytes) -> str:
    """An export as a spreadsheet saves it: UTF-8 with or without a mark, UTF-16, or the old Windows set."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


class AssignForm(forms.Form):
    """Owner and series for the chosen rooms."""

    owner = forms.CharField(label="Wie is eigenaar?", required=False, max_length=120)
    series_code = forms.ChoiceField(label="Welke serie?", required=False)
    every = forms.BooleanField(label="Alle kamers van deze keuze, ook die op een volgende bladzijde", required=False)

    def __init__(self, *args: Any, series: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series_code"].choices = [("", "Laat zoals het is"), *((s.code, s.title) for s in series)]  # type: ignore[attr-defined]


class PlatformForm(forms.Form):
    """A platform of the own municipality: what it is, on which licence, who answers for it (N47)."""

    kind = forms.ChoiceField(label="Wat voor platform?", choices=Platform.Kind.choices)
    product = forms.CharField(label="Welk product?", max_length=120, help_text="Bijvoorbeeld Microsoft 365 Business.")
    licence = forms.CharField(label="Welke licentie?", required=False, max_length=120)
    owner_name = forms.CharField(
        label="Wie is eigenaar?", required=False, max_length=120,
        help_text="Een naam of een functie van uw bestuur. Leeg: dan valt de rij op.",
    )
    contract_end = DateField(label="Wanneer loopt het contract af?", required=False, year_needed=True)
    exit_route = forms.CharField(label="Hoe raakt u eruit?", required=False, max_length=200)


class RoomsForm(forms.Form):
    """An export of the admin centre."""

    platform = forms.ChoiceField(label="Van welk platform?")
    file = forms.FileField(label="Kies het bestand (CSV)", required=False)
    text = forms.CharField(
        label="Of plak hier de uitvoer", required=False, max_length=2_000_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Eerste regel: external_id;kind;title;owners;owners_left;members;guests;size_mb;last_activity",
    )

    def __init__(self, *args: Any, platforms: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["platform"].choices = [(str(p.id), p.product) for p in platforms]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A chosen file counts before what was pasted; after a look it stands in the box, so that nobody chooses it twice."""
        data = self.cleaned_data
        if data.get("file"):
            data["text"] = decoded(data["file"].read(MOST_EXPORT))
            self.data = {**self.data.dict(), "text": data["text"]}  # type: ignore[attr-defined]
        if not data.get("text"):
            self.add_error("text", "Kies een bestand, of plak de uitvoer.")
        return data


class DossierForm(forms.Form):
    """A new dossier in a series."""

    series_code = forms.ChoiceField(label="In welke serie?")
    title = forms.CharField(label="Waarover gaat het?", max_length=200)
    responsible = forms.CharField(label="Welke dienst volgt dit op?", max_length=120)
    opened_on = DateField(label="Wanneer begon het?")

    def __init__(self, *args: Any, series: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series_code"].choices = [(s.code, f"{s.row.node.code} {s.title}") for s in series]  # type: ignore[attr-defined]
        self.fields["opened_on"].initial = clock.today()


class ListForm(forms.Form):
    """Dossiers that may go, under a name that can be typed over."""

    name = forms.CharField(
        label="Naam van de lijst", max_length=120, help_text="Wie goedkeurt, typt deze naam over. Bijvoorbeeld: Klachten 2019."
    )


class ApproveForm(forms.Form):
    """The last page before a promise that cannot be taken back."""

    typed_name = forms.CharField(label="Typ de naam van de lijst om te bevestigen", max_length=120, required=False)
    comment = forms.CharField(label="Opmerking", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class SynonymForm(forms.Form):
    words = forms.CharField(
        label="Woorden die hetzelfde betekenen", max_length=300, help_text="Met een komma ertussen: crèche, kinderopvang."
    )
