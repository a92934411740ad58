"""What a list without records says in their place, in the words of many languages.

Mostly a negation and the name of what is listed: headlines negate other things.
"""

from __future__ import annotations

import re


def any_of(*phrases: str) -> re.Pattern[str]:
    """Return a pattern of alternatives, without regard to case."""
    return re.compile("|".join(phrases), re.IGNORECASE)


_THINGS = (
    "(?:results?|items?|records?|entries|posts?|articles?|news|documents?|opinions?|orders?|decisions?|events?"
    "|matches|listings?|publications?|releases|stories|data|content|topics|threads|cases|jobs|press"
    "|vacanc(?:y|ies)|positions|openings|tenders|bids|calls|grants|consultations|meetings|hearings|agendas"
    "|notices?|announcements?|alerts?|warnings?|advisories|bulletins|updates|episodes|filings|reports"
    "|judge?ments|rulings|inquiries|submissions|matters|bills|opportunities|offers|projects|petitions|auctions|products|properties|bugs|issues)"
)
_NOT_FOLLOWED = (
    r"(?! (?:of|than|from|to(?! (?:show|display|list))|for(?! [“«„\x22'])|is|in your"
    r"|in (?:the |your )?(?:cart|basket|bag))\b)"
)
_ENGLISH = (
    r"\b(?:no|zero) (?!(?:more|doubt|new|unread)\b|news is (?!curr))"
    rf"(?:[\w-]+ ){{0,3}}?{_THINGS}\b{_NOT_FOLLOWED}",
    r"\b0 (?:results?|records?|entries|matches|documents?|hits)\b|\b0 \w+ found\b|^none found\b",
    r"\b(?:returned|found|showing) (?:0|zero) \w+|\bresults? 0 ?[-–] ?0\b",
    r"\b(?:your|this) (?:search|query|selection|filters?)\b.{0,80}\b(?:0|zero|no|nothing)\b",
    r"\bnothing (?:was )?(?:found|to (?:show|display|see here)|here yet|matched|here|posted yet)",
    r"\bthere aren.t any (?:\w+ )?(?:here|yet|releases|posts|issues|items|results)\b",
    r"^(?!new\b).{1,40} will (?:appear|be listed) here\W*$",
    r"^no (?:messages|threads)(?: in this archive)?\W*$|^zarro boogs",
    r"\bthere (?:are|is|were|was) (?:currently )?(?:no|nothing)\b.{0,60}\b"
    r"(?:available|found|match\w*|published|posted|to (?:show|display|list)|at (?:this|the) time|yet|listed)",
    r"^(?:there (?:are|is)|we have|we.ve got) (?:\w+ly |at present |at the moment )?"
    r"no(?! (?:more|such|doubt|comments?|refunds|easy|users|active polls)\b) .{1,60}(?:\.|!)?$",
    r"\bno .{1,40} (?:at (?:the|this) (?:moment|time)|at present|so far)\b",
    r"\b(?:have|has) (?:not|n.t) (?:been )?(?:published|posted|found|added)\b.{0,40}\byet\b",
    rf"^no new {_THINGS} (?:have|has|were|was|today|this (?:week|month))\b",
    r"^no .{1,40} match(?:es|ed)? (?:your|the|these|this)\b",
    r"\b(?:did|do|does)(?: not|n.t) (?:match|return|yield) any\b",
    r"\b(?:can ?not|can.t|could ?n.t|could not) (?:seem to )?find (?:any(?:thing)?|what)\b",
    r"\b(?:list|category|collection|section|folder|feed|archive|page) is (?:currently |still )?empty\W*$",
)
_GERMANIC = (
    r"\bkeine (?!(?:neuen|ungelesenen)\b)(?:\w+ ){0,5}?"
    r"(?:gefunden|vorhanden|verfügbar|themen|treffer|ergebnisse|einträge|beiträge)",
    r"\b(?:liegen|sind|gibt es) (?:\w+ ){0,3}keine (?:\w+ ){1,3}(?:vor|ausgeschrieben|veröffentlicht)\b",
    r"\b(?:derzeit|zurzeit|zur zeit|momentan|aktuell) (?:\w+ ){0,3}keine |\bnichts gefunden\b",
    r"\bkeine (?!(?:neuen|ungelesenen)\b)(?:\w+ ){0,2}"
    r"(?:veranstaltung|dokument|meldung|nachricht|termin|inhalt|ausschreib|stellen"
    r"|news)\w*\W*$",
    r"\bwurden? (?:\w+ ){0,3}keine? (?:\w+ ){1,3}(?:veröffentlicht|gefunden|eingestellt)",
    r"\b(?:lijst|pagina) is leeg\b",
    r"\bgeen (?:\w+ ){0,2}(?:gevonden|resultaten)|\b(?:er zijn|zijn er) (?:\w+ ){0,2}geen ",
    r"^(?:nog |momenteel )?geen (?:\w+ )?(?:berichten|nieuws\w*|vacatures|artikelen|evenementen"
    r"|documenten)\W*$",
    r"\bing(?:a|en|et) (?:\w+ ){0,2}(?:träff|treff|resultat|artik|ny(?:het|hed)|opslag|hittades|inlägg"
    r"|jobb|(?:lediga )?tjänst|händelse|evenemang|arrangement|stilling|dokument|meddel|annons|produkt|innlegg"
    r"|nogen resultat)",
    r"\b(?:ikke fundet|fant) (?:nogen|ingen) (?:resultat|innlegg|treff)",
    r"\bing(?:a|en|et) .{1,40} (?:i øjeblikket|for (?:øyeblikket|tiden|øjeblikket)|just nu|för närvarande)",
    r"\bop dit moment .{0,30}\bgeen |\bmomenteel (?:\w+ ){0,2}geen |\ber staan (?:\w+ ){0,2}geen ",
)
_ROMANCE = (
    r"\baucune? (?:\w+ ){1,3}(?:n.est|n.a été|disponible|trouvée?|pour le moment|à afficher|prévue?)",
    r"\bil n.y a (?:\w+ )?(?:aucune?|pas d)|\bpas encore d.(?:article|actualit|événement"
    r"|annonce|publication)",
    r"\baucune? (?:résultat|article|élément|actualité|publication|document|offre|événement|produit dans)"
    r"|\bpas de (?:résultat|contenu pour)",
    r"\brien à afficher",
    r"\baucune? .{1,40} (?:en cours|pour l.instant)\b",
    r"\bnous n.avons (?:\w+ ){0,2}"
    r"(?:pas (?:\w+ )?d(?:e |.)(?:postes?|offres?|événements?)|aucune? (?:poste|offre))\b",
    r"\bning[úu]na? (?:resultado|registro|elemento|noticia|document)|\bno se encontr[óo]\b",
    r"\b(?:liste|rubrique|catégorie|page) est (?:actuellement )?vide\b",
    r"\bno se (?:han? (?:encontrado|publicado|registrado|hallado)|encontraron|registran)",
    r"\bno hemos encontrado",
    r"\bsin (?:resultados|registros)|\bbúsqueda no (?:produjo|ha \w+|arrojó|obtuvo) resultados",
    r"\bno (?:hay|tenemos) (?:\w+ ){0,2}(?:resultados|noticias|entradas|artículos|publicaciones|eventos"
    r"|elementos|ofertas|vacantes|convocatorias|registros|documentos|anuncios|licitaciones)",
    r"\bno hay (?:\w+ ){1,4}(?:en este momento|por el momento|actualmente|disponible|abiert|publicad)",
    r"\bno (?:existen|hi ha|s.han trobat) ",
    r"\bn[aã]o temos (?:\w+ ){0,2}(?:vagas|notícias|eventos|ofertas|resultados|artigos|publicações)",
    r"\bn[aã]o (?:há|existem|foram encontrad)|\bsem (?:resultados|registr?os)\b",
    r"\bnenhuma? (?:\w+ ){0,2}(?:encontrad|disponíve|publicad|cadastrad|correspond)"
    r"|\bnenhuma? (?:registr|resultad|notícia|documento|conteúdo|evento agend|post\b)",
    r"\b(?:pesquisa|busca) não (?:encontrou|retornou)|\bricerca non ha (?:prodotto|dato)",
    r"\bnon (?:ci sono|sono (?:presenti|stati trovati)|è presente)",
    r"\b(?:al|per il) momento non ",
    r"\bnessun\w?.?\s?\w+ (?:\w+ ){0,2}(?:trovat|present[ei]|disponibil|pubblicat)",
    r"\bnessun.?\s?(?:risultat|articol|element|notizi|event|avvis|band|contenut|document|comunicat|news"
    r"|post corrisponde)",
    r"\bnon è stato trovato",
    r"nu (?:au? fost găsite?|există|sunt|s-au găsit)"
    r"|\bnu avem (?:\w+ ){0,2}(?:posturi|rezultate|anunțuri|articole)|\bniciun rezultat",
)
_SLAVIC_NOUNS = (
    r"(?:результат\w*|данных|даних|записей|записів|запису|новостей|новин\w*|материал\w*|матеріалів"
    r"|документ\w*|публикаци\w*|публікацій|ваканси\w*|вакансій|объявлени\w*|оголошень|закупок|закупівель"
    r"|тендер\w*|товар\w*|резултати|публикации|событий|подій|статей|конкурсов|конкурсів|търгове|обяви|намерени)"
)
_SLAVIC = (
    rf"\b(?:нет|немає|няма)(?: \w+){{0,2}} {_SLAVIC_NOUNS}",
    rf"\b{_SLAVIC_NOUNS}(?: \w+){{0,2}} (?:нет|немає)\W*$",
    rf"\b(?:{_SLAVIC_NOUNS}|информаци\w+|торг\w+) отсутств|\bзапис[иі] отсутств|\bничего нет\W*$",
    r"(?:ничего )?не найден[оы]|нічого не знайдено|не са намерени|\b(?:список|раздел) (?:пуст|порожній)",
    r"^нет сообщений\W*$",
    r"^brak (?:aktualnych|bieżących|dostępnych|otwartych|opublikowanych) \w+\W*$",
    r"^brak (?:\w+ ){0,2}(?:wynik|produktów|danych|wpis|ogłosze|aktualno|artykuł|rekord|przetarg|wydarze"
    r"|dokument|ofert|nabor|element|treści|informacj|publikacj|komunikat|wiadomo)"
    r"|\bobecnie nie (?:prowadzimy|ma|mamy)\b",
    r"\bnie (?:znaleziono|ma (?:\w+ ){0,2}(?:wpisów|wyników|ogłoszeń))|\b(?:lista|kategoria) jest pusta",
    r"žádn[éý] (?:výsled|člán|záznam|aktual|(?:volné )?(?:pozice|místa))|nebyl[yo]? nalezen",
    r"nejsou (?:\w+ ){0,3}(?:k dispozici|žádné|vypsán)",
    r"žiadne (?:produkty|výsledky|články|záznamy)|neboli nájdené|nenašli sa",
    r"nema (?:\w+ ){0,2}(?:rezultat|vijesti|vesti|objav|natječaj|konkurs|oglas|zapis|podatak)",
    r"\bni (?:\w+ ){0,2}(?:zadetkov|razpisov|novic|objav|rezultatov)",
)
_OTHERS = (
    r"\bei (?:\w+ ){0,2}(?:tuloksia|hakutuloksia|työpaikkoja|uutisia|tapahtumia|artikkeleita|ilmoituksia)"
    r"|ei löytynyt|ei leitud|nav atrast|netika atrasts|\bnav rezultātu|\brezultātu nav|nerasta"
    r"|\bcap resultat|emaitzarik (?:ez|aurkitu)"
    r"|\bengar niðurstöður|\baon torthaí|\bdim canlyniadau",
    r"(?:kayıt|sonuç|haber|içerik|ilan|veri) (?:bulun(?:ama|ma)|yok)|bulunm(?:amaktadır|uyor)",
    r"henüz .{0,30}eklenme",
    r"nincs(?:enek)? (?:\w+ ){0,3}(?:találat|hír|pályázat|bejegyzés|esemény|megjelen|pozíci|állás)",
    r"δεν (?:βρέθηκ|υπάρχουν)",
    r"không (?:tìm thấy|có (?:kết quả|bài viết|dữ liệu|tin|bản ghi|sản phẩm|sự kiện))",
    r"chưa có (?:\w+ )?(?:bài|tin|dữ liệu|kết quả|thông báo)",
    r"tidak (?:ada|ditemukan)|tiada (?:hasil|rekod|berita)",
    r"belum ada (?:\w+ )?(?:berita|data|artikel|pengumuman|lowongan)",
    r"ไม่พบ|(?:ยัง)?ไม่มี(?:ข้อมูล|ข่าว|รายการ|ประกาศ)|कोई .{1,30} नहीं|কোনও? .{1,40}(?:যায়নি|যায়নি|নেই)",
    r"یافت نشد|موجود نیست|وجود ندارد|کوئی .{1,30} نہیں",
    r"(?:没有|沒有|暂无|暫無|尚無|尚无|查无|查無|無|无).{0,6}?(?:找到|相关|相關|内容|內容|数据|數據|资料|資料|记录|紀錄"
    r"|公告|职位|職位|结果|結果|文章|新闻|新聞|消息|信息|資訊|主題|主题)",
    r"見つかりません|該当.{0,8}(?:あり|ござい)ません|(?:まだ|現在).{0,20}(?:あり|ござい)ません",
    r"(?:結果|記事|投稿|お知らせ|データ|求人|案件|情報|資料|イベント|募集|公告|ニュース)[はが].{0,6}(?:あり|ござい)ません",
    r"없습니다|존재하지 않습니다",
    r"لا (?:توجد|يوجد|تتوفر|يتوفر) (?:\S+ ){0,2}?(?:نتائج|محتو|بيانات|أخبار|منتجات|وظائف|إعلانات|مقالات"
    r"|عناصر|سجلات|مناقصات|فعاليات|وثائق|حاليا)|لم (?:يتم العثور|يعثر|يتم (?:نشر|إضافة))",
    r"לא נמצאו|אין (?:\S+ ){0,2}?(?:תוצאות|משרות|פריטים|רשומות|הודעות|חדשות|מכרזים|נתונים|תוכן"
    r"|פוסטים|כתבות|מוצרים ב)",
)

_HERE = (
    r"\b(?:in|under) this (?:category|section|folder|archive|view|list)\b",
    r"\bin dieser (?:kategorie|rubrik|liste)\b|\bin diesem (?:bereich|ordner)\b",
    r"\bcette (?:catégorie|rubrique|section)\b|\baucun sujet\b",
    r"\besta (?:categoría|sección)\b|\bno hay temas\b|\b(?:nesta|esta) (?:categoria|seção|secção)\b",
    r"\bquesta (?:categoria|sezione)\b|\b(?:această|aceasta) (?:categorie|secțiune)\b",
    r"\b(?:deze|denna|denne) (?:categorie|rubriek|kategorin?)\b",
    r"\btej kategorii\b|\b(?:této|tejto) (?:kategorii|kategórii)\b|\bovoj kategoriji\b",
    r"\b(?:этой|данной) (?:категории|рубрике)\b|\b(?:этом|данном) разделе\b|\bнет тем\b|\bцій категорії\b",
    r"\bbu kategoride\b|αυτή την κατηγορία|\bebben a kategóriában\b|קטגוריה זו",
)
"""Where there is nothing: behind a negation that says enough, whatever is listed."""
_COUNTS = (
    r"^\W*0 (?:\w+ )?(?:results?|jobs?|treffer|ergebnisse|résultats?|resultad[oa]s?|risultati|resultaten"
    r"|resultat|resultater|wyników|výsledků|találat|sonuç|результатов)(?: .{1,30})?$",
    r"^\W*(?:results?|treffer|ergebnisse|résultats?|resultados|risultati|resultaten|найдено|результатов"
    r"|знайдено|wyników)(?: found)?\s?[:(]\s?0\W*$",
    r"(?:^|[^\d.,])0\s?件(?:です)?\W*$|共\s?0\s?[条條篇]|총\s?0\s?[건개]",
)
"""What a list of none counts; carts say "0 items"."""

_EMPTY = any_of(*_ENGLISH, *_GERMANIC, *_ROMANCE, *_SLAVIC, *_OTHERS, *_HERE, *_COUNTS)
_WORD = re.compile(r"\w+")
_NO = """0 zero no not none nothing cannot t empty keine keinen keiner nichts geen leeg inga ingen inget
    aucun aucune pas rien vide sin ningún ninguna ningun não nao sem nenhum nenhuma non nessun nessuna nessuno
    nu niciun нет не пуст порожній немає няма нічого brak nie pusta žádné žádný nebyl nebyla nebylo nebyly
    nejsou žiadne neboli nenašli nema ni ei nav netika nerasta yok henüz nincs nincsenek δεν không chưa tidak
    tiada belum няма aren zarro cap ez engar aon dim ekki"""
_NEGATIONS = frozenset(_NO.split())
_PARTS_OF_NO = ("bulun", "yok", "отсутств", "emaitzarik", "will appear here", "will be listed here")
_OTHER_SCRIPTS = re.compile(r"[\u0590-\u1cff\u2e80-\ud7af]")
"""Hebrew, Arabic, those of India, Thai, Chinese, Japanese, Korean: some part no words."""


def says_empty(text: str) -> bool:
    """Tell whether `text` is a sentence that a list without records shows in their place.

    The words for "no" are looked for first: all phrases together cost a hundred times as much.
    """
    if not text.isascii() and _OTHER_SCRIPTS.search(text):
        return _EMPTY.search(text) is not None
    folded = text.casefold()
    if _NEGATIONS.isdisjoint(_WORD.findall(folded)) and not any(part in folded for part in _PARTS_OF_NO):
        return False
    return _EMPTY.search(text) is not None
