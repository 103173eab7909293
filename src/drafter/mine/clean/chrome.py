"""Lines that belong to a web page and not to the text: buttons, download headers, footers, page numbers.

Every rule looks at short lines only: a long line is text, whatever it says.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from drafter.mine.clean.rows import Row

LONGEST: Final = 200
"""Characters of the longest line that can be chrome."""

# Cut out of a line together with separators; a line of which nothing is left consists of buttons.
_BUTTON_WORDS: Final = """
收藏 分享 下载 举报 打印 关闭 返回 点赞 评论 转发 复制 反馈 纠错 登录 登陆 注册 首页 上一篇 下一篇 上一页 下一页 没有了
相关 相关资源 相关搜索 相关推荐 相关阅读 相关文章 相关文档 相关内容 相关新闻 资源描述 文档描述 资源简介 内容简介
展开阅读全文 阅读全文 展开全文 继续阅读 查看全文 猜你喜欢 猜你想看 为您推荐 热门推荐 热门文章 热门搜索 最新文章
最新文档 推荐阅读 推荐文章 您可能关注的文档 下载文档 立即下载 免费下载 加入收藏 返回顶部 返回列表 分享到 微信 微博
扫一扫 字体 字号 大 中 小 用户评论 网友评论 我要评论 发表评论 点击下载 打赏 会员 全屏 预览 文档 预览图
关于我们 联系我们 网站地图 免责声明 设为首页 意见反馈 帮助中心 版权声明 隐私政策 用户协议
"""
_BUTTONS: Final = re.compile("|".join(sorted(_BUTTON_WORDS.split(), key=len, reverse=True)))
_SEPARATORS: Final = re.compile(r"[\s|｜/·•>＞»«<、,，()（）【】\[\]赏\d:：+\-—]+")
_SURELY: Final = re.compile(
    r"^(?:当前|所在|您(?:现在)?(?:的|所在)?)位置\s*[:：]|^(?:首页|主页)\s*[>＞»/]"
    r"|copyright|©|版权所有|ICP[备证]|^经营许可证|公网安备|^(?:技术支持|主办单位|网站标识码)\s*[:：]"
    r"|^(?:本文|原文|文章|本页)(?:链接|地址|网址|出处|来源|标题)\s*[:：]?|^转载请注明|^(?:原|本)文地址"
    r"|^第\s*\d+\s*页\s*[/／,，、]?\s*共\s*\d+\s*页|^共\s*\d+\s*页$|^[-—–―]+\s*\d{1,4}\s*[-—–―]+$|^第\s*\d{1,4}\s*页$"
    r"|免费预览|预览(?:已)?结束|试读(?:已)?结束|剩余\s*\d+\s*%|登录后(?:可|才能|即可|查看|阅读)"
    r"|(?:购买|付费|下载|注册|开通)后(?:可|才能|即可)(?:查看|阅读|下载|复制|打印|编辑)|积分下载|(?:开通|成为)(?:VIP|会员)"
    r"|^(?:请)?点击(?:查看|下载|阅读|展开|此处)|^(?:请|欢迎)?(?:扫码|长按|微信扫)|^欢迎(?:下载|收藏|转载)"
    r"|^[上下]一篇\s*[:：]|^(?:更多|欢迎)[^。]{0,16}关注[^。]{0,12}(?:公众号|微信号|官微)"
    r"|^Powered by|^文档(?:编号|格式|大小)[:：]"
    r"|(?:更多|精彩)[^。]{0,12}(?:范文|文章|资料|文档)[^。]{0,16}(?:请|点击|关注|访问|下载|登录|尽在)",
    re.IGNORECASE,
)
# These come as whole sentences, with a full stop or without.
_PATTER: Final = re.compile(
    r"小编.{0,20}(?:整理|收集|带来|分享|推荐|准备)|免费预览|登录后(?:可|才能|即可|查看|阅读)|(?:希望|但愿)对(?:您|大家|你)有(?:所)?帮助"
)
_EDITOR: Final = re.compile(r"[【\[(（]?编者按[】\])）:：]")
_FILE: Final = re.compile(
    r"(.{2,100})\.(?:docx?|pdf|wps|rtf|pptx?|txt)(?:[_ ]?第\s*\d+\s*页)?$", re.IGNORECASE
)
_FIELDS: Final = {
    "uploaded": "上传时间 发布时间 发布日期 发表时间 更新时间 录入时间",
    "uploader": "上传人 上传者 发布者 发布人 作者 撰稿 撰稿人 供稿 供稿单位 通讯员 责任编辑 责编 编辑 审核 审核人 初审 复审 终审 摄影",
    "pages": "页数",
    "format": "格式",
    "from": "来源 信息来源 稿源",
    "other": "文档编号 大小 文档大小 浏览次数 点击数 点击次数 点击量 阅读次数 访问量 阅读 浏览 点击 下载次数 评论数 字体 字号 人气 文号",
    "weak": "时间 日期",
}
_KEY: Final = {word: key for key, words in _FIELDS.items() for word in words.split()}
_FIELD: Final = re.compile(
    r"[【\[(（]?(?<![\u4e00-\u9fff])(" + "|".join(sorted(_KEY, key=len, reverse=True)) + r")\s*[:：]\s*"
)
_BARE_NUMBER: Final = re.compile(r"\d{1,4}")
_MASTHEAD: Final = re.compile(r"【\d{4}】\s*第\s*\d{1,4}\s*期\s*")
_CREDIT: Final = re.compile(
    r"[(（](?:本网|本报)?(?:通讯员|记者|撰稿|供稿|责任编辑|编辑|图/?文?|文/?图?|作者|来源)[\s:：/][^()（）]{1,40}[)）]$"
)
_TITLE_TAIL: Final = re.compile(
    r"(?:[-_—\s]*(?:范文|模板|word版|完整版|免费下载|精选|汇编|\(?共\d+页\)?))+$", re.IGNORECASE
)


def without_chrome(rows: list[Row]) -> tuple[list[Row], dict[str, str]]:
    """`rows` without the lines of the page around them, and what is worth keeping of those: `file` (the title in the
    file name), `uploaded`, `uploader`, `pages`, `format`, `from`."""
    meta: dict[str, str] = {}
    kept = [trimmed for row in rows if (trimmed := _judged(row, meta)) is not None]
    return _without_page_numbers(kept), meta


def without_notes(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """`rows` without notes of an editor (编者按), which wrapped lines may continue: they speak of the page."""
    kept: list[Row] = []
    inside = False
    for row in rows:
        inside = (inside and row.glued) or _EDITOR.match(row.text) is not None
        if not inside:
            kept.append(row)
    return tuple(kept)


def _judged(row: Row, meta: dict[str, str]) -> Row | None:
    """The row, what is left of it, or None if it is chrome."""
    text = row.text
    if len(text) > LONGEST:
        return _trimmed(row)
    if len(text) <= 60 and not _SEPARATORS.sub("", _BUTTONS.sub("", text)) and _BUTTONS.search(text):
        return row if row.cell or row.level else None
    if text[-1] not in "。；：;:" and "。" not in text and _SURELY.search(text):
        return None
    if len(text) <= 120 and _PATTER.search(text):
        return None
    if (named := _FILE.match(text)) and not row.marked:
        meta.setdefault("file", _TITLE_TAIL.sub("", named.group(1)))
        return None
    if not row.cell and _is_header(text, meta):
        return None
    return _trimmed(row)


def _is_header(text: str, meta: dict[str, str]) -> bool:
    """Whether the line consists of `label: value` fields about the page, filling `meta` if so."""
    first = _FIELD.match(text)
    if first is None or "。" in text or "，" in text:
        return False
    fields = list(_FIELD.finditer(text))
    keys = [_KEY[found.group(1)] for found in fields]
    if all(key == "weak" for key in keys):
        return False
    ends = [found.start() for found in fields[1:]] + [len(text)]
    for found, key, end in zip(fields, keys, ends, strict=True):
        value = text[found.end() : end].strip(" \t】])）|")
        if key not in ("other", "weak", "uploader") and value:
            meta.setdefault(key, value)
    return True


def _trimmed(row: Row) -> Row | None:
    """Without a masthead in front and a credit at the end: it names people who are not of the text."""
    if found := _MASTHEAD.match(row.text):
        row = row.cut(front=found.end())
    if row.text and row.text[-1] in ")）" and (found := _CREDIT.search(row.text[-60:])):
        row = row.cut(tail=len(found.group()))
    return row if row.text else None


def _without_page_numbers(rows: list[Row]) -> list[Row]:
    """Bare numbers are page numbers if there are three or more and each is one more than the one before."""
    bare = [row for row in rows if not row.cell and _BARE_NUMBER.fullmatch(row.text)]
    numbers = [int(row.text) for row in bare]
    if len(bare) < 3 or any(after - before != 1 for before, after in pairwise(numbers)):
        return rows
    return [row for row in rows if row.cell or not _BARE_NUMBER.fullmatch(row.text)]
