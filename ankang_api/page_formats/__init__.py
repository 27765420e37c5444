"""How pages write times, for each language: FORMAT_MODULE_PATH. Other formats are those of Django."""
