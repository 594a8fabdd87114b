"""Addresses of the archive on the platform's own host; Dutch, because people see them."""

from django.urls import path

from .pages import adoption, strategy

urlpatterns = [
    path("archief/strategie", strategy.overview, name="archive-strategy"),
    path("archief/strategie/regio", strategy.region, name="archive-region"),
    path("archief/strategie/vragen/<uuid:question_id>", strategy.question, name="archive-question"),
    path("archief/strategie/vragen/<uuid:question_id>/argumenten", strategy.arguments, name="archive-arguments"),
    path("archief/strategie/vragen/<uuid:question_id>/beslissingen", strategy.decisions, name="archive-decisions"),
    path("archief/strategie/vragen/<uuid:question_id>/heropeningen", strategy.reopenings, name="archive-reopenings"),
    path("archief/strategie/overname", adoption.adoption, name="archive-adoption"),
    path("archief/strategie/overname/antwoorden", adoption.answers, name="archive-answers"),
    path("archief/strategie/overname/afwijkingen", adoption.deviations, name="archive-deviations"),
    path("archief/strategie/overname/afwijkingen/<uuid:deviation_id>/einde", adoption.deviation_end, name="archive-deviation-end"),
]
