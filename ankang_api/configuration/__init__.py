"""What `ankang_api/settings.py` makes its settings of. Nothing here imports them."""
