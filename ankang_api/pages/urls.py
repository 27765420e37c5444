"""Addresses of the pages for readers; the language is the first part of the path."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import path, re_path

from ankang_api.pages.about import AboutView
from ankang_api.pages.charts import (
    CardView,
    HomeCardView,
    HouseholdsPNGView,
    HouseholdsView,
    ObservationChartView,
    ObservationPNGView,
    RulerView,
)
from ankang_api.pages.corrections import CorrectionsView
from ankang_api.pages.figures import FiguresView
from ankang_api.pages.home import HomeView
from ankang_api.pages.observation import ObservationView
from ankang_api.pages.report import ReportsView, ReportView


def without_slash(request: HttpRequest, language: str, **kwargs: str) -> HttpResponse:
    """A permanent redirect of /en/figures/ to /en/figures, with the query."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(request.path.rstrip("/") + (f"?{query}" if query else ""))


urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("reports", ReportsView.as_view(), name="reports"),
    path("card.png", HomeCardView.as_view(), name="card"),
    path("reports/<slug:code>", ReportView.as_view(), name="report"),
    path("reports/<slug:code>/households.svg", HouseholdsView.as_view(), name="households"),
    path("reports/<slug:code>/households.png", HouseholdsPNGView.as_view(), name="households-png"),
    path("figures", FiguresView.as_view(), name="figures"),
    path("observations/<slug:code>", ObservationView.as_view(), name="observation"),
    path("observations/<slug:code>/chart.svg", ObservationChartView.as_view(), name="observation-chart"),
    path("observations/<slug:code>/chart.png", ObservationPNGView.as_view(), name="observation-png"),
    path("observations/<slug:code>/interval.svg", RulerView.as_view(), name="observation-interval"),
    path("observations/<slug:code>/card.png", CardView.as_view(), name="observation-card"),
    path("corrections", CorrectionsView.as_view(), name="corrections"),
    path("about", AboutView.as_view(), name="about"),
    re_path(r"^(?P<page>.+)/$", without_slash),
]
