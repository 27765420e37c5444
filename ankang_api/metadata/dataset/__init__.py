"""The publication as a dataset: one model (`model`), written as DCAT-AP (`dcat`) and as schema.org (`schema_org`)."""
