"""How the admin shows records: labels, links, differences, and admins that only show."""
