"""Examples for ``/ontwerp``: each component with its states, in Dutch, on the demo's day. Invented data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from .fields import DateField
from .icons import ICONS
from .palettes import PALETTES, THEME_COLOURS

BRUSSELS = ZoneInfo("Europe/Brussels")
MORNING = datetime(2027, 3, 30, 8, 30, tzinfo=BRUSSELS)


class ExampleForm(forms.Form):
    """Every kind of field once."""

    name = forms.CharField(
        label="Voornaam en naam", max_length=40, widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": "Vul uw voornaam en naam in. Zo weten we met wie we spreken."},
    )  # fmt: skip
    phone = forms.CharField(
        label="Telefoonnummer", required=False, max_length=20, widget=forms.TextInput({"type": "tel"}),
        help_text="We bellen alleen over deze vraag.",
    )  # fmt: skip
    email = forms.EmailField(
        label="E-mailadres", required=False,
        error_messages={"invalid": "Kijk het e-mailadres na. Er staat een @ in, bijvoorbeeld naam@voorbeeld.be."},
    )  # fmt: skip
    seen_on = DateField(label="Wanneer zag u het?", help_text="Bijvoorbeeld 3 3 2025.")
    place = forms.CharField(
        label="Waar is het?", max_length=120, help_text="Een straat, of een herkenbare plaats.",
        error_messages={"required": 'Vul een straat of een herkenbare plaats in, bijvoorbeeld "achter de sporthal".'
                        " Zo weten we waar we moeten zijn."},
    )  # fmt: skip
    what = forms.ChoiceField(
        label="Wat is er aan de hand?", widget=forms.RadioSelect, help_text="Kies wat het best past.",
        choices=[("put", "Put in de weg"), ("lamp", "Straatlamp brandt niet"), ("tree", "Boom of tak op de weg"),
                 ("other", "Geen van deze")],
        error_messages={"required": "Kies wat het best past, of kies Geen van deze."},
    )  # fmt: skip
    ways = forms.MultipleChoiceField(
        label="Hoe mogen we u bereiken?", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[("phone", "Telefoon"), ("letter", "Brief"), ("email", "E-mail")],
    )  # fmt: skip
    part = forms.ChoiceField(
        label="Deelgemeente", choices=[("", "Kies"), ("heestert", "Heestert"), ("moen", "Moen"), ("otegem", "Otegem")],
        required=False,
    )  # fmt: skip
    story = forms.CharField(
        label="Wat wilt u nog zeggen?", required=False, max_length=500, widget=forms.Textarea({"rows": 4}),
        error_messages={"max_length": "Uw tekst is langer dan 500 tekens. Maak hem wat korter, of bel ons."},
    )  # fmt: skip
    photo = forms.FileField(label="Foto", required=False, help_text="Hoogstens 10 MB.")
    municipality = forms.CharField(
        label="Gemeente", initial="Zwevegem", disabled=True, help_text="De gemeente volgt uit de plaats.",
    )  # fmt: skip
    agreed = forms.BooleanField(
        label="De dienst mag mij hierover bellen.",
        error_messages={"required": "Vink dit aan, of kies een andere manier waarop we u bereiken."},
    )  # fmt: skip


class ExampleFilter(forms.Form):
    """A filter bar."""

    state = forms.ChoiceField(label="Toestand", choices=[("", "Alle"), ("open", "Open")], required=False)
    word = forms.CharField(label="Woord", required=False, max_length=40)


def _wrong_form() -> ExampleForm:
    sent = {"name": "Georgette Naessens", "email": "georgette", "seen_on_day": "31", "seen_on_month": "2",
            "seen_on_year": "2027", "story": "Aan de hoek, bij de bakker."}  # fmt: skip
    return ExampleForm(sent, prefix=None, auto_id="wrong_%s")


def _timeline() -> list[dict[str, Any]]:
    return [
        {"event": "Ontvangen", "at": datetime(2027, 3, 16, 9, 12, tzinfo=BRUSSELS), "who": "Georgette Naessens"},
        {"event": "Bekeken ter plaatse", "at": datetime(2027, 3, 17, 14, 5, tzinfo=BRUSSELS), "who": "dienst Wegen",
         "text": "De put is 40 cm breed. We zetten er vandaag een hek bij."},
        {"event": "aannemer gebeld", "at": datetime(2027, 3, 18, 8, 0, tzinfo=BRUSSELS), "who": "ploegleider", "internal": True},
        {"gap": "12 dagen niets"},
        {"event": "Hersteld", "at": MORNING, "who": "dienst Wegen", "text": "De put is gevuld."},
    ]  # fmt: skip


def _tasks() -> list[dict[str, str]]:
    return [
        {"title": "Bel Georgette Naessens terug", "due": "vandaag voor 10.00 uur", "for_whom": "balie Deerlijk",
         "module": "Balie", "status": "Te laat", "action": "Bel nu", "action_url": "#", "url": "#"},
        {"title": "Wachtrooster van volgende week nakijken", "due": "nog 2 werkdagen", "module": "Wachtdienst",
         "status": "Nog te doen", "action": "Open het rooster", "action_url": "#", "url": "#"},
        {"title": "Archiefbestendigheidsstrategie lezen", "due": "deze maand", "module": "Archief", "status": "Bezig",
         "url": "#"},
        {"title": "Nota voor de raad", "due": "klaar op 24 maart", "module": "Programma", "status": "Klaar", "url": "#"},
    ]  # fmt: skip


def _shell() -> dict[str, Any]:
    return {
        "menu": [
            {"label": label, "url": "#", "current": label == "Meldpunt"}
            for label in ("Vandaag", "Balie", "Meldpunt", "Wachtdienst", "Archief", "Programma")
        ],
        "capacity": {"label": "Bart Staelens", "organisation": "Zwevegem", "function": "algemeen directeur"},
        "capacities": [
            {"id": "1", "label": "Gemeente Zwevegem, algemeen directeur", "current": True},
            {"id": "2", "label": "OCMW Zwevegem, algemeen directeur", "current": False},
        ],
        "administrator": {"name": "Ilse Verbeke", "phone": "056 00 00 12"},
        "urgent": [],
    }


def _rows() -> list[dict[str, Any]]:
    return [
        {"code": "ZWE4F792K", "what": "Put in de weg, Proefstraat 12", "since": date(2027, 3, 29), "status": "Bezig"},
        {"code": "ZWE7TR3XP", "what": "Gasgeur aan de sporthal", "since": date(2027, 3, 30), "status": "Dringend"},
        {"code": "ZWE9KD22M", "what": "Kapotte bank in het park", "since": date(2027, 3, 12), "status": "Opgelost"},
    ]


def _swatches() -> list[dict[str, Any]]:
    return [
        {"slug": slug, "name": palette.name, "colours": [palette.colours()[role] for role in THEME_COLOURS]}
        for slug, palette in PALETTES.items()
    ]


def catalogue_context(sent: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Everything ``design/catalogue.html`` shows. ``sent`` is a posted example form."""
    return {
        "organisation": {
            "name_nl": "Gemeente Zwevegem", "short_name": "Zwevegem", "slug": "zwevegem", "contact_name": "Onthaal gemeentehuis",
            "phone": "056 00 00 00", "email": "onthaal@zwevegem.example", "address": "Voorbeeldstraat 1, 8550 Zwevegem",
            "hours_today": "Vandaag open tot 17.00 uur", "kbo": "",
        },
        "demo_band": "Voorbeeld · dinsdag 30 maart 2027, 8.31 uur · personen, dossiers en standpunten zijn verzonnen",
        "search_url": "#", "contact_url": "#", "statement_url": "#",
        "form": ExampleForm(sent) if sent is not None else ExampleForm(),
        "wrong_form": _wrong_form(),
        "filter_form": ExampleFilter({"state": "open"}),
        "crumbs": [{"label": "Start", "url": "#"}, {"label": "Wonen", "url": "#"}, {"label": "Een put melden"}],
        "sections": [{"label": "Wat kost het?", "url": "#"}, {"label": "Hoe vraagt u het?", "url": "#"}],
        "summary_rows": [
            {"label": "Waar is het?", "value": "Proefstraat 12, Zwevegem", "change_url": "#"},
            {"label": "Wat is er?", "value": "Put in de weg", "change_url": "#"},
            {"label": "Foto", "value": "", "change_url": "#"},
        ],
        "figures": [{"value": 212, "label": "dossiers worden vernietigd"}, {"value": 3, "label": "blijven bewaard"}],
        "chosen": [{"label": "Open", "remove_url": "#"}, {"label": "Zwevegem", "remove_url": "#"}],
        "timeline": _timeline(), "tasks": _tasks(), "rows": _rows(), "swatches": _swatches(), "icons": sorted(ICONS),
        "moment": MORNING, "promised": date(2027, 4, 2), "shell": _shell(),
    }  # fmt: skip
