"""Shapes of SVG, in px. Their looks come from CSS classes alone."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol
from xml.sax.saxutils import escape, quoteattr


class Shape(Protocol):
    def svg(self) -> str: ...


def tag(name: str, **attributes: float | str) -> str:
    """An empty element; numbers are rounded to hundredths, an attribute named css is the class."""
    return f"<{name}{attribute_text(**attributes)}/>"


def attribute_text(**attributes: float | str) -> str:
    names = {"css": "class", "stroke_linecap": "stroke-linecap", "font_size": "font-size", "text_anchor": "text-anchor"}
    return "".join(
        f" {names.get(name, name)}={quoteattr(plain(value))}" for name, value in attributes.items() if value != ""
    )


def plain(value: float | str) -> str:
    return value if isinstance(value, str) else f"{round(value, 2):g}"


@dataclass(frozen=True)
class Rectangle:
    x: float
    y: float
    width: float
    height: float
    css: str

    def svg(self) -> str:
        return tag("rect", css=self.css, x=self.x, y=self.y, width=self.width, height=self.height)


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    css: str

    def svg(self) -> str:
        return tag("line", css=self.css, x1=self.x1, y1=self.y1, x2=self.x2, y2=self.y2)


@dataclass(frozen=True)
class Circle:
    x: float
    y: float
    radius: float
    css: str

    def svg(self) -> str:
        return tag("circle", css=self.css, cx=self.x, cy=self.y, r=self.radius)


@dataclass(frozen=True)
class Diamond:
    x: float
    y: float
    radius: float
    css: str

    def svg(self) -> str:
        corners = ((0, -1), (1, 0), (0, 1), (-1, 0))
        points = " ".join(
            f"{plain(self.x + dx * self.radius)},{plain(self.y + dy * self.radius)}" for dx, dy in corners
        )
        return tag("polygon", css=self.css, points=points)


class Run(NamedTuple):
    """A part of a line of text; `language_tag` where it is not in the language of the chart."""

    text: str
    size: float
    css: str = ""
    language_tag: str = ""

    def svg(self) -> str:
        css = f"{self.css} {self.language_tag.split('-')[0]}".strip()
        attributes = attribute_text(css=css, font_size=self.size, lang=self.language_tag)
        xml_lang = f' xml:lang="{self.language_tag}"' if self.language_tag else ""
        return f"<tspan{attributes}{xml_lang}>{escape(self.text)}</tspan>"


@dataclass(frozen=True)
class Text:
    """A line of text; x is its start, middle or end."""

    x: float
    y: float
    runs: tuple[Run, ...]
    anchor: str = "start"

    def svg(self) -> str:
        anchor = "" if self.anchor == "start" else self.anchor
        attributes = attribute_text(x=self.x, y=self.y, text_anchor=anchor)
        return f"<text{attributes}>{''.join(run.svg() for run in self.runs)}</text>"


@dataclass(frozen=True)
class Group:
    """Shapes moved by x and y, then scaled."""

    shapes: tuple[Shape, ...]
    x: float = 0
    y: float = 0
    scale: float = 1

    def svg(self) -> str:
        scale = "" if self.scale == 1 else f" scale({plain(self.scale)})"
        inner = "".join(shape.svg() for shape in self.shapes)
        return f'<g transform="translate({plain(self.x)} {plain(self.y)}){scale}">{inner}</g>'


class Drawing(NamedTuple):
    """Shapes in a box from (0, 0) to its width and height."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    def svg(self) -> str:
        return "".join(shape.svg() for shape in self.shapes)


def stacked(drawings: list[Drawing], gap: float) -> Drawing:
    """Drawings below each other."""
    shapes: list[Shape] = []
    y = 0.0
    for drawing in drawings:
        shapes.append(Group(drawing.shapes, y=y))
        y += drawing.height + gap
    return Drawing(max(drawing.width for drawing in drawings), y - gap, tuple(shapes))
