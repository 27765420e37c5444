"""The admin page on which a publisher loads the fixtures: `fixtures_page.load_view`, which calls `loading.loader`."""
