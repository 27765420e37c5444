"""Pages of the admin that need more than the records: loading the fixtures, and correcting in a spreadsheet."""
