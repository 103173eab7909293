"""What goes wrong when people type, and other ways to write the same."""

from __future__ import annotations

import random

from benchmarks.search_texts import Shelf

SLIPS = (("homophone", 30), ("random", 25), ("missing", 17), ("swapped", 15), ("extra", 13))
"""Kinds of slip and how often each happens, of 100."""
DAMAGED = 0.06
"""The part of the characters of a pasted sentence that is wrong."""
_SIMPLIFIED = (
    "党员务导设习组织会议实严负责制评规划计检查问题进纪坚动标报经济产业农镇区县团队师园课总结办"
    "领联养质创新发华军万与专东义为书买乱争亲仅从价优传体关养决净减击务劳势区协单卫历压变听响"
    "围国图场坏块处备复头夺奖妇学宁宝审宪对寻将尘层岁带帮应库开异张强当录径忆态怀惯战户护拥择"
    "据损换数断旧时显机权条来极构树样桥档欢残气济测满灾点炼热爱环现电疗确离种积称稳竞笔类红级"
    "纲纳线练终统绩续维综编网罗职联脑药获营虑补见观觉认让训记许论证识诉词试话该详语误说请诺读谈"
    "谢财贡败货贯资赛赞赢践轮轻载较辅达迁过运还这连远迟适选递遗释鉴针钱铁铭锋错长门闭间闻队阳"
    "阶际陆难静顶项顺须顾预风飞马验鱼齐龙"
)
_TRADITIONAL = (
    "黨員務導設習組織會議實嚴負責製評規劃計檢查問題進紀堅動標報經濟產業農鎮區縣團隊師園課總結辦"
    "領聯養質創新發華軍萬與專東義為書買亂爭親僅從價優傳體關養決淨減擊務勞勢區協單衛歷壓變聽響"
    "圍國圖場壞塊處備復頭奪獎婦學寧寶審憲對尋將塵層歲帶幫應庫開異張強當錄徑憶態懷慣戰戶護擁擇"
    "據損換數斷舊時顯機權條來極構樹樣橋檔歡殘氣濟測滿災點煉熱愛環現電療確離種積稱穩競筆類紅級"
    "綱納線練終統績續維綜編網羅職聯腦藥獲營慮補見觀覺認讓訓記許論證識訴詞試話該詳語誤說請諾讀談"
    "謝財貢敗貨貫資賽贊贏踐輪輕載較輔達遷過運還這連遠遲適選遞遺釋鑒針錢鐵銘鋒錯長門閉間聞隊陽"
    "階際陸難靜頂項順須顧預風飛馬驗魚齊龍"
)
_TO_TRADITIONAL = str.maketrans(_SIMPLIFIED, _TRADITIONAL)
_TO_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


def traditional(text: str) -> str:
    """`text` in traditional characters, as far as the commonest go."""
    return text.translate(_TO_TRADITIONAL)


def full_width(text: str) -> str:
    """`text` with full-width letters, digits and spaces."""
    return text.translate(_TO_FULL_WIDTH)


def slip(text: str, kind: str, shelf: Shelf, chance: random.Random) -> str:
    """`text` with one slip of `kind`; "" where it has no place for one."""
    place = chance.randrange(len(text))
    before, here, after = text[:place], text[place], text[place + 1 :]
    if kind == "homophone":
        others = shelf.homophones(here)
        return before + chance.choice(others) + after if others else ""
    if kind == "random":
        other = chance.choice(shelf.common)
        return before + other + after if other != here else ""
    if kind == "missing":
        return before + after
    if kind == "swapped":
        return before + after[0] + here + after[1:] if after and after[0] != here else ""
    return before + chance.choice(shelf.common) + here + after if before else ""


def any_slip(text: str, shelf: Shelf, chance: random.Random) -> str:
    """`text` with one slip of a kind drawn as often as people make it; "" where it has no place for one."""
    kind = chance.choices([name for name, _ in SLIPS], [weight for _, weight in SLIPS])[0]
    return slip(text, kind, shelf, chance)


def pasted(text: str, shelf: Shelf, chance: random.Random) -> str:
    """`text` with DAMAGED of its characters wrong, at least one."""
    for _ in range(max(1, round(len(text) * DAMAGED))):
        text = any_slip(text, shelf, chance) or text
    return text
