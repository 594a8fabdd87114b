"""What the website answers on a municipality's own host."""

from django.urls import path

from .pages.public import assets, feeds, home, hours, news, search, services, submission

urlpatterns = [
    path("", home.home, name="website-home"),
    path("contact", home.contact, name="website-contact"),
    path("noodinfo", home.emergency, name="website-emergency"),
    path("openingsuren", hours.overview, name="website-hours"),
    path("plaatsen/<slug:slug>", hours.place, name="website-place"),
    path("plaatsen/<slug:slug>/blad", hours.sheet, name="website-place-sheet"),
    path("diensten/", services.listing, name="website-services"),
    path("diensten/<slug:slug>", services.detail, name="website-service"),
    path("diensten/<slug:slug>/blad", services.sheet, name="website-service-sheet"),
    path("diensten/<slug:slug>.jsonld", services.data, name="website-service-data"),
    path("diensten/<slug:slug>/aanvraag", submission.ask, name="website-request"),
    path("diensten/<slug:slug>/ontvangen", submission.received, name="website-request-received"),
    path("verder", submission.resume, name="website-resume"),
    path("nieuws/", news.listing, name="website-news"),
    path("nieuws/atom.xml", feeds.atom, name="website-atom"),
    path("nieuws/<slug:slug>", news.detail, name="website-news-item"),
    path("nieuws/<slug:slug>/foto.jpg", news.picture, name="website-news-picture"),
    path("zoeken", search.search, name="website-search"),
    path("zoeken/lijst", search.everything, name="website-search-list"),
    path("sitemap.xml", feeds.sitemap, name="website-sitemap"),
    path("robots.txt", feeds.robots, name="website-robots"),
    path("opmaak/<slug:name>-<str:digest>.<slug:kind>", assets.bundle, name="website-bundle"),
    path("bewaar.js", assets.worker, name="website-worker"),
    path("even-niet-bereikbaar", assets.unreachable, name="website-unreachable"),
]
