"""Charts of observations as SVG and PNG. No module here queries the database."""
