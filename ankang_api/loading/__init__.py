"""Loading of fixtures: files of facts become published records, in one revision or not at all."""
