"""Proposes the records of a new report from its text, for a person to review.

`propose` in proposal.py takes the text as received and gives a Proposal: the restored text, and rows for each file of
a report's folder. Each step is a module: clauses (the words around a numeral), dating (its period), likeness (its unit,
metric and region), figures (observations), named (parts and achievements), implied (relations). writing.py makes the
files. Each row has the field `review`, and the loader refuses it until a person has deleted that field.
"""
