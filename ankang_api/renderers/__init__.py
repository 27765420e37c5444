"""Renderers: one format each."""
