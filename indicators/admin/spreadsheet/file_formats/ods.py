"""Reads the first table of an ODS file from the stream of its XML (OpenDocument 1.3, part 3, section 9).

Repeated cells and rows are bounded by the limits of a sheet; repeated empty ones are skipped.
"""

import re

from indicators.admin.spreadsheet.cells import MAX_CELL_CHARACTERS, Cell, Grid, Kind, cell_name, error_cell
from indicators.admin.spreadsheet.file_formats.number_formats import plain
from indicators.admin.spreadsheet.file_formats.xlsx import iso_date_text
from indicators.admin.spreadsheet.file_formats.xml_scan import parse
from indicators.text.formats import plain_number

CONTENT = "content.xml"
CELLS = ("table:table-cell", "table:covered-table-cell")
NOT_OF_THE_CELL = ("office:annotation", "table:shapes", "draw:frame", "draw:custom-shape", "text:ruby-text")
"""Elements whose text is not the cell's own."""
FRACTION = re.compile(r"-?(\d+ )?\d+/\d+")


def read_ods(parts: dict[str, bytes]) -> Grid:
    """Raises ValueError or LookupError for a damaged file, ValidationError for one beyond the limits."""
    grid = Grid("ODS")
    parse(parts[CONTENT], TableXML(grid))
    return grid


class TableXML:
    """The cells of the first table, which go into the grid; merged ranges are problems."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.tables = self.depth_of_tables = self.skipped = 0
        self.table_name = ""
        self.row, self.row_repeats, self.column = 0, 1, 0
        self.filled: list[tuple[int, Cell]] = []
        self.cell: dict[str, str] | None = None
        self.paragraphs: list[list[str]] = []
        self.in_paragraph = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.tables += 1
            self.depth_of_tables += 1
            if self.depth_of_tables == 1:
                self.table_name = attributes.get("table:name", "")
                self.grid.sheet_name = self.table_name if self.tables == 1 else self.grid.sheet_name
        if self.skipped or name in NOT_OF_THE_CELL:
            self.skipped += 1
        elif self.tables != 1 or self.depth_of_tables != 1:
            return
        elif name == "table:table-row":
            self.row += 1
            self.row_repeats = repeats(attributes, "table:number-rows-repeated")
            self.column, self.filled = 0, []
        elif name in CELLS:
            self.cell, self.paragraphs = attributes, []
        elif self.cell is not None:
            self.start_text(name, attributes)

    def start_text(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("text:p", "text:h"):
            self.paragraphs.append([])
            self.in_paragraph = True
        elif self.in_paragraph and name == "text:s":
            self.paragraphs[-1].append(" " * min(repeats(attributes, "text:c"), MAX_CELL_CHARACTERS))
        elif self.in_paragraph and name in ("text:tab", "text:line-break"):
            self.paragraphs[-1].append("\t" if name == "text:tab" else "\n")

    def text(self, text: str) -> None:
        if self.tables > 1 and self.depth_of_tables == 1 and not self.skipped and text.strip():
            self.note_unread()
        if self.in_paragraph and not self.skipped and self.cell is not None:
            self.paragraphs[-1].append(re.sub("[ \t\r\n]+", " ", text))

    def note_unread(self) -> None:
        """The present table has content; copies of tables in other files, which formulas refer to, do not count."""
        if self.table_name not in self.grid.unread and not self.table_name.startswith("'file:"):
            self.grid.unread.append(self.table_name)

    def end(self, name: str) -> None:
        if name == "table:table":
            self.depth_of_tables -= 1
        if self.skipped:
            self.skipped -= 1
        elif name in ("text:p", "text:h"):
            self.in_paragraph = False
        elif name in CELLS and self.cell is not None:
            self.end_cell(name, self.cell)
            self.cell = None
        elif name == "table:table-row" and self.tables == 1 and self.depth_of_tables == 1:
            self.end_row()

    def end_cell(self, name: str, attributes: dict[str, str]) -> None:
        columns = repeats(attributes, "table:number-columns-repeated")
        spanned = [repeats(attributes, f"table:number-{side}-spanned") for side in ("columns", "rows")]
        if spanned != [1, 1]:
            last = cell_name(self.row + spanned[1] - 1, self.column + spanned[0] - 1)
            self.grid.refuse_merged(f"{cell_name(self.row, self.column)}:{last}")
        cell = content(attributes, "\n".join("".join(pieces) for pieces in self.paragraphs))
        if cell.text and name == CELLS[0]:
            self.filled += [(self.column + offset, cell) for offset in range(min(columns, MAX_CELL_CHARACTERS))]
        self.column += columns

    def end_row(self) -> None:
        for number in range(self.row, self.row + self.row_repeats if self.filled else self.row):
            for column, cell in self.filled:
                self.grid.add(number, column, cell)
        self.row += self.row_repeats - 1


def repeats(attributes: dict[str, str], name: str) -> int:
    return max(1, int(attributes.get(name, 1)))


def content(attributes: dict[str, str], shown: str) -> Cell:
    """The cell with these attributes, whose paragraphs are `shown`."""
    value_type = attributes.get("office:value-type")
    if attributes.get("calcext:value-type") == "error" or ("table:formula" in attributes and value_type is None):
        return error_cell()
    match value_type:
        case "float" | "currency" | "percentage":
            return number(attributes["office:value"], value_type, shown)
        case "date":
            return Cell(iso_date_text(attributes["office:date-value"]).replace("T", " "), Kind.DATE, shown)
        case "time":
            return Cell(shown, Kind.DATE, shown)
        case "boolean":
            return Cell(attributes["office:boolean-value"], Kind.BOOLEAN, shown)
    return Cell(attributes.get("office:string-value", shown))


def number(stored: str, value_type: str, shown: str) -> Cell:
    value = plain(stored)
    if value_type == "percentage":
        return Cell(plain_number(plain(str(value * 100))), Kind.PERCENT, shown)
    kind = Kind.FRACTION if FRACTION.fullmatch(shown) else Kind.NUMBER
    return Cell(plain_number(value), kind, shown)
