"""Reading and writing of text: Chinese numbers, precision, periods, instants, folding for search.."""
