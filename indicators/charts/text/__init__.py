"""The texts of charts: words, numbers, periods, and how wide they are."""
