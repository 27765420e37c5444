"""Counts the elements of the XML in a workbook while it streams through expat, and refuses a DTD."""

from typing import NoReturn
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string

MAX_CELLS = 100_000
MAX_SHARED_STRINGS = 50_000
MAX_OTHER_ELEMENTS = 20_000
MAX_DEPTH = 50
MAX_SHARED_FORMULA_CHARACTERS = 1_000_000
"""openpyxl rewrites a shared formula for each of its cells: the length of the longest, times their number."""

VALUES = frozenset({"v", "t", "f", "is"})
"""Elements of a cell or a text: cheap to parse, and in number about those of the cells."""
MAX_VALUES = 3 * MAX_CELLS


class XMLScan:
    """The counts of all parts of one workbook. Raises ValidationError as soon as one exceeds its limit."""

    def __init__(self) -> None:
        self.cells = self.shared_strings = self.values = self.other_elements = 0
        self.row_width = self.column = 0
        self.depth = 0
        self.shared_formulas = self.formula_characters = self.longest_formula = 0
        self.in_formula = False

    def add(self, part: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = refuse_doctype
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        self.depth = 0
        try:
            parser.Parse(part, True)
        except expat.ExpatError as error:
            raise ValueError("A part of the workbook is not well-formed XML.") from error

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ValidationError(_("The XML of the workbook is nested more than %(n)s deep.") % {"n": MAX_DEPTH})
        match name.rpartition(":")[2]:
            case "c":
                self.count_cell(attributes.get("r", ""))
            case "row":
                self.row_width = self.column = 0
                self.count_cells(1)
            case "si":
                self.count_shared_string()
            case "f":
                self.count_value()
                self.in_formula, self.formula_characters = True, 0
                self.shared_formulas += attributes.get("t") == "shared"
            case local if local in VALUES:
                self.count_value()
            case _other:
                self.count_other()

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.in_formula and name.rpartition(":")[2] == "f":
            self.in_formula = False
            self.longest_formula = max(self.longest_formula, self.formula_characters)
            if self.shared_formulas * self.longest_formula > MAX_SHARED_FORMULA_CHARACTERS:
                raise ValidationError(_("The workbook has too many shared formulas. Write the values themselves."))

    def text(self, text: str) -> None:
        if self.in_formula:
            self.formula_characters += len(text)

    def count_cell(self, reference: str) -> None:
        """openpyxl fills the gaps of a row, so each row counts as wide as its last column."""
        self.column = column_index_from_string(reference.rstrip("0123456789")) if reference else self.column + 1
        self.count_cells(max(1, self.column - self.row_width))
        self.row_width = max(self.row_width, self.column)

    def count_cells(self, count: int) -> None:
        self.cells += count
        if self.cells > MAX_CELLS:
            message = _("The workbook has more than %(n)s cells, with the empty ones between them. Divide the sheet.")
            raise ValidationError(message % {"n": MAX_CELLS})

    def count_shared_string(self) -> None:
        self.shared_strings += 1
        if self.shared_strings > MAX_SHARED_STRINGS:
            message = _("The workbook has more than %(limit)s different texts. Divide the sheet.")
            raise ValidationError(message % {"limit": MAX_SHARED_STRINGS})

    def count_value(self) -> None:
        self.values += 1
        if self.values > MAX_VALUES:
            refuse_elements(MAX_VALUES)

    def count_other(self) -> None:
        self.other_elements += 1
        if self.other_elements > MAX_OTHER_ELEMENTS:
            refuse_elements(MAX_OTHER_ELEMENTS)


def refuse_doctype(*_declaration: object) -> NoReturn:
    raise ValidationError(
        _("The workbook contains a document type definition (DTD). Save it again as an Excel workbook.")
    )


def refuse_elements(limit: int) -> NoReturn:
    message = _("The workbook has more than %(limit)s formats and other elements. Copy its values to a new workbook.")
    raise ValidationError(message % {"limit": limit})
