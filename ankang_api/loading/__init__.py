"""Loading of fixtures: a three-way merge of what was last loaded, what is published, and what the files say.

The command load_fixtures enters at `loader`, which takes `candidates` from `folders` and merges them by `merging`.
"""
