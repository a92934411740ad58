from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from watcher.extract import dates

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
DAY = date(2016, 4, 23)


@pytest.mark.parametrize(
    "text",
    [
        "April 23, 2016",
        "Apr. 23, 2016",
        "23 April 2016",
        "23rd of April, 2016",
        "2016-04-23",
        "2016/04/23",
        "2016.04.23",
        "23.04.2016",
        "04/23/2016",
        "23/04/2016",
        "23-Apr-2016",
        "23/04/16",
        "20160423",
        "Saturday, April 23, 2016",
        "2016年4月23日",
        "2016年04月23日(土)",
        "2016年4月23日 星期六",
        "2016년 4월 23일",
        "2016년 4월 23일 토요일",
        "23 апреля 2016 г.",
        "23 квітня 2016",
        "23 kwietnia 2016",
        "23. dubna 2016",
        "Samstag, 23. April 2016",
        "23 avril 2016",
        "23 de abril de 2016",
        "23 d’abril del 2016",
        "23 aprile 2016",
        "23 Nisan 2016",
        "23 huhtikuuta 2016",
        "2016. április 23.",
        "2016 m. balandžio 23 d.",
        "23 tháng 4, 2016",
        "23 เมษายน 2559",
        "平成28年4月23日",
        "平成28年 4月 23日（土）",
        "23 אפריל 2016",
        "23 أبريل 2016",
        "٢٣ أبريل ٢٠١٦",
        "23 Απριλίου 2016",
        "23 अप्रैल 2016",
    ],
)
def test_a_day_is_read_in_many_languages_and_shapes(text: str) -> None:
    assert dates.parse(text) == DAY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sat, 23 Apr 2016 10:58:25 EST", datetime(2016, 4, 23, 15, 58, 25, tzinfo=UTC)),
        ("Sat, 23 Apr 2016 10:58:25 +0200", datetime(2016, 4, 23, 8, 58, 25, tzinfo=UTC)),
        ("2016-04-23T10:58:25.123Z", datetime(2016, 4, 23, 10, 58, 25, tzinfo=UTC)),
        ("20160423T105825Z", datetime(2016, 4, 23, 10, 58, 25, tzinfo=UTC)),
        ("1461404352", datetime(2016, 4, 23, 9, 39, 12, tzinfo=UTC)),
        ("1461404352000", datetime(2016, 4, 23, 9, 39, 12, tzinfo=UTC)),
        ("2016-04-23T10:58:25+09:00", datetime(2016, 4, 23, 10, 58, 25, tzinfo=timezone(timedelta(hours=9)))),
        ("3 hours ago", NOW - timedelta(hours=3)),
        ("an hour ago", NOW - timedelta(hours=1)),
        ("5 mins ago", NOW - timedelta(minutes=5)),
        ("hace 3 horas", NOW - timedelta(hours=3)),
        ("vor 5 Stunden", NOW - timedelta(hours=5)),
        ("5 часов назад", NOW - timedelta(hours=5)),
        ("3小时前", NOW - timedelta(hours=3)),
    ],
)
def test_a_moment_keeps_its_offset(text: str, expected: datetime) -> None:
    assert dates.parse(text, NOW) == expected


@pytest.mark.parametrize(
    "text",
    [
        "April 23, 2016 at 2:30 p.m.",
        "14:30, 23 April 2016",
        "23. April 2016, 14:30 Uhr",
        "2016년 4월 23일 오후 2:30",
    ],
)
def test_a_time_without_a_zone_stays_without_one(text: str) -> None:
    assert dates.parse(text) == datetime(2016, 4, 23, 14, 30)  # noqa: DTZ001 -- naive on purpose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yesterday", date(2026, 11, 21)),
        ("gestern", date(2026, 11, 21)),
        ("2 days ago", date(2026, 11, 20)),
        ("il y a 2 jours", date(2026, 11, 20)),
        ("3일 전", date(2026, 11, 19)),
        ("1 month ago", date(2026, 10, 22)),
        ("May 25", date(2026, 5, 25)),
        ("25 декабря", date(2025, 12, 25)),
    ],
)
def test_days_told_from_now_need_now(text: str, expected: date) -> None:
    assert dates.parse(text, NOW) == expected
    assert dates.parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "May 2020",
        "2020",
        "April 31, 2020",
        "31/31/2020",
        "12",
        "3 hours",
        "Apollo 11, 2019",
        "1.2.3",
        "7" * 400,
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert dates.parse(text, NOW) is None


def test_an_ambiguous_day_is_not_guessed_but_read_by_the_order_that_the_page_proves() -> None:
    assert dates.parse("04/05/2016") is None
    assert dates.order_of(["04/05/2016", "23/04/2016"]) == "dmy"
    assert dates.order_of(["04/05/2016", "04/23/2016"]) == "mdy"
    assert dates.order_of(["04/23/2016", "23/04/2016"]) is None
    assert dates.parse("04/05/2016", order="dmy") == date(2016, 5, 4)
    assert dates.parse("04/05/2016", order="mdy") == date(2016, 4, 5)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ann O'Dell August 21, 2024", "August 21, 2024"),
        ("Bo SmithMarch 18, 2024", "March 18, 2024"),
        ("BO SMITHMarch 18, 2024 | x", "March 18, 2024"),
        ("Published Monday, May 25, 2020 in News", "Monday, May 25, 2020"),
        ("May 3, 2021 and May 4, 2021", "May 3, 2021"),
        ("posted 3 hours ago by Bo", "3 hours ago"),
    ],
)
def test_the_first_date_in_a_text_is_found_with_its_span(text: str, found: str) -> None:
    span = dates.find(text, NOW)
    assert span is not None
    assert text[span[0] : span[1]] == found
    assert span[2] == dates.parse(found, NOW)


@pytest.mark.parametrize(
    "text", ["no digits", "Events from August 1 to August 31", "192.168.10.2019", "version 1.2.2016.4"]
)
def test_numbers_that_are_no_date_are_not_found(text: str) -> None:
    assert dates.find(text, NOW) is None


def test_the_first_year_of_an_era_is_written_as_a_word() -> None:
    assert dates.parse("令和元年5月1日") == date(2019, 5, 1)


def test_the_length_of_a_recording_is_no_time_of_day() -> None:
    found = dates.find("Aug 11, 2024 · 00:40:12")
    assert found is not None
    assert found[2] == date(2024, 8, 11)
    assert dates.parse("Aug 11, 2024 · 10:40 UTC") == datetime(2024, 8, 11, 10, 40, tzinfo=UTC)
