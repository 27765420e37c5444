"""The file formats of sheets: XLSX, ODS and text. Each is read into a Grid of cells."""
