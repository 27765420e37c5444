"""What the data are: citations, the columns of all lists, and descriptions of them in standard formats.

Everything here derives from the registry of lists (`published_lists`), so a list that is added later appears by itself.
"""
