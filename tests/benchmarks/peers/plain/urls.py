"""The routes of one viewset."""

from rest_framework.routers import DefaultRouter

from plain.views import ObservationViewSet

router = DefaultRouter()
router.register("observations", ObservationViewSet)
urlpatterns = router.urls
