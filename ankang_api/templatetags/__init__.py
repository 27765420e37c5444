"""Template tags of the first page of the admin."""
