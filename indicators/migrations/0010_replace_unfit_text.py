from django.db import migrations

from indicators.migrations._replaced_text import replace_unfit_text


class Migration(migrations.Migration):
    dependencies = [("indicators", "0009_loaded_fixtures")]

    operations = [migrations.RunPython(replace_unfit_text("indicators"), migrations.RunPython.noop)]
