"""Reads the first sheet of an XLSX workbook, transitional or Strict, from the stream of its XML.

Elements are told by their local names, which are the same in both. Of a formula the stored result is read.
"""

import posixpath
import re

from openpyxl.utils import column_index_from_string

from indicators.admin.spreadsheet.cells import Cell, Grid, Kind, error_cell
from indicators.admin.spreadsheet.file_formats.number_formats import BUILT_IN, number_cell
from indicators.admin.spreadsheet.file_formats.xml_scan import parse

ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
"""How text of a workbook writes characters that XML cannot contain."""
STRICT_NAMESPACE = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


def local_name(name: str) -> str:
    return name.rpartition(":")[2]


def read_xlsx(parts: dict[str, bytes]) -> Grid:
    """Raises ValueError or LookupError for a damaged workbook, ValidationError for one beyond the limits."""
    root = Relationships(parts, "")
    book = root.targets("/officeDocument")[0]
    workbook, relationships = Workbook(), Relationships(parts, book)
    parse(parts[book], workbook)
    strings, styles = SharedStrings(), Styles()
    for path in relationships.targets("/sharedStrings")[:1]:
        parse(parts[path], strings)
    for path in relationships.targets("/styles")[:1]:
        parse(parts[path], styles)
    grid = Grid("Strict OOXML" if STRICT_NAMESPACE in parts[book] else "XLSX")
    worksheets = relationships.targets("/worksheet")
    sheets = [(name, relationships.by_id[key]) for name, key in workbook.in_order()]
    (grid.sheet_name, path), *others = [sheet for sheet in sheets if sheet[1] in worksheets]
    parse(parts[path], SheetXML(grid, strings.texts, styles, workbook.from_1904))
    grid.unread = [name for name, other in others if has_content(parts[other])]
    return grid


def has_content(sheet: bytes) -> bool:
    text = SheetText()
    parse(sheet, text)
    return text.found


class Relationships:
    """The relationships of a part; of the package, if its path is empty."""

    def __init__(self, parts: dict[str, bytes], path: str) -> None:
        self.folder, name = posixpath.split(path)
        self.by_id: dict[str, str] = {}
        self.types: list[tuple[str, str]] = []
        parse(parts[posixpath.join(self.folder, "_rels", f"{name}.rels")], self)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local_name(name) == "Relationship":
            target = attributes["Target"]
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(self.folder, target))
            self.by_id[attributes["Id"]] = path
            self.types.append((attributes["Type"], path))

    def end(self, name: str) -> None:
        """Relationships are not nested."""

    def text(self, text: str) -> None:
        """Relationships have no text."""

    def targets(self, type_end: str) -> list[str]:
        """The paths of the parts whose type ends so; the beginnings differ in Strict workbooks."""
        return [path for type_name, path in self.types if type_name.endswith(type_end)]


class Workbook:
    """The names and relationship ids of the sheets, and the system of dates."""

    def __init__(self) -> None:
        self.visible: list[tuple[str, str]] = []
        self.hidden: list[tuple[str, str]] = []
        self.from_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local_name(name) == "sheet":
            sheets = self.visible if attributes.get("state", "visible") == "visible" else self.hidden
            keys = [value for key, value in attributes.items() if local_name(key) == "id"]
            sheets += [(attributes.get("name", ""), key) for key in keys]
        elif local_name(name) == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")

    def in_order(self) -> list[tuple[str, str]]:
        """The sheets as a person sees them; hidden ones come last."""
        return [*self.visible, *self.hidden]

    def end(self, name: str) -> None:
        """Sheets are not nested."""

    def text(self, text: str) -> None:
        """The workbook has no text of cells."""


class Styles:
    """The format code of each cell style."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = dict(BUILT_IN)
        self.cell_formats: list[int] = []
        self.in_cell_formats = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = local_name(name)
        if local == "numFmt" and "formatCode" in attributes:
            self.codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif local == "cellXfs":
            self.in_cell_formats = True
        elif local == "xf" and self.in_cell_formats:
            self.cell_formats.append(int(attributes.get("numFmtId", 0)))

    def end(self, name: str) -> None:
        if local_name(name) == "cellXfs":
            self.in_cell_formats = False

    def text(self, text: str) -> None:
        """Styles have no text."""

    def code(self, style: int) -> str:
        number = self.cell_formats[style] if style < len(self.cell_formats) else 0
        return self.codes.get(number, "")


class Text:
    """Collects the text of `t` elements, without the phonetic guides of East Asian text."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.collecting = self.in_phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = local_name(name)
        if local == "rPh":
            self.in_phonetic = True
        self.collecting = local == "t" and not self.in_phonetic

    def end(self, name: str) -> None:
        self.collecting = False
        if local_name(name) == "rPh":
            self.in_phonetic = False

    def text(self, text: str) -> None:
        if self.collecting:
            self.pieces.append(text)

    def take(self) -> str:
        """The text that was collected; a new one begins."""
        text, self.pieces = "".join(self.pieces), []
        return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class SheetText:
    """Whether a cell of a sheet holds text or a number."""

    def __init__(self) -> None:
        self.found = self.collecting = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.collecting = local_name(name) in ("v", "t")

    def end(self, name: str) -> None:
        self.collecting = False

    def text(self, text: str) -> None:
        self.found = self.found or (self.collecting and bool(text.strip()))


class SharedStrings(Text):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def end(self, name: str) -> None:
        super().end(name)
        if local_name(name) == "si":
            self.texts.append(self.take())


class SheetXML(Text):
    """The cells of a sheet, which go into the grid; merged ranges are problems."""

    def __init__(self, grid: Grid, strings: list[str], styles: Styles, from_1904: bool) -> None:
        super().__init__()
        self.grid, self.strings, self.styles, self.from_1904 = grid, strings, styles, from_1904
        self.row, self.column = 0, -1
        self.cell: dict[str, str] | None = None
        self.has_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = local_name(name)
        if self.cell is not None:
            super().start(name, attributes)
            self.collecting = self.collecting or local == "v"
            self.has_formula = self.has_formula or local == "f"
        elif local == "c":
            self.cell, self.has_formula = attributes, False
            reference = attributes.get("r", "").rstrip("0123456789")
            self.column = column_index_from_string(reference) - 1 if reference else self.column + 1
        elif local == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), -1
        elif local == "mergeCell":
            self.grid.refuse_merged(attributes["ref"])

    def end(self, name: str) -> None:
        super().end(name)
        if self.cell is not None and local_name(name) == "c":
            self.grid.add(self.row, self.column, self.content(self.cell, self.take()))
            self.cell = None

    def content(self, attributes: dict[str, str], text: str) -> Cell:
        cell_type = attributes.get("t", "n")
        if cell_type == "e" or (self.has_formula and not text and cell_type != "str"):
            return error_cell()
        if not text:
            return Cell("")
        match cell_type:
            case "s":
                return Cell(self.strings[int(text)])
            case "b":
                return Cell("true" if text == "1" else "false", Kind.BOOLEAN)
            case "d":
                return Cell(iso_date_text(text), Kind.DATE)
            case "n":
                code = self.styles.code(int(attributes.get("s", 0)))
                return number_cell(text, code, from_1904=self.from_1904)
        return Cell(text)


def iso_date_text(text: str) -> str:
    """A date, or an instant, without the time of midnight."""
    return re.sub(r"[T ]00:00(:00(\.0+)?)?Z?$", "", text)
