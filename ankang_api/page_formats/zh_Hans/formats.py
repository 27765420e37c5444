from django.conf import settings

from ankang_api.configuration.time_zone import format_zh

DATETIME_FORMAT = SHORT_DATETIME_FORMAT = format_zh(settings.PAGE_TIME_ZONE)
DATE_FORMAT = "Y年n月j日"
