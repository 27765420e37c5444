"""The versions of fixtures: an older one does not overwrite a newer one."""
