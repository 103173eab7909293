"""The closed sets of a phrase: what it does (role, 作用) and how large it is (unit). Imports nothing."""

ROLE_LABELS = {
    "opening": "开头",
    "overview": "概述",
    "transition": "过渡",
    "measure": "做法",
    "case": "事例",
    "result": "成效",
    "problem": "问题",
    "cause": "原因",
    "plan": "打算",
    "closing": "结尾",
    "heading": "标题",
}
"""Role -> Chinese name, in the order in which the phrases of a part follow one another."""

ROLES = tuple(ROLE_LABELS)

UNIT_LABELS = {"heading": "标题", "clause": "分句", "sentence": "句子", "paragraph": "段落"}
"""Unit -> Chinese name."""

UNITS = tuple(UNIT_LABELS)
