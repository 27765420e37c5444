"""Pages of the admin beside records: the load of fixtures, accounts and their sessions, and locked log-ins."""

from ankang_api.admin.users import AccountAdmin

__all__ = ["AccountAdmin"]
