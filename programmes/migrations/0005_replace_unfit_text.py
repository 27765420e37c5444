from django.db import migrations

from indicators.migrations._replaced_text import replace_unfit_text


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_plain_help_texts")]

    operations = [migrations.RunPython(replace_unfit_text("programmes"), migrations.RunPython.noop)]
