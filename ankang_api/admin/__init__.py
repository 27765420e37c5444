"""Pages of the admin beside records: the load of fixtures (`fixtures_page`), and locked log-ins (`login_locks`)."""
