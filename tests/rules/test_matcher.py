"""The index gives what the plain evaluator gives, whatever is added and removed, for bounded work."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.models import Article
from watcher.rules import Matcher, Query, QueryError, matches, parse

VOCABULARY = """
kim korea korean north ship ships shipping sanction sanctions sanctioned US-ROK us rok usrok co-op coop
U.S. Kim's
$230M 2,000 9/11 café 김정은 김정은이 제재했다 제재 北朝鮮 制裁 ミサイル санкции санкций F-35 O'Brien
"""
FIELDS = ("title", "summary", "author", "label", "source")
LANGUAGES = ("english", "russian", "french")

word = st.sampled_from(VOCABULARY.split())
several = st.lists(word, max_size=9).map(" ".join)


def phrase(words: list[str]) -> str:
    return '"' + " ".join(words) + '"'


leaf = st.one_of(
    word,
    word.map(lambda text: f"={text}"),
    word.map(lambda text: f"{text[:4].rstrip('-,.')}*"),
    st.lists(word, min_size=1, max_size=3).map(phrase),
    st.tuples(st.lists(word, min_size=2, max_size=3).map(phrase), st.integers(1, 4)).map(
        lambda pair: f"{pair[0]}~{pair[1]}"
    ),
)
bound = st.one_of(leaf, st.tuples(st.sampled_from(FIELDS), leaf).map(lambda pair: f"{pair[0]}:{pair[1]}"))


def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(" ".join),
        st.lists(inner, min_size=2, max_size=4).map(" OR ".join),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"-({text})"),
    )


texts = st.recursive(bound, combined, max_leaves=7)
articles = st.builds(
    Article,
    id=st.just("a"),
    title=several,
    summary=several,
    authors=st.lists(several, max_size=2).map(tuple),
    labels=st.lists(several, max_size=2).map(tuple),
)
steps = st.lists(
    st.one_of(
        st.tuples(st.integers(1, 6), texts, st.sampled_from(LANGUAGES)),
        st.integers(1, 6),
        st.tuples(articles, word),
    ),
    min_size=4,
    max_size=24,
)


def query_of(text: str, language: str) -> Query | None:
    """Parse; None for what has no positive term or contradicts itself."""
    try:
        return parse(text, language=language)
    except QueryError:
        return None


def check_steps(done: list[object]) -> None:
    matcher = Matcher()
    live: dict[int, Query] = {}
    for step in done:
        match step:
            case int():
                if live.pop(step, None) is not None:
                    matcher.remove(step)
            case (int() as watch_id, str() as text, str() as language):
                query = query_of(text, language)
                if query is not None:
                    matcher.add(watch_id, query)
                    live[watch_id] = query
            case (Article() as article, str() as source):
                expected = [w for w in sorted(live) if matches(live[w], article, source)]
                assert sorted(matcher.match(article, source)) == expected
        assert len(matcher) == len(live)
    for watch_id in live:
        matcher.remove(watch_id)
    assert len(matcher) == 0
    assert not matcher._further
    assert matcher._lexicon._shelves == {}


@given(steps)
def test_the_matcher_agrees_with_the_evaluator_while_watches_come_and_go(done: list[object]) -> None:
    check_steps(done)


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None)
@given(steps)
def test_the_matcher_agrees_with_the_evaluator_in_ten_thousand_stories(done: list[object]) -> None:
    check_steps(done)


@given(texts, st.sampled_from(LANGUAGES))
def test_the_normal_form_reads_back_as_the_same_query(text: str, language: str) -> None:
    query = query_of(text, language)
    if query is not None:
        again = parse(query.normal, language=language)
        assert again.normal == query.normal
        assert again.root == query.root
