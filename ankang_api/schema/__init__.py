"""The OpenAPI document: what drf-spectacular cannot see in the code is added to what it generates.

The generator enters at `openapi`, which completes each operation by `operations` with `components` and `examples`.
"""
