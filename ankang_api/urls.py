"""URLs of the project."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from ankang_api.admin.fixtures_page import load_view
from ankang_api.http.exceptions import redirect_without_slash
from ankang_api.http.routers import Router, with_suffixes
from ankang_api.pages.choice import language_view, root_view
from ankang_api.pages.languages import PATTERN
from ankang_api.schema.openapi import OpenApiView
from ankang_api.schema.swagger_ui import SwaggerView
from ankang_api.views.catalog import CatalogView, SitemapView
from ankang_api.views.catalogue import CatalogueView
from ankang_api.views.data_package import DataPackageView
from ankang_api.views.documentation import page
from ankang_api.views.fields import FieldViewSet
from ankang_api.views.problem_types import ProblemTypesView, ProblemTypeView
from ankang_api.views.site_files import api_catalog_view, favicon_view, llms_view, robots_view, security_view
from indicators import views as indicators
from indicators.admin.spreadsheet.views import export_view, spreadsheet_view
from indicators.text.formats import CODE_IN_PATH
from programmes import views as programmes

router = Router()
router.register("observations", programmes.ObservationViewSet, "observation")
router.register("series", programmes.SeriesViewSet, "series")
router.register("metrics", programmes.MetricViewSet, "metric")
router.register("regions", indicators.RegionViewSet, "region")
router.register("units", indicators.UnitViewSet, "unit")
router.register("programmes", programmes.ProgrammeViewSet, "programme")
router.register("parts", programmes.PartViewSet, "part")
router.register("achievements", programmes.AchievementViewSet, "achievement")
router.register("search", programmes.SearchViewSet, "search")
router.register("verification", programmes.VerificationViewSet, "verification")
router.register("derived", programmes.DerivedViewSet, "derived")
router.register("relations", indicators.RelationViewSet, "relation")
router.register("documents", indicators.DocumentViewSet, "document")
router.register(f"documents/(?P<document>{CODE_IN_PATH})/passages", indicators.PassageViewSet, "passage")
router.register(f"documents/(?P<document>{CODE_IN_PATH})/quotes", indicators.QuoteViewSet, "quote")
router.register("revisions", indicators.RevisionViewSet, "revision")
router.register("corrections", indicators.CorrectionViewSet, "correction")
router.register("fields", FieldViewSet, "field")
for noun, history in {
    "observations": indicators.ObservationHistoryViewSet,
    "metrics": indicators.MetricHistoryViewSet,
    "regions": indicators.RegionHistoryViewSet,
    "units": indicators.UnitHistoryViewSet,
    "programmes": programmes.ProgrammeHistoryViewSet,
    "parts": programmes.PartHistoryViewSet,
    "achievements": programmes.AchievementHistoryViewSet,
    "documents": indicators.DocumentHistoryViewSet,
    "derived": programmes.DerivedHistoryViewSet,
    "relations": indicators.RelationHistoryViewSet,
}.items():
    router.register(f"{noun}/(?P<code>{CODE_IN_PATH})/history", history, f"{noun}-history")

coverage = programmes.CoverageViewSet.as_view({"get": "retrieve"}, detail=True)
feed = indicators.CorrectionViewSet.as_view({"get": "list"}, schema=None)
api: list[URLPattern | URLResolver] = [
    path("", CatalogueView.as_view(), name="catalogue"),
    path("datapackage.json", DataPackageView.as_view(), name="datapackage"),
    path("openapi.json", OpenApiView.as_view(), name="openapi"),
    path("docs", SwaggerView.as_view(), name="docs"),
    *router.urls,
    path("corrections.atom", feed, {"format": "atom"}, name="correction-feed"),
    *with_suffixes([re_path(f"^documents/(?P<code>{CODE_IN_PATH})/coverage$", coverage, name="coverage")]),
    path("problems", ProblemTypesView.as_view(), name="problem-types"),
    path("problems/<slug:code>", ProblemTypeView.as_view(), name="problem-type"),
    re_path(r"^(?P<path>.+)/$", redirect_without_slash),
]

urlpatterns = [
    path("", root_view, name="root"),
    re_path(f"^language/(?P<language>{PATTERN})$", language_view, name="language"),
    re_path(f"^(?P<language>{PATTERN})$", RedirectView.as_view(pattern_name="home", permanent=True, query_string=True)),
    re_path(f"^(?P<language>{PATTERN})/", include("ankang_api.pages.urls")),
    path(".well-known/api-catalog", api_catalog_view),
    path(".well-known/security.txt", security_view),
    path("llms.txt", llms_view),
    path("robots.txt", robots_view),
    path("favicon.ico", favicon_view),
    path("catalog.jsonld", CatalogView.as_view(), name="catalog"),
    path("sitemap.xml", SitemapView.as_view(), name="sitemap"),
    path("sitemap-<int:number>.xml", SitemapView.as_view(), name="sitemap-part"),
    path("api/v1/", include(api)),
    path("api/v1", CatalogueView.as_view()),
    path("docs", page, name="pages"),
    path("docs/", RedirectView.as_view(pattern_name="pages")),
    path("docs/zh", page, {"language": "zh-Hans"}, name="pages-zh"),
    path("docs/zh/", RedirectView.as_view(pattern_name="pages-zh")),
    path("docs/zh/<slug:page>", page, {"language": "zh-Hans"}, name="page-zh"),
    path("docs/<slug:page>", page, name="page"),
    path("admin", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/load/", admin.site.admin_view(load_view), name="load"),
    path("admin/<slug:app>/<slug:model>/spreadsheet/", admin.site.admin_view(spreadsheet_view), name="spreadsheet"),
    re_path(
        r"^admin/(?P<app>[a-z]+)/(?P<model>[a-z]+)/spreadsheet/export\.(?P<suffix>csv|xlsx)$",
        admin.site.admin_view(export_view),
    ),
    path("admin/", admin.site.urls),
]

handler400 = "ankang_api.views.error_pages.handler400"
handler403 = "ankang_api.views.error_pages.handler403"
handler404 = "ankang_api.views.not_found.handler404"
handler500 = "ankang_api.views.error_pages.handler500"
