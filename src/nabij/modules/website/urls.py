"""Staff addresses of the website on the platform's own host."""

from django.urls import path

from .pages.staff import fields, home, news, places, publication, services, source, submissions

_SERVICE = "website/diensten/<uuid:service_id>"
_NEWS = "website/nieuws/<uuid:news_id>"

urlpatterns = [
    path("website", home.home, name="website"),
    path("website/brugdagen/<str:day>", home.bridge, name="website-bridge"),
    path("website/publicatie", publication.ledger, name="website-publication"),
    path("website/diensten", services.listing, name="website-service-list"),
    path("website/diensten/nieuw", services.offer, name="website-service-new"),
    path(_SERVICE, services.detail, name="website-service-edit"),
    path(f"{_SERVICE}/publicatie", services.publication, name="website-service-publication"),
    path(f"{_SERVICE}/intrekking", services.withdrawal, name="website-service-withdrawal"),
    path(f"{_SERVICE}/wegen", services.ways, name="website-service-ways"),
    path(f"{_SERVICE}/wegen/<uuid:channel_id>/verwijdering", services.way_removal, name="website-way-removal"),
    path(f"{_SERVICE}/tekst", fields.text, name="website-field"),
    path(f"{_SERVICE}/overname", fields.taken_back, name="website-field-back"),
    path(f"{_SERVICE}/weglating", fields.omission, name="website-field-omission"),
    path(f"{_SERVICE}/aanvulling", fields.addition, name="website-field-addition"),
    path(f"{_SERVICE}/volgorde", fields.order, name="website-field-order"),
    path(f"{_SERVICE}/bron", source.change, name="website-source"),
    path("website/vragen", submissions.listing, name="website-requests"),
    path("website/vragen/<uuid:submission_id>", submissions.detail, name="website-request-edit"),
    path("website/nieuws", news.listing, name="website-news-list"),
    path("website/nieuws/nieuw", news.new, name="website-news-new"),
    path(_NEWS, news.edit, name="website-news-edit"),
    path(f"{_NEWS}/foto", news.picture, name="website-news-photo"),
    path(f"{_NEWS}/publicatie", news.publication, name="website-news-publication"),
    path(f"{_NEWS}/intrekking", news.withdrawal, name="website-news-withdrawal"),
    path(f"{_NEWS}/voorbeeld", news.preview, name="website-news-preview"),
    path("website/plaatsen", places.listing, name="website-places"),
    path("website/plaatsen/<uuid:place_id>/uren", places.week, name="website-week"),
    path("website/plaatsen/<uuid:place_id>/uitzonderingen", places.exception, name="website-exception"),
]
