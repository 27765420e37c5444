"""Template tags of the pages for readers, and of the first page of the admin."""
