"""Charts: the form that fits the data, literal texts and sizes, and nothing cut off or covered."""

import json
import re
import struct
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.charts.card import card_png, card_svg
from indicators.charts.chart import Chart, Table
from indicators.charts.drawing.colours import DARK, LIGHT
from indicators.charts.series import SELECT_RELATED, chart_of_series, overlapping_chart, ruler
from indicators.charts.text.font_metrics import FONT_FILES, missing_characters
from indicators.charts.text.lines import lines
from indicators.charts.text.numbers import figure_label, precision_label
from indicators.charts.text.periods import period_label, period_mark
from indicators.charts.text.words import Language
from indicators.models import Document, Metric, Observation, Quote, Region, Unit
from indicators.text.period import Period
from tests import chart_fonts
from tests.chart_shapes import Box, boxes, parsed, view_box
from tests.serving import ROOT

pytestmark = [pytest.mark.database_independent, pytest.mark.django_db]

SENTENCE = "2012年至2018年，安康全市贫困人口由100.5万人减少到22.96万人，贫困发生率由40.7%降至10.5%。"
HOUSEHOLDS = (
    *("paired-households", "relocated-households", "industry-covered-households"),
    *("three-changes-households", "households-renouncing-poor-status"),
)
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def published() -> list[Observation]:
    return list(Observation.objects.select_related(*SELECT_RELATED).order_by("metric__code", "period_end"))


def series(metric: str, region: str = "610900") -> list[Observation]:
    return [each for each in published() if (each.metric.code, each.region.code) == (metric, region)]


def chart(metric: str, language: Language = "en", region: str = "610900") -> Chart:
    found = chart_of_series(series(metric, region), language, published())
    assert found is not None
    return found


def all_charts(language: Language) -> list[Chart]:
    """Every chart of the published data."""
    among = published()
    codes = sorted({(each.metric.code, each.region.code) for each in among})
    by_series = [[each for each in among if (each.metric.code, each.region.code) == code] for code in codes]
    found = [chart_of_series(each, language, among) for each in by_series]
    found += [ruler(each, language) for each in among]
    households = [each for each in among if each.metric.code in HOUSEHOLDS]
    return [each for each in [*found, overlapping_chart(households, language)] if each is not None]


def texts(svg: str) -> list[str]:
    return [box.text for box in boxes(svg, "") if box.name == "text"]


def invented(value: str | None, low: str | None = None, high: str | None = None, **fields: Any) -> Observation:
    """An observation of an invented metric that no database knows."""
    unit = Unit(
        pk=1, code="person", name_zh="人", name_en="people", symbol=fields.pop("symbol", None), measure_words=[]
    )
    measure = fields.pop("measure", Metric.Measure.COUNT)
    names = {"name_zh": fields.pop("name_zh", "人数"), "name_en": fields.pop("name_en", "People")}
    metric = Metric(pk=1, code="people", unit=unit, measure=measure, **names)
    region = Region(pk=1, code="610900", name_zh="安康市", name_en="Ankang City")
    document = Document(pk=1, name_zh="报告", name_en="Report", source_office_zh="统计局", source_office_en="Office")
    bounds = {"value_low": low and Decimal(low), "value_high": high and Decimal(high)}
    given_fields = {"time_period": "2018", "value_text": "若干", **fields}
    observation = Observation(metric=metric, region=region, document=document, **bounds, **given_fields)
    observation.value = None if value is None else Decimal(value)
    observation.period_start, observation.period_end = Period.parse(observation.time_period)
    return observation


def test_two_points_are_two_bars_from_zero_in_proportion() -> None:
    svg = chart("poor-population").inline("c")
    (then,), (now,) = boxes(svg, "then"), boxes(svg, "accent")
    assert then.left == now.left
    assert now.width == pytest.approx(then.width * 229_600 / 1_005_000, abs=1)
    assert then.bottom < now.top
    assert texts(svg) == ["Unit: people", "2012", "1,005,000 ± 500", "2018", "229,600 ± 50"]
    assert boxes(svg, "whisker") == []
    assert [box.name for box in boxes(svg) if box.name in ("path", "polyline")] == []


def test_the_words_of_two_points() -> None:
    english, chinese = chart("poor-population"), chart("poor-population", "zh")
    assert english.title == "Poor population, Ankang City"
    assert english.description == (
        "Poor population, Ankang City: 2012: 1,005,000 people (± 500); 2018: 229,600 people (± 50). Bar chart."
    )
    assert english.table == Table(
        ("Period", "Value", "Unit", "Range", "As printed"),
        (
            ("2012", "1,005,000", "people", "1,004,500–1,005,500", "100.5万人"),
            ("2018", "229,600", "people", "229,550–229,650", "22.96万人"),
        ),
    )
    assert english.notes == (
        "± is the rounding of the printed figure.",
        "The report gives no figures for the years between.",
    )
    assert chinese.title == "贫困人口 · 安康市"
    assert chinese.description == "贫困人口 · 安康市：2012年：1,005,000人（±500）；2018年：229,600人（±50）。条形图。"
    assert texts(chinese.inline("c")) == ["单位：人", "2012年", "1,005,000 ±500", "2018年", "229,600 ±50"]
    assert chinese.notes == ("±为报告所印数字的舍入误差。", "报告未给出其间各年的数据。")


def test_percentages_have_their_sign_and_points() -> None:
    assert texts(chart("poverty-incidence").inline("c")) == [
        "2012",
        "40.7\u00a0% ± 0.05 pp",
        "2018",
        "10.5\u00a0% ± 0.05 pp",
    ]
    chinese = ["2012年", "40.7% ±0.05个百分点", "2018年", "10.5% ±0.05个百分点"]
    assert texts(chart("poverty-incidence", "zh").inline("c")) == chinese


@pytest.mark.parametrize(
    ("metric", "share"),
    [("relocated-people-13th-plan", 419 / 920), ("relocated-households-13th-plan", 134 / 266)],
)
def test_a_part_is_a_bar_in_the_bar_of_its_whole(metric: str, share: float) -> None:
    svg = chart(metric).inline("c")
    (part,), (whole,) = boxes(svg, "accent"), boxes(svg, "whole")
    assert (part.left, part.top) == (whole.left, whole.top)
    assert part.width == pytest.approx(whole.width * share, abs=1)


def test_a_whole_shows_its_only_part() -> None:
    found = chart("relocated-people")
    assert found.title == "People relocated and resettled since the 12th Five-Year Plan began, Ankang City"
    assert texts(found.inline("c")) == [
        "Unit: people",
        "419,000 ± 500 · 2016–2019",
        "People relocated and resettled since the 13th",
        "Five-Year Plan began",
        "of 920,000 ± 5,000 · 2011–2019",
        "People relocated and resettled since the 12th",
        "Five-Year Plan began",
    ]


@pytest.mark.parametrize("region", ["610900", "610000"])
def test_few_areas_are_dots(region: str) -> None:
    svg = chart("deeply-poor-counties", "zh", region).inline("c")
    assert len(boxes(svg, "accent")) == 4
    assert len(boxes(svg, "hollow")) == 7
    assert {box.name for box in boxes(svg) if box.name != "text"} == {"circle"}
    assert texts(svg) == ["单位：县级行政区", "4 · ← 至2019年", "安康市", "共11 · ← 至2019年", "陕西省"]


def test_a_share_is_a_part_of_100_per_cent() -> None:
    svg = chart("factory-employees-poor-share").inline("c")
    (part,), (whole,) = boxes(svg, "accent"), boxes(svg, "whole")
    assert part.width == pytest.approx(whole.width * 0.31, abs=1)
    assert [text for text in texts(svg) if text[0].isdigit() or text.startswith("of ")] == [
        "31\u00a0% ± 0.5 pp · ← ≤ 2019",
        "0",
        "100\u00a0%",
        "of 17,632 people · ← ≤ 2019",
    ]


@pytest.mark.parametrize("metric", ["factory-employees", "counties", "poor-population-rank", "loan-amount"])
def test_one_count_says_nothing_as_a_bar(metric: str) -> None:
    assert chart_of_series(series(metric), "en", published()) is None


def test_a_target_is_hollow_and_says_that_no_actual_is_reported() -> None:
    english, chinese = chart("factory-coverage"), chart("factory-coverage", "zh")
    svg = english.inline("c")
    (diamond,) = boxes(svg, "target")
    axis = boxes(svg, "axis")[-1]
    assert (diamond.name, (diamond.left + diamond.right) / 2) == ("polygon", axis.right)
    assert texts(svg) == ["2019, target", "100\u00a0%", "0", "100\u00a0%", "no actual reported"]
    assert texts(chinese.inline("c"))[-1] == "报告未给出实际值"
    assert english.description == (
        "Coverage of centralized resettlement communities by new community factories, Ankang City: "
        "2019, target: 100\u00a0%. No actual reported. Bar chart."
    )
    assert english.table.rows == (("2019", "target", "100\u00a0%", "per cent", "", "全覆盖"),)


def test_a_target_beside_actual_values_claims_no_gap() -> None:
    actual = invented("40", symbol="%", measure=Metric.Measure.SHARE, time_period="2017")
    target = invented("60", symbol="%", measure=Metric.Measure.SHARE, value_type="target")
    found = chart_of_series([target, actual], "en")
    assert found is not None
    svg = found.inline("c")
    assert texts(svg) == ["2017", "40\u00a0%", "2018, target", "60\u00a0%", "0", "100\u00a0%"]
    assert "no actual" not in found.description
    assert boxes(svg, "accent")[0].width == pytest.approx(boxes(svg, "axis")[-1].width * 0.4, abs=1)


def test_a_fall_is_left_of_zero_with_a_whisker_where_it_can_be_seen() -> None:
    svg = chart("gift-money-change").inline("c")
    (bar,), axis, whisker = boxes(svg, "accent"), boxes(svg, "axis")[-1], boxes(svg, "whisker")[0]
    assert bar.right == axis.right
    assert bar.width == pytest.approx(axis.width * 0.7, abs=1)
    assert (axis.right - whisker.left, axis.right - whisker.right) == pytest.approx(
        (axis.width * 0.75, axis.width * 0.65), abs=1
    )
    assert texts(svg) == ["← ≤ 2019", "≈ \u221270\u00a0% 七成", "\u2212100\u00a0%", "0"]
    assert 'lang="zh-Hans" xml:lang="zh-Hans">七成' in svg


def test_a_fraction_has_no_whisker() -> None:
    found = chart("banquets-change", "zh")
    svg = found.inline("c")
    assert boxes(svg, "whisker") == []
    assert texts(svg) == ["← 至2019年", "≈ \u221266.7% 三分之二", "\u2212100%", "0"]
    assert found.notes == ("≈表示报告用语未限定取值范围。", "←表示时期的起点不明。")


@pytest.mark.parametrize(("half", "has_whisker"), [("0.55", False), ("0.65", True)])
def test_a_whisker_is_wider_than_4_px(half: str, has_whisker: bool) -> None:
    """The axis of a fall is about 340 px long, so 1.1 per cent are under 4 px and 1.3 per cent are over."""
    low, high = str(-50 - Decimal(half)), str(-50 + Decimal(half))
    fall = invented("-50", low, high, symbol="%", measure=Metric.Measure.CHANGE)
    found = chart_of_series([fall], "en")
    assert found is not None
    svg = found.inline("c")
    assert bool(boxes(svg, "whisker")) is has_whisker
    assert ("\u221250\u00a0%" if has_whisker else f"\u221250\u00a0% ± {half} pp") in texts(svg)


def test_a_figure_is_beside_a_bar_whose_whisker_crosses_zero() -> None:
    wide = overlapping_chart([invented("0.01", "-0.03", "0.05")], "zh")
    narrow = overlapping_chart([invented("0.01", "-0.001", "0.021")], "zh")
    assert wide is not None
    assert narrow is not None
    assert problems(wide.inline("c")) == problems(narrow.inline("c")) == []


def test_overlapping_counts_share_an_axis_and_say_so() -> None:
    households = [each for each in published() if each.metric.code in HOUSEHOLDS]
    english, chinese = overlapping_chart(households, "en"), overlapping_chart(households, "zh")
    svg = english.inline("c")
    bars = boxes(svg, "accent")
    values = [271_400, 266_000, 137_200, 78_000, 1_762]
    assert [bar.width for bar in bars] == pytest.approx([bars[0].width * value / 271_400 for value in values], abs=1)
    assert len({bar.left for bar in bars}) == 1
    assert texts(svg)[-1] == "overlapping, do not add"
    assert texts(chinese.inline("c"))[-1] == "口径有重叠，不可相加"
    assert "Overlapping, do not add." in english.description
    assert chinese.title == "以户为单位的数据 · 安康市"


def test_counts_in_different_units_share_no_axis() -> None:
    with pytest.raises(ValueError, match="no axis in common"):
        overlapping_chart(series("paired-households") + series("paired-cadres"), "en")


def test_a_ruler_has_the_bounds_and_the_value() -> None:
    found = ruler(series("poor-population")[1], "en")
    assert found is not None
    svg = found.inline("c")
    (band,), (tick,) = boxes(svg, "band"), boxes(svg, "tick")
    assert tick.left == (band.left + band.right) / 2
    assert sorted(texts(svg)) == ["229,550", "229,600", "229,650", "Unit: people"]
    assert ruler(series("factory-employees")[0], "en") is None
    assert ruler(series("banquets-change")[0], "en") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_file_stands_alone(language: Language) -> None:
    for each in all_charts(language):
        svg = each.svg(7, "https://data.example/observations/x?revision=7")
        root = parsed(svg)
        assert root.get("role") == "img"
        assert root.get("lang") == root.get("{http://www.w3.org/XML/1998/namespace}lang") == chart_tag(language)
        assert [root[0].text, root[1].text] == [each.title, each.description]
        last = "".join(texts(svg)[-4:])
        assert ("Revision 7" if language == "en" else "第 7 次修订") in last
        assert "revision=7" in last
        assert not re.search(r'style="|<script|href|url\(|@import|@font-face', svg)
        assert len(svg.encode()) < 8_000


def chart_tag(language: Language) -> str:
    return {"zh": "zh-Hans", "en": "en"}[language]


def test_a_file_has_the_colours_of_both_themes_and_the_pages_have_the_same() -> None:
    svg = chart("poor-population").svg(1)
    light, _separator, dark = svg.partition("@media (prefers-color-scheme:dark)")
    assert [name for name, colour in LIGHT.items() if f"--{name}:{colour};" not in light] == []
    assert [name for name, colour in DARK.items() if f"--{name}:{colour};" not in dark] == []
    palette = (ROOT / "ankang_api/static/ankang_api/palette.css").read_text()
    for colours, count in ((LIGHT, 1), (DARK, 2)):
        assert {palette.count(f"--{name}: {colour};") for name, colour in colours.items()} == {count}


def test_an_inline_chart_leaves_its_looks_to_the_page() -> None:
    svg = chart("poor-population").inline("home")
    assert "<style" not in svg
    assert 'aria-labelledby="home-title home-desc"><title id="home-title">' in svg
    assert not re.search(r"#[0-9a-f]{6}|style=|width=\"100", svg)


def test_the_style_sheet_knows_each_class() -> None:
    css = (ROOT / "indicators/static/indicators/charts.css").read_text()
    used = {name for each in all_charts("en") for box in boxes(each.svg(1)) for name in box.css.split()}
    assert {name for name in used - {"zh", "en"} if f".chart .{name} {{" not in css} == set()
    assert set(re.findall(r"var\(--(\w+)\)", css)) <= LIGHT.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_leaves_the_view_box_or_covers_a_bar(language: Language) -> None:
    for each in all_charts(language):
        assert problems(each.inline("c")) == []
        assert problems(each.svg(1, "https://data.example/" + "observations/" * 12)) == []


def problems(svg: str) -> list[str]:
    """Shapes that leave the viewBox, texts that touch other texts, and texts over a bar's edge."""
    left, top, right, bottom = view_box(svg)
    shapes = boxes(svg)
    outside = [
        f"outside: {box}"
        for box in shapes
        if box.left < left - 0.1 or box.right > right + 0.1 or box.top < top - 0.1 or box.bottom > bottom + 0.1
    ]
    written = [box for box in shapes if box.name == "text"]
    covered = [
        f"{text.text} over {other.text or other.css}"
        for text in written
        for other in shapes
        if other is not text and touches(text, other) and is_covering(text, other)
    ]
    return outside + covered


def touches(text: Box, other: Box) -> bool:
    return (
        text.left < other.right - 0.1
        and other.left + 0.1 < text.right
        and text.top < other.bottom
        and other.top < text.bottom
    )


def is_covering(text: Box, other: Box) -> bool:
    """A text covers another one, or a bar or diamond; one that is meant to be in a bar must be in it as a whole."""
    if "on-bar" in text.css and other.name == "rect":
        return not (other.left <= text.left and text.right <= other.right)
    return other.name in ("text", "polygon", "circle") or (other.name == "rect" and other.css != "paper")


NUMBERS = st.decimals(min_value=0, max_value=10**13, places=2, allow_nan=False)
NAMES = st.text(st.sampled_from("贫困县（区）数“”，Poor counties and 100,000 Wx—一"), min_size=1, max_size=120).filter(
    str.strip
)
PERIODS = st.sampled_from(["2012", "../2019", "2011/2019", "2018-06-30", "2018-06-30/2019-07-31", "2018-S1", "2018-Q3"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NUMBERS, NUMBERS, PERIODS, st.booleans()), min_size=1, max_size=4), NAMES, st.data())
def test_no_value_or_name_leaves_the_view_box(
    points: list[tuple[Decimal, Decimal, str, bool]], name: str, data: st.DataObject
) -> None:
    language: Language = data.draw(st.sampled_from(LANGUAGES))
    sign = data.draw(st.sampled_from([1, -1]))
    symbol = data.draw(st.sampled_from([None, "%"]))
    measure = Metric.Measure.CHANGE if sign < 0 else Metric.Measure.COUNT
    observations = [
        invented(
            *map(str, (sign * value, sign * value - half, sign * value + half)),
            **{"time_period": period, "symbol": symbol, "measure": measure, "name_zh": name, "name_en": name},
            value_type="target" if is_target else "actual",
        )
        for value, half, period, is_target in points
    ]
    charts = [
        chart_of_series(observations, language),
        overlapping_chart(observations, language),
        ruler(observations[0], language),
    ]
    for each in charts:
        if each is not None:
            assert problems(each.inline("c")) == []
            assert problems(each.svg(1)) == []


@pytest.mark.parametrize(
    ("key", "english", "chinese"),
    [
        ("2018", "2018", "2018年"),
        ("../2019", "≤ 2019", "至2019年"),
        ("2011/2019", "2011–2019", "2011–2019年"),
        ("2018-06", "June 2018", "2018年6月"),
        ("2018-06-30", "30 June 2018", "2018年6月30日"),
        ("2018-Q3", "Q3 2018", "2018年第三季度"),
        ("2018-S2", "second half of 2018", "2018年下半年"),
        ("2016/2020-S1", "2016 – first half of 2020", "2016年至2020年上半年"),
    ],
)
def test_periods_as_people_write_them(key: str, english: str, chinese: str) -> None:
    assert (period_label(key, "en"), period_label(key, "zh")) == (english, chinese)


def test_an_unknown_start_has_an_arrow() -> None:
    assert (period_mark("../2019", "en"), period_mark("../2019", "zh")) == ("← ≤ 2019", "← 至2019年")


def test_values_with_one_bound_or_two_ends() -> None:
    at_least = invented("21000", "21000", None, qualifier="at_least")
    a_range = invented(None, "30000", "50000", qualifier="range")
    uneven = invented("10", "9", "12")
    assert (figure_label(at_least, "en"), precision_label(at_least, "en")) == ("≥ 21,000", "")
    assert (figure_label(a_range, "zh"), precision_label(a_range, "zh")) == ("30,000–50,000", "")
    assert precision_label(uneven, "en") == "9–12"


def test_lines_break_by_the_rules_of_chinese() -> None:
    found = lines("农村（社区）修订完善，共1,883个村。", 10, 60, "zh")
    assert found == ["农村（社区）", "修订完善，共", "1,883个村。"]


@pytest.mark.parametrize("path", FONT_FILES, ids=lambda path: path.name)
def test_the_metrics_are_those_of_the_fonts(path: Path) -> None:
    recorded = json.loads((chart_fonts.FOLDER / "metrics.json").read_text())
    key = next(key for key, each in chart_fonts.paths().items() if each == path)
    assert recorded[key] == chart_fonts.metrics(path)


def test_the_fonts_are_small_and_have_their_licence() -> None:
    assert sum(path.stat().st_size for path in FONT_FILES) < 6_000_000
    assert "SIL OPEN FONT LICENSE" in (chart_fonts.FOLDER / "OFL.txt").read_text()


def test_the_fonts_have_gb_2312_and_all_published_words() -> None:
    assert len(chart_fonts.gb_2312()) == 6_763 + 682
    assert missing_characters(chart_fonts.gb_2312()) == ""
    quotes = "".join(Quote.objects.values_list("exact", flat=True))
    named = (Metric, Region, Unit, Document)
    names = "".join(name for model in named for row in model.objects.values_list("name_zh", "name_en") for name in row)
    charts = "".join(
        text
        for language in LANGUAGES
        for each in all_charts(language)
        for text in (each.title, each.source, *each.notes, *texts(each.svg(1)))
    )
    assert missing_characters(quotes + names + charts + SENTENCE) == ""


def test_a_missing_glyph_is_noticed(caplog: pytest.LogCaptureFixture) -> None:
    assert missing_characters("安康㙦镇㙦𠀀") == "㙦𠀀"
    card_png("安康㙦镇", SENTENCE, [], "来源", "zh")
    assert "The fonts of the charts lack these characters: 㙦" in caplog.text


def test_a_png_has_the_fonts_and_is_the_same_each_time() -> None:
    first, second = chart("poor-population", "zh").png(1), chart("poor-population", "zh").png(1)
    assert first == second
    assert size_px(first)[0] == 1200
    assert first != chart("poor-population").png(1)


def size_px(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_card_has_the_bars_and_the_marked_sentence() -> None:
    found = chart_of_series(series("poor-population"), "zh", has_unit=False)
    assert found is not None
    spans = [
        (SENTENCE.index(words), SENTENCE.index(words) + len(words)) for words in ("贫困人口由100.5万人", "由40.7%")
    ]
    source = found.last_line(1)
    svg = card_svg("贫困人口减少", SENTENCE, spans, source, "zh", found)
    assert texts(svg)[1:5] == ["2012年", "1,005,000 ±500", "2018年", "229,600 ±50"]
    assert "".join(texts(svg)[5:-1]) == SENTENCE
    assert texts(svg)[-1] == "资料来源：安康市脱贫办，安康市脱贫攻坚情况报告（本目录所拟标题）。第 1 次修订"
    assert len(boxes(svg, "band")) == 2
    assert "var(" not in svg
    assert size_px(card_png("贫困人口减少", SENTENCE, spans, source, "zh", found)) == (1200, 630)
    assert size_px(card_png("A title " * 40, SENTENCE * 6, spans, source, "en")) == (1200, 630)
