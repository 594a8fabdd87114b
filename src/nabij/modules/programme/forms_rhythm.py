"""Forms of what a project needs, and of a meeting that returns."""

from __future__ import annotations

from django import forms

from nabij.design.fields import DateField

from .rules.meetings import RHYTHM_WORDS, Rhythm
from .rules.needs import LAYER_WORDS, STATUS_WORDS, Layer, Status


class NeedForm(forms.Form):
    """One need on one layer."""

    layer = forms.ChoiceField(
        label="Op welke laag?", widget=forms.RadioSelect, choices=[(one.value, LAYER_WORDS[one]) for one in Layer],
        error_messages={"required": "Kies een van de zes lagen."},
    )
    text = forms.CharField(
        label="Wat is nodig?", max_length=200, help_text="Dezelfde woorden opnieuw? Dan verandert alleen de stand.",
        error_messages={"required": "Zeg in enkele woorden wat nodig is."},
    )
    status = forms.ChoiceField(
        label="Hoe staat het ermee?", widget=forms.RadioSelect, choices=[(one.value, STATUS_WORDS[one]) for one in Status],
        error_messages={"required": "Kies hoe het ermee staat."},
    )


class SeriesForm(forms.Form):
    """A meeting that returns."""

    title = forms.CharField(label="Hoe heet het overleg?", max_length=120, error_messages={"required": "Zeg hoe het overleg heet."})
    rhythm = forms.ChoiceField(
        label="Hoe vaak?", widget=forms.RadioSelect, choices=[(one.value, RHYTHM_WORDS[one]) for one in Rhythm],
        initial=Rhythm.MONTHLY.value,
    )
    first_day = DateField(label="Wat is de eerste dag?", help_text="De dag van de week volgt hieruit.")
    at = forms.TimeField(
        label="Om hoe laat?", input_formats=["%H:%M", "%H.%M"], widget=forms.TextInput(attrs={"size": 6, "inputmode": "numeric"}),
        help_text="Bijvoorbeeld 9.00.", error_messages=dict.fromkeys(("required", "invalid"), "Vul een uur in, bijvoorbeeld 9.00."),
    )
    minutes = forms.IntegerField(
        label="Hoeveel minuten?", initial=90,
        error_messages={"required": "Vul een getal in, bijvoorbeeld 90.", "invalid": "Vul een heel getal in, bijvoorbeeld 90."},
    )
    place = forms.CharField(label="Waar?", required=False, max_length=160)
    regular = forms.CharField(
        label="Vaste punten van het overleg zelf", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Eén per regel. Het programma vult ze nooit in en haalt ze nooit weg.",
    )

    def clean_regular(self) -> list[str]:
        return [line.strip()[:200] for line in self.cleaned_data["regular"].splitlines() if line.strip()]


class PublishForm(forms.Form):
    """Publishing a month; a reason is asked once there is something to correct."""

    remark = forms.CharField(
        label="Wat verbetert u?", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Dit staat vooraan in de nieuwe versie. De vorige versie blijft te lezen.",
    )
