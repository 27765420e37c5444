"""For the operators of the service: health checks and metrics on a port of their own, and the access log."""
