"""Forms of the admin: the form field of each kind of model field, the reason, the check for concurrent edits."""
