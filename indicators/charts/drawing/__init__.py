"""Shapes, colours and files, without knowledge of the data."""
