"""What pages say of themselves when they are no listing, or an empty one, in the words of many languages."""

from __future__ import annotations

import re
from functools import lru_cache

from watcher.extract.html.empty_words import any_of

LOADING = any_of(
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
        any_of(
            r"verify (?:that )?you are (?:a )?human|are you (?:a )?(?:human|robot)|not a robot|captcha",
            r"just a moment|checking your browser|unusual traffic|ddos protection|press (?:&|and) hold",
            r"kein roboter|no soy un robot|pas un robot|не робот|人机验证|安全验证|ロボットではありません",
        ),
    ),
    (
        "a maintenance notice",
        any_of(
            r"\bmaintenance\b|back (?:soon|shortly)|temporarily (?:unavailable|down|closed)",
            r"wartungsarbeiten|mantenimiento|manutenzione|manutenção",
            r"технические работы|техническое обслуживание|メンテナンス中|系统维护",
        ),
    ),
    (
        "a refusal (access denied)",
        any_of(
            r"access (?:is )?denied|\bforbidden\b|you (?:have been|are) blocked|not authori[sz]ed",
            r"zugriff verweigert|accès refusé|acceso denegado|доступ (?:запрещ|ограничен)|禁止访问",
        ),
    ),
    (
        NOT_FOUND,
        any_of(
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
        any_of(
            r"before you continue|accept all (?:cookies)?|we (?:value|care about) your privacy",
            r"cookie consent|alle akzeptieren|tout accepter|aceptar todas|accetta tutt",
        ),
    ),
)


def notice(text: str) -> str | None:
    """Return what kind of notice a short page's text is, if one is known."""
    return _notice(text[:_LOOKED_AT])


@lru_cache(maxsize=512)
def _notice(text: str) -> str | None:
    return next((name for name, words in _NOTICES if words.search(text)), None)
