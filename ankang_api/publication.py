"""What is published, by whom and on what terms: said once for the root, every list and the schema."""

TITLE_ZH = "安康脱贫攻坚开放数据"
TITLE_EN = "Ankang open data on poverty reduction"
DESCRIPTION_ZH = "安康市脱贫攻坚情况报告中的每一项数字、工程与表彰，均附单位、时期、精度和原文。"
DESCRIPTION_EN = (
    "Every figure, programme and recognition in a report on poverty reduction in Ankang, Shaanxi, "
    "each with its unit, period, precision and the exact words it comes from."
)
PUBLISHER_ZH = "安康开放数据 API"
PUBLISHER_EN = "Ankang open-data API"
LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
ATTRIBUTION_ZH = "资料来源：安康市脱贫办报告；数据整理：安康开放数据 API（CC BY 4.0）"
ATTRIBUTION_EN = (
    "Source: report of the Ankang City Poverty Alleviation Office; compiled by the Ankang open-data API (CC BY 4.0)"
)
