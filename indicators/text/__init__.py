"""Reading and writing of text: numbers, precision, periods, instants, formulas, folding for search."""
