from django.conf import settings

from ankang_api.configuration.time_zone import format_en

DATETIME_FORMAT = SHORT_DATETIME_FORMAT = format_en(settings.PAGE_TIME_ZONE)
DATE_FORMAT = "j F Y"
