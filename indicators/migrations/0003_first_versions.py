from django.db import migrations

from indicators.migrations._first_versions import first_versions


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_history")]

    operations = [migrations.RunPython(first_versions("indicators"), migrations.RunPython.noop)]
