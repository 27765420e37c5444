from django.db import migrations

from indicators.migrations._first_versions import first_versions


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_history")]

    operations = [migrations.RunPython(first_versions("programmes"), migrations.RunPython.noop)]
