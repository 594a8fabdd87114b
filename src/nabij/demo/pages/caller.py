"""``/demo/beller``: ring the night number of a municipality and hear what a caller hears. The stand-in of the exchange does the rest."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.connect.voice import STAND_IN, spoken_number
from nabij.connect.voice.stub import Exchange
from nabij.kernel.access.routes import open_page
from nabij.modules.meldpunt.doors_demo import NIGHT_NUMBERS, POLICE_VOICE
from nabij.modules.meldpunt.pages.alarm import signature
from nabij.modules.meldpunt.pages.night import take

OUTCOMES = {
    "answered": ("De eerste neemt op", ("answered",)),
    "busy": ("De eerste is in gesprek, de tweede neemt op", ("busy", "answered")),
    "nobody": ("Niemand neemt op", ("busy", "no_answer")),
}
TOLD = {"answered": "neemt op", "busy": "is in gesprek", "no_answer": "neemt niet op"}
CALLER = "+32470000099"


class CallForm(forms.Form):
    """Which number, and what the telephones do."""

    gemeente = forms.ChoiceField(
        label="Welk nachtnummer belt u?", initial="kortrijk", choices=[(slug, slug.replace("-", " ").title()) for slug in NIGHT_NUMBERS]
    )
    wie = forms.ChoiceField(
        label="Wat doen de telefoons van de wacht?", choices=[(key, label) for key, (label, _) in OUTCOMES.items()], initial="nobody",
        widget=forms.RadioSelect,
    )  # fmt: skip
    frans = forms.BooleanField(label="Druk op 2 voor Frans (in Spiere-Helkijn)", required=False)
    politie = forms.BooleanField(label="Toets de stemcode van de politie in (4711 0815)", required=False)
    verborgen = forms.BooleanField(label="Bel met een verborgen nummer", required=False)


@open_page("demo.caller.read")
def caller(request: HttpRequest) -> HttpResponse:
    """By GET the choice, by POST the whole call."""
    form = CallForm(request.POST or None)
    heard: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        heard = [_line(who, text) for who, text in _call(form.cleaned_data)]
    return render(request, "demo/caller.html", {"form": form, "heard": heard})


def _call(data: dict[str, object]) -> list[tuple[str, str]]:
    name = STAND_IN[0]
    number = f"+32560009{NIGHT_NUMBERS.index(str(data['gemeente'])) + 1:02d}"
    exchange = Exchange(
        post=lambda body: take(name, body, signature(f"voice-{name}", body))[1], caller="" if data["verborgen"] else CALLER, called=number,
        outcomes=OUTCOMES[str(data["wie"])][1], french=bool(data["frans"]),
        keys=(POLICE_VOICE, "1") if data["politie"] else (),
    )  # fmt: skip
    return exchange.ring()


def _line(who: str, text: str) -> dict[str, str]:
    if who != "ring":
        return {"language": who, "text": text}
    number, _, outcome = text.partition(": ")
    return {"language": "", "text": f"De telefoon {spoken_number(number)} rinkelt 25 seconden en {TOLD.get(outcome, outcome)}."}
