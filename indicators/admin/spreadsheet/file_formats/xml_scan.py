"""Counts the elements of the XML in a workbook while it streams through expat, and refuses a DTD."""

from typing import NoReturn, Protocol
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_CELL_ELEMENTS = 1_000_000
"""Empty cells that only have a format count here, and not among the cells of the sheet."""
MAX_SHARED_STRINGS = 50_000
MAX_OTHER_ELEMENTS = 20_000
MAX_DEPTH = 50

CELLS = frozenset({"c", "row", "table-cell", "covered-table-cell", "table-row"})
VALUES = frozenset({"v", "t", "f", "is", "p", "s", "span"})
"""Elements of a cell or a text: cheap to parse, and in number about those of the filled cells."""
MAX_VALUES = 300_000


class Handler(Protocol):
    """What `parse` calls for each element and each piece of text."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


def parse(part: bytes, handler: Handler) -> None:
    """Parse a part of a workbook. Raises ValueError if it is not well-formed, ValidationError if it has a DTD."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise ValueError("A part of the workbook is not well-formed XML.") from error


class XMLScan:
    """The counts of all parts of one workbook. Raises ValidationError as soon as one exceeds its limit."""

    def __init__(self) -> None:
        self.cells = self.shared_strings = self.values = self.other_elements = 0
        self.depth = 0

    def add(self, part: bytes) -> None:
        self.depth = 0
        parse(part, self)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ValidationError(_("The XML of the workbook is nested more than %(n)s deep.") % {"n": MAX_DEPTH})
        local = name.rpartition(":")[2]
        if local in CELLS:
            self.count_cell()
        elif local in VALUES:
            self.count_value()
        elif local == "si":
            self.count_shared_string()
        else:
            self.count_other()

    def end(self, name: str) -> None:
        self.depth -= 1

    def text(self, text: str) -> None:
        """Text is bounded by the size of the part."""

    def count_cell(self) -> None:
        self.cells += 1
        if self.cells > MAX_CELL_ELEMENTS:
            message = _("The workbook has more than %(n)s cells, with the empty ones. Divide the sheet.")
            raise ValidationError(message % {"n": MAX_CELL_ELEMENTS})

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
