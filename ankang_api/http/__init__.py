"""HTTP policy: content negotiation, conditional requests, compression, errors, and the revision that a request reads.

A request passes `middleware` and `conditional`, which use the other modules; DRF reaches `negotiation` and `exceptions`
through the settings.
"""
