"""Headings of blocks that stand beside or below a page's own list: "most read", "you may also like"."""

from __future__ import annotations

import re

from watcher.extract.html.tree import Tree

_LONGEST = 60
_NEAR = 4
_ELSEWHERE = re.compile(
    r"\bmost (?:read|viewed|popular|shared|commented|recent)|\bpopular\b|\btrending\b|\brelated\b"
    r"|\brecommended"
    r"|\byou (?:may|might) (?:also )?|\bsee also|\bread (?:also|more)\b|\bin case you missed|\bdon.t miss"
    r"|\brecent (?:posts?|entries|comments?|articles?)|\blatest (?:posts?|comments?|tweets?)|\bsponsored"
    r"|\bmore (?:from|in|on|about)\b|\bfrom (?:our|the) (?:blog|archive|shop|network)|\bfurther reading"
    r"|\bmeist\w+|\bbeliebt|\bauch interess|\bverwandte|\bneueste (?:beiträge|kommentare)|\bletzte beiträge"
    r"|\blesen sie auch|\bmehr (?:zum|aus|von)\b|\ble[s]? plus (?:lu|vu|populaire|consulté)|\bà lire aussi"
    r"|\barticles (?:récents|similaires|liés)|\bsur le même|\blo más (?:leído|visto)|\bmás (?:leíd|vist)"
    r"|\brelacionad|\bte puede interesar|\bentradas recientes|\bmais (?:lid|vist)|\bleia também"
    r"|\bposts recentes"
    r"|\bpiù (?:letti|visti)|\bcorrelat|\bleggi anche|\barticoli recenti|\bmeest gelezen|\bgerelateerd"
    r"|\blees ook|\bmest læst|\bmest lest|\bmest läst|\bluetuimm|\bnajpopularniejsz|\bnajczęściej|\bpowiązan"
    r"|\bnejčtenější|\bсамое читаемое|\bпопулярн|\bпохожие|\bчитайте также|\bпо теме|\bсвежие записи"
    r"|\bçok okunan|\bilgili (?:haber|yazı)|\bson yazılar|\bxem nhiều|\bliên quan|\bterpopuler|\bterkait"
    r"|热门|推荐|相关|点击排行|最新评论|熱門|推薦|相關|人気|ランキング|関連|おすすめ|인기|많이 본|관련"
    r"|최신글|추천"
    r"|الأكثر|ذات صلة|اقرأ أيضا|פופולרי|הנקרא|נצפ|כתבות נוספות|δημοφιλ|σχετικ",
    re.IGNORECASE,
)


def stands_elsewhere(tree: Tree, begin: int, first: int) -> bool:
    """Tell whether the texts from `begin` that come right before the text at `first` head such a block."""
    before = tree.tokens[max(begin, first - _NEAR) : first]
    return any(len(t.text) <= _LONGEST and _ELSEWHERE.search(t.text) for t in before)
