"""What is published, by whom and on what terms: said once for the root, every list and the schema."""

TITLE_ZH = "安康脱贫攻坚开放数据"
TITLE_EN = "Ankang open data on poverty reduction"
LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
ATTRIBUTION_ZH = "资料来源：安康市脱贫办报告；数据整理：安康开放数据 API（CC BY 4.0）"
ATTRIBUTION_EN = (
    "Source: report of the Ankang City Poverty Alleviation Office; compiled by the Ankang open-data API (CC BY 4.0)"
)
