"""Renderers of responses, one format a module. `table` declares what an export renders."""
