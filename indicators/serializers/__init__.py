"""Shapes of the API's answers on what is measured, where and who says so."""
