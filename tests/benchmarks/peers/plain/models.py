"""Models of the tables that are there."""

from django.db import models


class Named(models.Model):
    code = models.CharField(max_length=200, unique=True)
    name_zh = models.TextField()
    name_en = models.TextField()

    class Meta:
        abstract = True


class Document(Named):
    class Meta:
        managed = False
        db_table = "indicators_document"


class Unit(Named):
    class Meta:
        managed = False
        db_table = "indicators_unit"


class Region(Named):
    level = models.CharField(max_length=20)

    class Meta:
        managed = False
        db_table = "indicators_region"


class Metric(Named):
    unit = models.ForeignKey(Unit, models.PROTECT)
    measure = models.CharField(max_length=20)
    temporality = models.CharField(max_length=20)

    class Meta:
        managed = False
        db_table = "indicators_metric"


class Programme(Named):
    class Meta:
        managed = False
        db_table = "programmes_programme"


class ProgrammeMetric(models.Model):
    metric = models.OneToOneField(Metric, models.PROTECT, related_name="programme_metric")
    programme = models.ForeignKey(Programme, models.PROTECT)

    class Meta:
        managed = False
        db_table = "programmes_programmemetric"


class Quote(models.Model):
    code = models.CharField(max_length=200, unique=True)
    exact = models.TextField()

    class Meta:
        managed = False
        db_table = "indicators_quote"


class Observation(models.Model):
    code = models.CharField(max_length=200, unique=True)
    document = models.ForeignKey(Document, models.PROTECT)
    metric = models.ForeignKey(Metric, models.PROTECT)
    region = models.ForeignKey(Region, models.PROTECT)
    quote = models.ForeignKey(Quote, models.PROTECT)
    time_period = models.CharField(max_length=30)
    period_start = models.DateField(null=True)
    period_end = models.DateField()
    period_basis = models.CharField(max_length=20)
    base_period = models.CharField(max_length=30, null=True)
    comparison = models.CharField(max_length=20, null=True)
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    value_low = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    value_high = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    value_text = models.TextField()
    printed_mult = models.SmallIntegerField(null=True)
    printed_decimals = models.SmallIntegerField(null=True)
    value_type = models.CharField(max_length=20)
    qualifier = models.CharField(max_length=20)
    obs_status = models.CharField(max_length=20)
    derivation = models.CharField(max_length=20)
    note_zh = models.TextField(null=True)
    note_en = models.TextField(null=True)
    corrected = models.BooleanField()
    withdrawn = models.BooleanField()
    revision_id = models.IntegerField()

    class Meta:
        managed = False
        db_table = "indicators_observation"
        ordering = ["code"]
