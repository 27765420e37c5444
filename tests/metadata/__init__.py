"""Checks of the descriptions of the data by other people's programs, which need an environment of their own."""
