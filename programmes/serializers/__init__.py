"""Shapes of the API's answers on metrics, observations, programmes and achievements."""
