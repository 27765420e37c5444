"""What charts draw, read back from their SVG with all transformations applied."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring

from indicators.charts.drawing.paragraphs import is_bold
from indicators.charts.text.font_metrics import text_width
from indicators.charts.text.words import Language

SVG = "{http://www.w3.org/2000/svg}"


class Box(NamedTuple):
    """An element: its name and class, its text, and its four sides in px of the viewBox."""

    name: str
    css: str
    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left


def view_box(svg: str) -> tuple[float, float, float, float]:
    """The left, top, right and bottom side."""
    left, top, width, height = map(float, parsed(svg).get("viewBox", "").split())
    return left, top, left + width, top + height


def parsed(svg: str) -> Element:
    return fromstring(svg if "xmlns" in svg else svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def boxes(svg: str, css: str = "") -> list[Box]:
    """All shapes and texts, or those of a class."""
    root = parsed(svg)
    language: Language = "zh" if root.get("lang") == "zh-Hans" else "en"
    return [box for box in walk(root, 0, 0, language) if not css or css in box.css.split()]


def walk(element: Element, x: float, y: float, language: Language) -> Iterator[Box]:
    for child in element:
        name = child.tag.removeprefix(SVG)
        if name == "g":
            dx, dy = map(float, re.findall(r"-?[\d.]+", child.get("transform", ""))[:2])
            yield from walk(child, x + dx, y + dy, language)
        elif name not in ("title", "desc", "style"):
            left, top, right, bottom = sides(child, name, language)
            words = "".join(child.itertext())
            yield Box(name, classes(child), words, left + x, top + y, right + x, bottom + y)


def classes(element: Element) -> str:
    return " ".join(each.get("class", "") for each in element.iter())


def sides(element: Element, name: str, language: Language) -> tuple[float, float, float, float]:
    """The sides of an element; of a text in a font as wide as we allow for."""
    number = {key: float(value) for key, value in element.attrib.items() if re.fullmatch(r"-?[\d.]+", value)}
    match name:
        case "rect":
            x, y = number.get("x", 0), number.get("y", 0)
            return x, y, x + number["width"], y + number["height"]
        case "line":
            xs, ys = (number["x1"], number["x2"]), (number["y1"], number["y2"])
            return min(xs), min(ys), max(xs), max(ys)
        case "circle":
            x, y, radius = number["cx"], number["cy"], number["r"]
            return x - radius, y - radius, x + radius, y + radius
        case "polygon":
            points = [tuple(map(float, point.split(","))) for point in element.get("points", "").split()]
            xs_of, ys_of = zip(*points, strict=True)
            return min(xs_of), min(ys_of), max(xs_of), max(ys_of)
        case "text":
            return text_sides(element, number["x"], number["y"], language)
    raise ValueError(name)


def text_sides(element: Element, x: float, y: float, language: Language) -> tuple[float, float, float, float]:
    width = sum(run_width(run, language) for run in element)
    size = max(float(run.get("font-size", "0")) for run in element)
    left = x - {"start": 0, "middle": width / 2, "end": width}[element.get("text-anchor", "start")]
    return left, y - size * 0.8, left + width, y + size * 0.25


def run_width(run: Element, language: Language) -> float:
    own: Language = "zh" if run.get("lang") == "zh-Hans" else language
    return text_width(run.text or "", float(run.get("font-size", "0")), own, is_bold=is_bold(run.get("class", "")))
