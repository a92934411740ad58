"""Headings of blocks that stand beside or below a page's own list: "most read", "you may also like"."""

from __future__ import annotations

import re

from watcher.extract.html.tree import Tree

_LONGEST = 60
_NEAR = 4
_RECENT = re.compile(
    r"\b(?:recent|latest) (?:posts?|entries|articles?|news|tweets?|headlines|stories)"
    r"|\bmore (?:from|in|on|about)\b"
    r"|\bfrom (?:our|the) (?:blog|archive|shop|network)|\bsponsored|\bneueste beiträge"
    r"|\b(?:letzte|aktuelle|neue) beiträge|\bmehr (?:zum|aus|von)\b|\b(?:articles récents|derniers articles)"
    r"|\b(?:entradas recientes|últimas entradas)|\b(?:posts recentes|artigos recentes)|\bentrades recents"
    r"|\barticoli recenti|\bultimi articoli|\bnotizie recenti|\brecente berichten|\bsenaste inläggen"
    r"|\bseneste indlæg|\bsiste innlegg|\b(?:viimeisimmät|uusimmat) artikkelit|\b(?:ostatnie|najnowsze) wpisy"
    r"|\b(?:nejnovější|poslední) příspěvky|\bnajnovšie (?:články|príspevky)|\blegutóbbi bejegyzések"
    r"|\barticole recente|\bпоследни публикации|\b(?:свежие|последние|недавние) записи"
    r"|\b(?:недавні|останні) записи|\bnajnovije objave|\bson yazılar|\bbài viết mới|\b(?:pos|artikel) terbaru"
    r"|πρόσφατα άρθρα|פוסטים אחרונים|רשומות אחרונות|أحدث (?:المقالات|التدوينات)|نوشته.های تازه"
    r"|近期文章|最新文章|最近の投稿|최신글|최근 글",
    re.IGNORECASE,
)
"""Beside a list of another kind; on a front page they may head its own."""
_OTHERS = re.compile(
    r"^\W*(?:(?:the|our|los|las|les|os|as|le|i|de|die) )?(?:"
    r"most (?:read|viewed|popular|shared|commented)|popular|trending|related|recommended|see also"
    r"|further reading|in case you missed"
    r"|(?:\w+ )?you (?:may|might|could) (?:also )?(?:like|be)|read (?:also|next)|don.t miss"
    r"|meist(?:gelesen|gesehen|geklickt|kommentiert)|beliebt|(?:das könnte )?(?:sie|dich) auch interess"
    r"|verwandte|(?:recent|latest|new|newest) comments|(?:neueste|letzte|aktuelle) kommentare"
    r"|(?:derniers|nouveaux) commentaires|(?:últimos )?comentarios(?: recientes)?\W*$|comentários recentes"
    r"|(?:ultimi )?commenti(?: recenti)?\W*$|(?:свежие|последние) комментарии|son yorumlar"
    r"|(?:ostatnie|najnowsze) komentarze|最新评论|近期评论|最近のコメント|최근 댓글|أحدث التعليقات"
    r"|lesen sie auch|plus (?:lus|vus|populaires|consultés)|à (?:lire|voir) aussi|sur le même"
    r"|articles (?:similaires|liés)|(?:lo )?más (?:leíd|vist)|(?:\w+ )?relacionad|(?:\w+ )?te puede interesar"
    r"|mais (?:lid|vist)|leia também|potrebbe\w* interessar|più (?:letti|visti)|(?:\w+ )?correlati"
    r"|leggi anche"
    r"|meest gelezen|gerelateerd|lees ook|mest (?:læst|lest|läst)|luetuimm|najpopularniejsz|najczęściej"
    r"|powiązan|nejčtenější|самое читаемое|популярн|похожие|читайте также|по теме|çok okunan"
    r"|ilgili (?:haber|yazı)|xem nhiều|(?:\w+ )?liên quan|terpopuler|terkait|热门|推荐|相关|点击排行"
    r"|熱門|推薦|相關|人気|アクセスランキング|関連|おすすめ|인기|많이 본|관련|추천|الأكثر|ذات صلة|اقرأ أيضا"
    r"|פופולרי|הנקרא|כתבות נוספות|δημοφιλ|σχετικά)",
    re.IGNORECASE,
)
"""Never a page's own list."""


def stands_elsewhere(tree: Tree, begin: int, first: int) -> bool:
    """Tell whether the texts from `begin` that come right before the text at `first` head such a block."""
    return any(_RECENT.search(text) or _OTHERS.search(text) for text in _before(tree, begin, first))


def offers_others(tree: Tree, begin: int, first: int) -> bool:
    """Tell whether the heading among these texts says that what follows was chosen from elsewhere."""
    return any(_OTHERS.search(text) for text in _before(tree, begin, first, only_headings=True))


def _before(tree: Tree, begin: int, first: int, *, only_headings: bool = False) -> list[str]:
    tokens = tree.tokens[max(begin, first - _NEAR) : first]
    return [t.text for t in tokens if len(t.text) <= _LONGEST and (t.heading or not only_headings)]
