"""The note of the values of the poor population."""

NOTE_ZH = (
    "报告未说明所用的贫困标准、是否限于农村人口，也未说明是否为年末数。"
    "按报告所载人数与发生率推算，2012年与2018年的基数并不相同（约247万人与约219万人）；报告未说明原因，数字照录。"
)
NOTE_EN = (
    "The report states neither the poverty line, nor whether only the rural population "
    "is counted, nor whether the figure is for the end of the year. The printed numbers "
    "and rates imply different base populations for 2012 and 2018 (about 2.47 and 2.19 "
    "million). The report does not say why; the figures stand as printed."
)
