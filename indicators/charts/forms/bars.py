"""Bars from zero, one for each observation, and hollow diamonds for targets."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from indicators.charts.drawing.paragraphs import LEADING, SMALL_PX, VALUE_PX, WIDTH, fitted, runs_width
from indicators.charts.drawing.shapes import Diamond, Drawing, Line, Rectangle, Run, Shape, Text
from indicators.charts.text.numbers import bounds, figure_label, precision_label
from indicators.charts.text.words import LANGUAGE_TAGS, Language
from indicators.models import Observation

BAR_PX = 28
BASELINE_PX = 20
PADDING_PX = 8
DIAMOND_PX = 8
MIN_WHISKER_PX = 4
"""A narrower interval is given in words."""


@dataclass(frozen=True)
class Scale:
    """Where values are between the left and the right end of an axis."""

    left: float
    right: float
    low: Decimal
    high: Decimal

    def x(self, value: Decimal) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.left + (self.right - self.left) * float(share)

    @property
    def zero(self) -> float:
        return self.x(Decimal(0))


class Place(NamedTuple):
    """Where the figure of a bar is written."""

    x: float
    anchor: str
    css: str


@dataclass(frozen=True)
class Bar:
    """An observation on a scale; `css` is its colour."""

    observation: Observation
    scale: Scale
    css: str
    language: Language

    @property
    def is_target(self) -> bool:
        return self.observation.value_type == Observation.ValueType.TARGET

    @property
    def is_leftward(self) -> bool:
        return self.tip < self.scale.zero

    @property
    def tip(self) -> float:
        """The end of the bar: of a range, its end nearer to zero."""
        return self.scale.x(self.extent()[0])

    @property
    def whisker(self) -> tuple[float, float] | None:
        """The ends of the interval if it is wide enough to be seen."""
        interval = bounds(self.observation)
        if interval is None:
            return None
        left, right = map(self.scale.x, interval)
        return (left, right) if right - left > MIN_WHISKER_PX else None

    def extent(self) -> list[Decimal]:
        """The values that the bar and its whisker reach, the end of the bar first."""
        return extent(self.observation)

    def runs(self, css: str = "") -> tuple[Run, ...]:
        """The figure, ± in words unless a whisker shows it, and the words of an approximate value."""
        figure = Run(figure_label(self.observation, self.language), VALUE_PX, f"value {css}".strip())
        quiet = css or "quiet"
        if self.observation.qualifier == Observation.Qualifier.APPROXIMATE:
            words = self.observation.value_text
            tag = LANGUAGE_TAGS["zh"] if self.language == "en" else ""
            return figure, Run(" ", SMALL_PX), Run(words, SMALL_PX, quiet, tag)
        precision = "" if self.whisker else precision_label(self.observation, self.language)
        return (figure, Run(f" {precision}", SMALL_PX, quiet)) if precision else (figure,)

    def place(self) -> Place | None:
        """Where the figure fits: in the bar, beside it, or nowhere."""
        needed = runs_width(self.runs(), self.language) + 2 * PADDING_PX
        if self.is_target:
            return self.place_of_target(needed)
        sign = -1 if self.is_leftward else 1
        anchor = "end" if self.is_leftward else "start"
        near, far = self.ends()
        if sign * (near - self.scale.zero) >= needed:  # negative for a whisker across zero
            return Place(self.scale.zero + sign * PADDING_PX, anchor, "on-bar")
        room = far - self.scale.left if self.is_leftward else self.scale.right - far
        if room >= needed:
            return Place(far + sign * PADDING_PX, anchor, "")
        return None

    def place_of_target(self, needed: float) -> Place | None:
        """To the right of the diamond, else to its left."""
        if self.scale.right - self.tip - DIAMOND_PX >= needed:
            return Place(self.tip + DIAMOND_PX + PADDING_PX, "start", "")
        if self.tip - DIAMOND_PX - self.scale.left >= needed:
            return Place(self.tip - DIAMOND_PX - PADDING_PX, "end", "")
        return None

    def ends(self) -> tuple[float, float]:
        """The end of the plain bar and the end of all that is drawn, both away from zero."""
        ends = [self.tip, *(self.whisker or ())]
        return (max(ends), min(ends)) if self.is_leftward else (min(ends), max(ends))

    def drawing(self, *, has_figure: bool) -> Drawing:
        shapes = self.target() if self.is_target else self.bar()
        if has_figure and (place := self.place()):
            shapes.append(Text(place.x, BASELINE_PX, self.runs(place.css), place.anchor))
        return Drawing(WIDTH, BAR_PX, tuple(shapes))

    def bar(self) -> list[Shape]:
        left, right = sorted((self.scale.zero, self.tip))
        shapes: list[Shape] = [Rectangle(left, 0, right - left, BAR_PX, self.css)]
        if self.whisker:
            shapes += [line for css in ("halo", "whisker") for line in whisker(*self.whisker, css)]
        return shapes

    def target(self) -> list[Shape]:
        return [Diamond(self.tip, BAR_PX / 2, DIAMOND_PX, "target")]


def extent(observation: Observation) -> list[Decimal]:
    """The value and its bounds; of a range the bound nearer to zero comes first."""
    interval = bounds(observation) or ()
    if observation.value is not None:
        return [observation.value, *interval]
    return sorted((bound for bound in interval), key=abs)


def whisker(left: float, right: float, css: str) -> list[Line]:
    middle, cap = BAR_PX / 2, 6
    return [
        Line(left, middle, right, middle, css),
        *(Line(x, middle - cap, x, middle + cap, css) for x in (left, right)),
    ]


def axis_ends(scale: Scale, labels: tuple[str, str], language: Language) -> Drawing:
    """The first and the last value of an axis, below it."""
    low, high = ((Run(label, SMALL_PX, "quiet"),) for label in labels)
    room = (scale.right - scale.left) / 2 - PADDING_PX
    left = Text(scale.left, SMALL_PX, fitted(low, room, language))
    right = Text(scale.right, SMALL_PX, fitted(high, room, language), "end")
    return Drawing(WIDTH, SMALL_PX * LEADING, (left, right))
