"""For pages in Chinese."""
