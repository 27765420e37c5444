"""A plain DRF project over the same tables, as after the tutorials of Django, DRF and django-filter."""
