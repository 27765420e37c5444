"""How the admin shows records: labels, links, differences, the read-only ModelAdmin.

It imports no other package of the admin.
"""
