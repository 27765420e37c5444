"""Numbers in Chinese text.

`readings` in chinese_numbers.py finds the numbers of a text, with their units and qualifiers: set_aside.py takes out
names, dates and durations, number_forms.py has a pattern for each form of a number, numeral_words.py the words beside
one, and numerals.py the values of numerals.
"""
