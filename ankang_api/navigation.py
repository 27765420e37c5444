"""The pages of the documentation and the groups of operations, in the order in which a reader meets them."""

PAGE_NAMES = (
    "tutorial",
    "clients",
    "fields",
    "method",
    "relations",
    "filtering",
    "formats",
    "paging",
    "history",
    "correcting",
    "new-report",
    "errors",
    "citing",
    "charts",
    "metadata",
    "stability",
    "compliance",
    "changelog",
)
"""The pages of the documentation, in the order of the navigation."""


def label(page: str) -> str:
    """What the English navigation calls a page: New report."""
    return page.replace("-", " ").capitalize()


PAGES = " · ".join([*(f"[{label(name)}](/docs/{name})" for name in PAGE_NAMES), "[中文文档](/docs/zh)"])
"""Links to them, in Markdown."""
CHINESE_PAGE_NAMES = {
    "tutorial": "入门教程",
    "clients": "常用工具",
    "fields": "字段说明",
    "method": "整理方法",
    "relations": "数据关系",
    "filtering": "筛选",
    "formats": "数据格式",
    "paging": "分页",
    "history": "修订历史",
    "correcting": "更正",
    "new-report": "录入新报告",
    "errors": "错误信息",
    "citing": "引用",
    "charts": "图表与网页",
    "metadata": "元数据",
    "stability": "稳定性",
    "compliance": "标准符合性",
    "changelog": "更新日志",
}
"""What the Chinese navigation calls the pages."""
TAGS = [
    {"name": name, "description": description}
    for name, description in {
        "observations": "Every figure of the reports, with its unit, period, precision and evidence.",
        "series": "The figures grouped by metric and region, in time order.",
        "search": "Full-text search across all kinds of records.",
        "fields": "The columns of all lists: types, units, what null means.",
        "metrics": "What is measured: definitions, units and scope.",
        "regions": "Administrative divisions and named areas.",
        "units": "The units that values are in.",
        "programmes": "Programmes and their aims.",
        "parts": "The named parts of the programmes and of the whole campaign.",
        "achievements": "Awards, assessments, endorsements and other recognitions.",
        "derived": "Indicators computed from the figures: changes, rates, averages.",
        "relations": "What the figures imply of each other, and whether they agree.",
        "documents": "The reports: texts, passages, quotes, and how far the records cover them.",
        "verification": "Each quote read again on its own and compared with its record.",
        "revisions": "The numbered states of all the data: when each was made, and why.",
        "corrections": "What was changed by hand: old, new, when and why.",
        "catalogue": "What is published, and on what terms.",
        "problems": "The kinds of errors and what to do about them.",
    }.items()
]
"""The groups of operations, in the order in which they are used: first the figures, then what they refer to."""
