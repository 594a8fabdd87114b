"""Fields: label, hint and error tied to the control; nothing typed is lost."""

import re
from datetime import date, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template

from nabij.design.catalogue import ExampleForm
from nabij.design.fields import DateField
from nabij.kernel.calendar import clock


def draw(source: str, **context: object) -> str:
    return Template("{% load nabij %}" + source).render(Context(context))


def field(form: forms.BaseForm, name: str, options: str = "") -> str:
    return draw(f"{{% field bound {options} %}}", bound=form[name])


def ids_are_whole(html: str) -> None:
    """Every id once, and every id that is pointed at exists."""
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    pointed = [i for value in re.findall(r'aria-describedby="([^"]*)"', html) for i in value.split()]
    assert pointed and set(pointed) | set(re.findall(r'\sfor="([^"]+)"', html)) <= set(ids)


def test_text_field_ties_hint_and_error_and_keeps_the_words() -> None:
    html = field(ExampleForm({"phone": "056 <b>12"}), "phone")
    assert 'aria-describedby="id_phone-hint"' in html and 'id="id_phone-hint"' in html
    assert 'value="056 &lt;b&gt;12"' in html
    assert "(niet verplicht)" in html
    assert 'autocomplete="tel"' in html and 'inputmode="tel"' in html
    assert " required" not in html


def test_error_stands_between_hint_and_control_in_order_of_reading() -> None:
    html = field(ExampleForm({}), "place")
    assert 'aria-describedby="id_place-hint id_place-error"' in html and 'aria-invalid="true"' in html
    assert html.index("id_place-hint") < html.index('id="id_place-error"') < html.index("<input")
    assert "Zo weten we waar we moeten zijn." in html


def test_every_id_of_a_whole_form_exists_once_with_and_without_errors() -> None:
    for form, errors in ((ExampleForm(), 0), (ExampleForm({}), 1)):
        html = draw("{% error_summary form %}{% fields form %}", form=form)
        ids_are_whole(html)
        assert html.count('class="error-summary') == errors


def test_choices_are_a_fieldset_with_a_legend_and_keep_the_choice() -> None:
    html = field(ExampleForm({"what": "lamp"}), "what")
    assert html.count("<fieldset") == 1 and "<legend" in html
    assert re.search(r'value="lamp"[^>]*checked', html)
    assert html.count('type="radio"') == 4 == html.count('<label for="id_what_')


def test_date_boxes_keep_what_was_typed_and_say_what_is_wrong() -> None:
    html = field(ExampleForm({"seen_on_day": "31", "seen_on_month": "febr", "seen_on_year": "27"}), "seen_on")
    assert [f'value="{typed}"' in html for typed in ("31", "febr", "27")] == [True] * 3
    assert "31 februari bestaat niet. Kijk de dag en de maand na." in html


class Birth(forms.Form):
    born = DateField(label="Geboortedatum", birthday=True)


def test_date_field_reads_boxes_and_echoes_the_date_in_words() -> None:
    form = Birth({"born_day": "3", "born_month": "maart", "born_year": "1946"})
    assert form.is_valid() and form.cleaned_data["born"] == date(1946, 3, 3)
    html = field(form, "born")
    assert "Dat is zondag 3 maart 1946." in html and 'autocomplete="bday-year"' in html


def test_a_missing_year_follows_the_clock_of_the_house() -> None:
    with clock.frozen(datetime(2027, 3, 30, 8, 30, tzinfo=ZoneInfo("Europe/Brussels"))):
        form = ExampleForm({"seen_on_day": "3", "seen_on_month": "3"})
        form.is_valid()
    assert form.cleaned_data["seen_on"] == date(2027, 3, 3)


def test_an_initial_date_fills_the_boxes() -> None:
    html = field(Birth(initial={"born": date(1946, 3, 9)}), "born")
    assert 'value="3"' in html and 'value="9"' in html and 'value="1946"' in html


def test_a_required_date_left_empty_gets_its_sentence() -> None:
    assert "Vul de datum in" in field(ExampleForm({}), "seen_on")


def test_textarea_says_its_limit_without_cutting_what_is_typed() -> None:
    html = field(ExampleForm({"story": "x" * 501}), "story")
    assert "500 tekens" in html and 'aria-describedby="id_story-error id_story-count"' in html
    assert "x" * 501 in html and "maxlength" not in html


def test_file_field_is_bare_and_asks_again_after_an_error() -> None:
    photo = SimpleUploadedFile("put.jpg", b"x")
    html = field(ExampleForm({}, {"photo": photo}), "photo")
    assert html.count("<input") == 1 and 'type="file"' in html and "&lt;input" not in html
    assert "Kies uw bestand opnieuw" in html
    assert "Kies uw bestand opnieuw" not in field(ExampleForm({}), "photo")


def test_a_locked_field_is_text_and_no_grey_box() -> None:
    html = field(ExampleForm(), "municipality")
    assert "Zwevegem" in html and "<input" not in html


def test_one_question_can_be_the_heading_of_its_page() -> None:
    html = field(ExampleForm(), "what", "heading=True")
    assert re.search(r"<legend[^>]*><h1>", html)


def test_filters_carry_no_mark_of_optional() -> None:
    assert "niet verplicht" not in field(ExampleForm(), "phone", "marks=False")


def test_error_summary_counts_links_and_takes_the_focus() -> None:
    html = draw("{% error_summary form %}", form=ExampleForm({}))
    assert "We hebben nog 5 dingen nodig" in html and "autofocus" in html and 'tabindex="-1"' in html
    assert 'href="#id_seen_on_0"' in html and 'href="#id_what_0"' in html and 'href="#id_name"' in html
    one = draw("{% error_summary form %}", form=Birth({}))
    assert "We hebben nog 1 ding nodig" in one


def test_no_summary_without_errors() -> None:
    assert draw("{% error_summary form %}", form=ExampleForm()) == ""


def test_tag_is_never_colour_alone() -> None:
    html = draw('{% tag "Te laat" %}')
    assert 'class="tag error"' in html and "<svg" in html and "Te laat" in html
    assert 'class="tag neutral"' in draw('{% tag "Nieuw" %}')


def test_code_is_grouped_and_escaped() -> None:
    html = draw("{% code value %}", value="KOR4F792K")
    assert re.sub(r"<[^>]+>", "", html) == "KOR 4F7 92K"
    assert "<script" not in draw("{% code value %}", value="<script>")


def test_dates_are_written_the_flemish_way_in_local_time() -> None:
    at = datetime(2025, 3, 3, 13, 5, tzinfo=ZoneInfo("UTC"))
    source = (
        '{% date_nl at "text" %}|{% date_nl at "time" %}|{% date_nl at "table" %}|{{ at|date_nl:"timeline" }}|{% date_nl none %}'
    )
    text = re.sub(r"<[^>]+>", "", draw(source, at=at, none=None))
    assert text == "maandag 3 maart 2025|14.05 uur|3/03/2025|14:05|"


def test_banner_holds_its_words_and_kind() -> None:
    html = draw('{% banner "outage" since="8.40 uur" %}<p>{{ word }}</p>{% endbanner %}', word="<b>")
    assert "Storing sinds 8.40 uur" in html and "&lt;b&gt;" in html and "<svg" in html


class Outline(HTMLParser):
    """Headings, landmarks and inline code of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.inline: list[str] = []
        self.mains = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.mains += tag == "main"
        self.inline += [f"{tag} {name}" for name, _ in attrs if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and not dict(attrs).get("src")):
            self.inline.append(tag)


def outline(html: str) -> Outline:
    parser = Outline()
    parser.feed(html)
    return parser


@pytest.mark.parametrize("typed", ["-1", "\x00", "1e308", "2027-02-30", "9" * 5_000, "2027-01-02-03", "9999-12-31"])
def test_a_date_in_an_address_that_cannot_be_read_stays_on_the_page_with_its_sentence(typed: str) -> None:
    class Moment(forms.Form):
        op = DateField(required=False, label="Op welke dag?")

    form = Moment({"op": typed})
    assert not form.is_valid()
    html = draw("{% field bound %}", bound=form["op"])
    assert "id_op-error" in html and html.count("<input") == 3


def test_a_whole_date_in_an_address_is_read_as_people_write_it() -> None:
    class Moment(forms.Form):
        op = DateField(required=False, label="Op welke dag?")

    for typed in ("2027-03-03", "3/3/2027", "3 maart 2027"):
        form = Moment({"op": typed})
        assert form.is_valid() and form.cleaned_data["op"] == date(2027, 3, 3), typed
