"""The admin page on which a publisher loads the fixtures."""
