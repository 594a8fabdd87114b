"""The sites of the municipalities, and the screens of their editors."""

from __future__ import annotations

from nabij.testing.server import Region

from .sample import RESIDENT, Sample, fill, found, page_of, press, sign_in

W = "/website"
SERVICE, CARD, LOCKER = f"{W}/diensten/<uuid:service_id>", f"{W}/diensten/{{card}}", f"{W}/diensten/{{locker}}"
NEWS, DRAFT, PLACE = f"{W}/nieuws/<uuid:news_id>", f"{W}/nieuws/{{draft}}", f"{W}/plaatsen/<uuid:place_id>"
HOURS, OTHER = f"{W}/plaatsen/{{place}}/uren", f"{W}/plaatsen/{{place}}/uitzonderingen"
OFFLINE = f"{W}/nieuws/{{published}}/intrekking"
KUURNE, SPIERE = "resident of kuurne", "resident of spiere-helkijn"
#: A line of the shared text: its own words, and leaving it out.
PRICE, LEFT_OUT = f"{CARD}/tekst?veld={{price}}", f"{CARD}/weglating?sleutel={{line}}"

PUBLIC = (
    Sample("/", "/", RESIDENT),
    Sample("/contact", "/contact", RESIDENT),
    Sample("/noodinfo", "/noodinfo", RESIDENT),
    Sample("/openingsuren", "/openingsuren", RESIDENT),
    Sample("/plaatsen/<slug:slug>", "/plaatsen/gemeentehuis", RESIDENT),
    Sample("/plaatsen/<slug:slug>/blad", "/plaatsen/gemeentehuis/blad", RESIDENT),
    Sample("/diensten/", "/diensten/", RESIDENT),
    Sample("/diensten/<slug:slug>", "/diensten/verhuizen", RESIDENT),
    Sample("/diensten/<slug:slug>", "/diensten/identiteitskaart", KUURNE, name="service with own words"),
    Sample("/diensten/<slug:slug>", "/diensten/bestaat-niet", RESIDENT, status=404, name="service not found"),
    Sample("/diensten/<slug:slug>/blad", "/diensten/identiteitskaart/blad", RESIDENT),
    Sample("/nieuws/", "/nieuws/", RESIDENT),
    Sample("/nieuws/", "/nieuws/", SPIERE, name="news in two languages"),
    Sample("/nieuws/<slug:slug>", "/nieuws/{news}", RESIDENT),
    Sample("/nieuws/<slug:slug>", "/nieuws/{news}", SPIERE, name="news item in two languages"),
    Sample("/zoeken", "/zoeken", RESIDENT),
    Sample("/zoeken", "/zoeken?q=melden", RESIDENT, name="search, found"),
    Sample("/zoeken", "/zoeken?q=zzzz", RESIDENT, name="search, nothing found"),
    Sample("/zoeken", "/zoeken?q=gasgeur", RESIDENT, name="search, 112 first"),
    Sample("/zoeken/lijst", "/zoeken/lijst", RESIDENT),
    Sample("/even-niet-bereikbaar", "/even-niet-bereikbaar", SPIERE),
)
SERVICES = (
    Sample(f"{W}/diensten", f"{W}/diensten", "femke"),
    Sample(f"{W}/diensten/nieuw", f"{W}/diensten/nieuw", "femke"),
    Sample(f"{W}/diensten/nieuw", f"{W}/diensten/nieuw", "femke", press("Begin met deze dienst"), name="new service with errors"),
    Sample(SERVICE, CARD, "femke"),
    Sample(f"{SERVICE}/publicatie", LOCKER, "femke", press("Zet de dienst op de site"), name="service that cannot be published yet"),
    Sample(f"{SERVICE}/intrekking", f"{CARD}/intrekking", "femke"),
    Sample(f"{SERVICE}/intrekking", f"{CARD}/intrekking", "femke", press("Haal de dienst van de site"), name="withdrawal with errors"),
    Sample(f"{SERVICE}/wegen", f"{CARD}/wegen", "femke"),
    Sample(f"{SERVICE}/wegen", f"{CARD}/wegen", "femke", press("Voeg deze weg toe"), name="way with errors"),
    Sample(f"{SERVICE}/tekst", f"{CARD}/tekst", "femke"),
    Sample(f"{SERVICE}/tekst", PRICE, "femke", fill("Bewaar onze woorden", {"text": ""}), name="own words with errors"),
    Sample(f"{SERVICE}/weglating", LEFT_OUT, "femke"),
    Sample(f"{SERVICE}/weglating", LEFT_OUT, "femke", press("Laat de regel weg"), name="line left out with errors"),
    Sample(f"{SERVICE}/aanvulling", f"{CARD}/aanvulling?soort=cost", "femke"),
    Sample(f"{SERVICE}/aanvulling", f"{CARD}/aanvulling", "femke", press("Voeg de regel toe"), name="own line with errors"),
    Sample(f"{SERVICE}/bron", f"{CARD}/bron", "femke"),
    Sample(f"{SERVICE}/bron", f"{LOCKER}/bron", "femke", name="nothing to choose"),
)
WRITING = (
    Sample(W, W, "femke"),
    Sample(W, W, "nadine"),
    Sample(W, W, "an", name="website, for a director"),
    Sample(f"{W}/brugdagen/<str:day>", f"{W}/brugdagen/{{bridge}}", "femke"),
    Sample(f"{W}/publicatie", f"{W}/publicatie", "femke"),
    Sample(f"{W}/nieuws", f"{W}/nieuws", "femke"),
    Sample(f"{W}/nieuws/nieuw", f"{W}/nieuws/nieuw", "nadine"),
    Sample(f"{W}/nieuws/nieuw", f"{W}/nieuws/nieuw", "nadine", press("Bewaar het ontwerp"), name="news with errors"),
    Sample(NEWS, DRAFT, "femke"),
    Sample(f"{NEWS}/foto", DRAFT, "femke", press("Bewaar de foto"), name="picture with errors"),
    Sample(f"{NEWS}/publicatie", DRAFT, "femke", fill("Zet het op", {"day_day": "31", "day_month": "2"}), name="moment with errors"),
    Sample(f"{NEWS}/intrekking", OFFLINE, "femke"),
    Sample(f"{NEWS}/intrekking", OFFLINE, "femke", press("Haal het van de site"), name="news withdrawn with errors"),
    Sample(f"{NEWS}/voorbeeld", f"{DRAFT}/voorbeeld", "femke"),
    Sample(f"{W}/plaatsen", f"{W}/plaatsen", "femke"),
    Sample(f"{PLACE}/uren", HOURS, "femke"),
    Sample(f"{PLACE}/uren", HOURS, "femke", fill("Bewaar de week", {"day_0": "half negen"}), name="hours with errors"),
    Sample(f"{PLACE}/uitzonderingen", OTHER, "femke"),
    Sample(f"{PLACE}/uitzonderingen", OTHER, "femke", press("Bewaar deze dagen"), name="other hours with errors"),
    Sample("403", f"{W}/nieuws", "delphine", status=403, name="website page refused"),
)
STAFF = (*SERVICES, *WRITING)
NO_PAGE = {
    "/diensten/<slug:slug>.jsonld", "/nieuws/atom.xml", "/nieuws/<slug:slug>/foto.jpg", "/sitemap.xml", "/robots.txt", "/bewaar.js",
    "/opmaak/<slug:name>-<str:digest>.<slug:kind>",
    f"{SERVICE}/wegen/<uuid:channel_id>/verwijdering", f"{SERVICE}/overname", f"{SERVICE}/volgorde",
}  # fmt: skip


def values(region: Region) -> dict[str, str]:
    """Rows of Kuurne by what they are called."""
    femke = sign_in(region, "femke")
    services, news = page_of(region, f"{W}/diensten", femke), page_of(region, f"{W}/nieuws", femke)
    known = {
        "card": found(services, rf'{W}/diensten/([0-9a-f-]{{36}})">[^<]*[Ii]dentiteitskaart'),
        "locker": found(services, rf'{W}/diensten/([0-9a-f-]{{36}})">Fietskluis huren'),
        "draft": found(news, rf'{W}/nieuws/([0-9a-f-]{{36}})">Lentemarkt'),
        "published": found(news, rf'{W}/nieuws/([0-9a-f-]{{36}})">Omhaling'),
        "news": found(region.get("kuurne", "/nieuws/").text, r'href="/nieuws/([a-z0-9-]+)">Omhaling'),
        "place": found(page_of(region, f"{W}/plaatsen", femke), rf"{W}/plaatsen/([0-9a-f-]{{36}})/uren"),
        "bridge": found(page_of(region, W, femke), rf"{W}/brugdagen/([0-9-]+)"),
    }
    card = page_of(region, f"{W}/diensten/{known['card']}", femke)
    return known | {"price": found(card, r"tekst\?veld=(item%3A[^\"]+)"), "line": found(card, r"weglating\?sleutel=([^\"]+)\"")}
