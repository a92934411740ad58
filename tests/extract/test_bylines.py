from __future__ import annotations

import pytest

from watcher.extract.bylines import authors


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ann Lee | Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Ann Lee, Bo Ray and Cy Fox", ("Ann Lee", "Bo Ray", "Cy Fox")),
        ("Ann Lee, Bo Ray, and Cy Fox", ("Ann Lee", "Bo Ray", "Cy Fox")),
        ("Anton SokolinAnton Sokolin", ("Anton Sokolin",)),
        ("Ann LeeAnn Lee | Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Ann Lee Ann Lee", ("Ann Lee",)),
        ("Jun-ho BaekMarta Holm", ("Jun-ho Baek", "Marta Holm")),
        ("Юрий ПетровАнна Ли", ("Юрий Петров", "Анна Ли")),
        ("Mary McCarthy Jones", ("Mary McCarthy Jones",)),
        ("Anna DeVries Lee", ("Anna DeVries Lee",)),
        ("LeBron James Smith", ("LeBron James Smith",)),
        ("Ann Lee | ann lee", ("Ann Lee",)),
        ("Von Lukas Meier und Eva Braun", ("Lukas Meier", "Eva Braun")),
        ("Von Trapp", ("Von Trapp",)),
        ("Byron Smith", ("Byron Smith",)),
        ("Sammy Davis, Jr.", ("Sammy Davis, Jr.",)),
        ("By Jane Doe, Staff Writer", ("Jane Doe",)),
        ("jane@example.org (Jane Doe)", ("Jane Doe",)),
        ("Jane Doe <jane@example.org>", ("Jane Doe",)),
        ("김민수 기자", ("김민수",)),
        ("Ministry of Trade and Industry", ("Ministry of Trade and Industry",)),
        ("", ()),
        ("By", ("By",)),
        ("| , ;", ()),
    ],
)
def test_a_byline_gives_its_names_in_order_and_once(text: str, names: tuple[str, ...]) -> None:
    assert authors(text) == names
