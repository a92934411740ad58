"""What pages say of themselves when they are no listing, or an empty one, in the words of many languages."""

from __future__ import annotations

import re


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


_THINGS = (
    "(?:results?|items?|records?|entries|posts?|articles?|news|documents?|opinions?|orders?|decisions?|events?"
    "|matches|listings?|publications?|releases|stories|data|content|topics|threads|cases|jobs|press"
    "|vacanc(?:y|ies)|positions|openings|tenders|bids|calls|grants|consultations|meetings|hearings|agendas"
    "|notices?|announcements?|alerts?|warnings?|advisories|bulletins|updates|episodes|filings|reports)"
)

_NOT_FOLLOWED = r"(?! (?:of|than|from|to|for|is|in your|in the (?:cart|basket))\b)"

EMPTY = _any(
    rf"\b(?:no|zero) (?!more\b|news is\b)(?:[\w-]+ ){{0,3}}?{_THINGS}\b{_NOT_FOLLOWED}",
    r"\b0 (?:results?|records?|entries|matches|documents?|hits)\b",
    r"\b(?:returned|found|showing) (?:0|zero) \w+",
    r"\b(?:your|this) (?:search|query|selection|filters?)\b.{0,80}\b(?:0|zero|no|nothing)\b",
    r"\bnothing (?:was )?(?:found|to show|to display|here yet|matched|here)",
    r"\bthere (?:are|is|were|was) (?:currently )?(?:no|nothing)\b.{0,60}\b"
    r"(?:available|found|match\w*|published|posted|to (?:show|display|list)|at (?:this|the) time|yet|listed)",
    r"^(?:there (?:are|is)|we have|we.ve got) (?:\w+ly |at present |at the moment )?"
    r"no(?! (?:more|such|doubt)\b) .{1,60}(?:\.|!)?$",
    r"\bno .{1,40} (?:at (?:the|this) (?:moment|time)|at present|so far)\b",
    r"\b(?:have|has) (?:not|n.t) (?:been )?(?:published|posted|found|added)\b.{0,40}\byet\b",
    r"\b(?:did|do|does)(?: not|n.t) match any\b",
    r"\b(?:could|can)(?: ?not|n.t) find (?:any|what)\b",
    r"\bkeine (?:\w+ ){0,2}(?:gefunden|vorhanden|verfügbar|treffer|ergebnisse|einträge|beiträge)",
    r"\b(?:liegen|sind|gibt es) (?:\w+ ){0,3}keine (?:\w+ ){1,3}(?:vor|ausgeschrieben|veröffentlicht)\b",
    r"\b(?:derzeit|zurzeit|momentan|aktuell) (?:\w+ ){0,3}keine ",
    r"\baucune? (?:\w+ ){1,3}(?:n.est|n.a été|disponible|trouvée?|pour le moment|à afficher)",
    r"\bil n.y a (?:\w+ )?(?:aucune?|pas d)",
    r"\baucune? (?:résultat|article|élément|actualité|publication|document)",
    r"\bpas de résultat",
    r"\bno se (?:han encontrado|encontraron|ha encontrado)|\bsin resultados",
    r"\bno hay (?:\w+ ){0,2}(?:resultados|noticias|entradas|artículos|publicaciones|eventos)",
    r"\bno hay (?:\w+ ){1,4}(?:en este momento|por el momento|actualmente|disponible|abiert|publicad)",
    r"\bno (?:existen|hi ha|s.han trobat) ",
    r"\bn[aã]o (?:há|existem|foram encontrad)",
    r"\bnon (?:ci sono|sono (?:presenti|stati trovati)|è presente)",
    r"\bnenhuma? (?:\w+ ){0,2}encontrad",
    r"\bnessuna? (?:risultat|articol|element|notizi)",
    r"\bgeen (?:\w+ ){0,2}(?:gevonden|resultaten)",
    r"\b(?:er zijn|zijn er) (?:\w+ ){0,2}geen ",
    r"^brak (?:\w+ ){0,3}\w+[.!]?$|\bnie (?:znaleziono|ma (?:\w+ ){0,2}(?:wpisów|wyników|ogłoszeń))",
    r"ничего не найдено|\bнет (?:результатов|записей|новостей)|не найдено|нічого не знайдено",
    r"žádné (?:výsledky|články)|nebyl[yo]? nalezen",
    r"inga (?:träffar|resultat)|ingen (?:treff|resultater)|ei (?:tuloksia|hakutuloksia)",
    r"немає (?:\w+ ){0,2}(?:записів|новин|результатів)|няма (?:намерени|резултати|новини)|не са намерени",
    r"nema (?:\w+ ){0,2}(?:rezultata|vijesti|vesti|objava)|žiadne (?:výsledky|články)|neboli nájdené",
    r"ingen (?:resultater|artikler|nyheder|nyheter|opslag)|inget (?:hittades|resultat)|ei löytynyt|ei leitud",
    r"(?:kayıt|sonuç|haber|içerik|ilan|veri) (?:bulun(?:ama|ma)|yok)|bulunmamaktadır",
    r"nincs(?:enek)? (?:találat|megjelen)",
    r"δεν (?:βρέθηκ|υπάρχουν)|nu (?:au fost găsite|există|s-au găsit)|nav atrast|netika atrasts|nerasta",
    r"không (?:tìm thấy|có (?:kết quả|bài viết|dữ liệu|tin|bản ghi))",
    r"tidak (?:ada|ditemukan)|tiada (?:hasil|rekod)",
    r"ไม่พบ|ไม่มี(?:ข้อมูล|ข่าว|รายการ|ประกาศ)|कोई .{1,30} नहीं|یافت نشد|موجود نیست",
    r"没有(?:找到|相关|内容|数据|记录)|暂无|暫無|沒有(?:找到|相關|資料)",
    r"(?:見つかり|該当.{0,8}(?:あり|ござい)|まだ(?:あり|ござい)|現在.{0,20}(?:あり|ござい))ません|없습니다",
    r"لا (?:توجد|يوجد)|لم يتم (?:العثور|نشر|إضافة)|ليست? هناك|לא נמצאו",
)
"""A sentence that a list without records shows in their place."""

LOADING = _any(
    r"(?:…|\.\.)$|\b(?:loading|please wait|one moment|javascript)\b|lädt|geladen|\bladen\b|chargement",
    r"cargando|carregando|caricamento|загру|завантаж|wczyt|ładow|načít|yükleniyor|laster|laddar|indlæser|ladataan",
    r"読み込|加载|載入|로딩|불러오|جار|טוען|đang tải|memuat|โหลด",
)
"""A text in the place of records that a script has yet to fetch."""

NOT_FOUND = "a page-not-found notice"
_LOOKED_AT = 4_000
"""Characters of a text that a notice is looked for in; a title that is never closed holds the whole page."""
_NOTICES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "a check for robots",
        _any(
            r"verify (?:that )?you are (?:a )?human|are you (?:a )?(?:human|robot)|not a robot|captcha",
            r"just a moment|checking your browser|unusual traffic|ddos protection|press (?:&|and) hold",
            r"kein roboter|no soy un robot|pas un robot|не робот|人机验证|安全验证|ロボットではありません",
        ),
    ),
    (
        "a maintenance notice",
        _any(
            r"\bmaintenance\b|back (?:soon|shortly)|temporarily (?:unavailable|down|closed)",
            r"wartungsarbeiten|mantenimiento|manutenzione|manutenção",
            r"технические работы|техническое обслуживание|メンテナンス中|系统维护",
        ),
    ),
    (
        "a refusal (access denied)",
        _any(
            r"access (?:is )?denied|\bforbidden\b|you (?:have been|are) blocked|not authori[sz]ed",
            r"zugriff verweigert|accès refusé|acceso denegado|доступ (?:запрещ|ограничен)|禁止访问",
        ),
    ),
    (
        NOT_FOUND,
        _any(
            r"^\W*404(?:\W*$|\s*[-–—:|])|\berror 404\b|\b404 (?:error|not found|page)",
            r"page (?:can.?t|can ?not|could ?n.t) be found",
            r"page (?:was |is |could )?not (?:be )?found|page (?:doesn.t|does not|no longer) exist",
            r"seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada",
            r"pagin[ae] (?:niet gevonden|non trovata|nu a fost găsită)|página não (?:foi )?encontrada",
            r"strony? nie (?:znaleziono|istnieje)|nie znaleziono strony|stránka ne(?:byla )?nalezena",
            r"sid(?:en|an) (?:blev ikke fundet|ble ikke funnet|fin(?:de|ne)s ikke|hittades inte|finns inte)",
            r"sivua ei löyty|az oldal nem található|sayfa bulunamadı|η σελίδα δεν βρέθηκε",
            r"страница не найдена|сторінку не знайдено|页面不存在|頁面不存在|找不到.{0,6}[页頁]",
            r"ページ(?:が|は)見つかりません|페이지를 찾을 수 없|không tìm thấy trang|ไม่พบหน้า",
            r"halaman tidak ditemukan|الصفحة غير موجودة|הדף לא נמצא",
        ),
    ),
    (
        "a question about cookies or consent",
        _any(
            r"before you continue|accept all (?:cookies)?|we (?:value|care about) your privacy",
            r"cookie consent|alle akzeptieren|tout accepter|aceptar todas|accetta tutt",
        ),
    ),
)


def notice(text: str) -> str | None:
    """Return what kind of notice a short page's text is, if one is known."""
    return next((name for name, words in _NOTICES if words.search(text, 0, _LOOKED_AT)), None)
