"""How fast watches are read, filed and matched.

    python -m benchmarks.rules [--watches 1000 10000 100000 1000000] [--hostile 3000]

Articles have 40 words (and 800), drawn by Zipf's law from 20,000 invented ones. Rules have 1 to 4 of the same
words but for the hundred commonest, which nobody watches; 20 % hold a phrase, 20 % an exclude, 10 % an OR
group. Beside the matcher runs, on the same rules, what peers do: a loop over compiled regular expressions (up
to 100,000, for compiling more takes minutes), one over sets of words, and an Aho-Corasick automaton.
Last come the costliest queries that the limits allow, each alone against 800 words made to hurt.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import random
import re
import resource
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from benchmarks.result import Result, at_least, at_most
from benchmarks.rival import Unavailable
from benchmarks.wheels import Terms, automaton, set_loop
from watcher.models import Article
from watcher.rules import Matcher, Query, QueryError, matches, parse

SEED = 20261122
VOCABULARY = 20_000
NOT_WATCHED = 100
WARM_ARTICLES = 400
TIMED_ARTICLES = 200
SIZES = (1_000, 10_000, 100_000, 1_000_000)
HOSTILE = 3_000
MATCH_MS, MILLION_MS = 0.1, 0.3
"""To match 40 words against up to 100,000 watches, at most, and against a million."""
LONG_MS = 5
"""To match 800 words, at most."""
LOOKS = 5
"""At each article, of which the best counts: other work on the machine only ever adds."""
MEMORY = 400
"""Bytes of a watch, at most, where there are a million."""
OF_REGEXES = 1_000
"""At least so many times as fast as the loop over regular expressions, from `MANY` watches on."""
MANY = 100_000
CHANGE_MS = 0.05
"""To add or remove a watch, at most."""
WORST_MATCH_MS, WORST_PARSE_MS = 5, 50
"""What no single query may take for an article of 800 words, and to be read."""


class Zipf:
    """Words of two to four invented syllables, the n-th drawn with a weight of 1/n."""

    def __init__(self, random_: random.Random) -> None:
        self.random = random_
        syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
        made = ("".join(random_.choices(syllables, k=random_.randint(2, 4))) for _ in itertools.count())
        self.words = list(itertools.islice(dict.fromkeys(itertools.islice(made, 4 * VOCABULARY)), VOCABULARY))
        self.weights = list(itertools.accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
        self.keywords = self.words[NOT_WATCHED:]
        first = self.weights[NOT_WATCHED - 1]
        self.keyword_weights = [weight - first for weight in self.weights[NOT_WATCHED:]]

    def draw(self, count: int) -> list[str]:
        """Draw the words of a text."""
        return self.random.choices(self.words, cum_weights=self.weights, k=count)

    def keyword(self, count: int) -> list[str]:
        """Draw the words of a rule: of the same, but for the commonest."""
        return self.random.choices(self.keywords, cum_weights=self.keyword_weights, k=count)

    def article(self, words: int) -> Article:
        title = words // 4
        return Article(
            id="a",
            title=" ".join(self.draw(title)).capitalize(),
            summary=" ".join(self.draw(words - title)) + ".",
        )


@dataclass(frozen=True)
class Made:
    """One rule, as a query and as a regular-expression test."""

    text: str
    terms: Terms

    def test(self) -> Callable[[str], bool]:
        """Return the rule as compiled regular expressions."""
        groups = [re.compile(rf"\b(?:{'|'.join(group)})\b", re.I) for group in self.terms.groups]
        never = re.compile(rf"\b{self.terms.excluded}\b", re.I) if self.terms.excluded else None
        return lambda text: all(each.search(text) for each in groups) and not (never and never.search(text))


def rule(zipf: Zipf) -> Made:
    words = list(dict.fromkeys(zipf.keyword(zipf.random.randint(1, 4))))
    parts = list(words)
    groups: list[tuple[str, ...]] = [(word,) for word in words]
    dice = zipf.random.random()
    if dice < 0.2:
        phrase = " ".join(zipf.keyword(2))
        parts[0], groups[0] = f'"{phrase}"', (phrase,)
    elif dice < 0.3:
        one, other = zipf.keyword(2)
        parts[0], groups[0] = f"({one} OR {other})", (one, other)
    never = ""
    if zipf.random.random() < 0.2:
        excluded = zipf.keyword(1)[0]
        if excluded not in words:
            parts.append(f"-{excluded}")
            never = excluded
    return Made(" ".join(parts), Terms(tuple(groups), never))


def median_ms(calls: Sequence[Callable[[], object]], looks: int = 1) -> float:
    """Return the median of the CPU times of these calls, each the best of so many looks."""
    return statistics.median(min(_taken(call) for _ in range(looks)) for call in calls) * 1000


def _taken(call: Callable[[], object]) -> float:
    started = time.thread_time()
    call()
    return time.thread_time() - started


def report(name: str, value: str) -> None:
    print(f"  {name:<52} {value:>16}", flush=True)


def resident() -> int:
    """Return the most bytes of memory that the process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def memory_of(queries: Sequence[Query], sample: Sequence[Article]) -> float:
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    matcher = Matcher(sample)
    empty = tracemalloc.get_traced_memory()[0] - before
    for watch_id, query in enumerate(queries, 1):
        matcher.add(watch_id, query)
    gc.collect()
    used = tracemalloc.get_traced_memory()[0] - before - empty
    tracemalloc.stop()
    return used / len(queries)


def at_size(zipf: Zipf, made: Sequence[Made], sample: Sequence[Article]) -> Iterator[Result]:
    print(f"{len(made):,} watches")
    started = time.perf_counter()
    queries = [parse(each.text) for each in made]
    report("parse, a rule", f"{(time.perf_counter() - started) / len(made) * 1e6:.1f} µs")
    matcher = Matcher(sample)
    before = resident()
    started = time.perf_counter()
    for watch_id, query in enumerate(queries, 1):
        matcher.add(watch_id, query)
    grown = (resident() - before) / len(made)
    report("add, a watch, filling", f"{(time.perf_counter() - started) / len(made) * 1e6:.1f} µs")
    gc.collect()
    gc.freeze()
    for article in (zipf.article(40) for _ in range(WARM_ARTICLES)):
        matcher.match(article)
    short = [zipf.article(40) for _ in range(TIMED_ARTICLES)]
    report(
        "match, 40 words, first look, median",
        f"{median_ms([partial(matcher.match, a) for a in short]):.3f} ms",
    )
    ours = median_ms([partial(matcher.match, article) for article in short], LOOKS)
    goal = MATCH_MS if len(made) <= MANY else MILLION_MS
    report(f"match, 40 words, median (goal {goal} ms)", f"{ours:.3f} ms")
    yield at_most(f"match 40 words, {len(made):,} watches", ours, "ms", goal)
    report("  watches met, mean", f"{statistics.mean(len(matcher.match(a)) for a in short):.0f}")
    report("  conjunctions looked at, mean", f"{statistics.mean(matcher.candidates(a) for a in short):.0f}")
    long = [zipf.article(800) for _ in range(TIMED_ARTICLES // 4)]
    report(
        "match, 800 words, first look, median",
        f"{median_ms([partial(matcher.match, a) for a in long]):.3f} ms",
    )
    taken = median_ms([partial(matcher.match, article) for article in long], LOOKS)
    met = statistics.mean(len(matcher.match(article)) for article in long)
    report(f"match, 800 words, median (goal {LONG_MS} ms)", f"{taken:.3f} ms")
    report("  watches met, mean", f"{met:,.0f}")
    yield at_most(f"match 800 words, {len(made):,} watches", taken, "ms", LONG_MS)
    yield from beside(made, short, ours)
    ids = zipf.random.sample(range(1, len(made) + 1), 500)
    removed = median_ms([partial(matcher.remove, watch_id) for watch_id in ids])
    added = median_ms([partial(matcher.add, watch_id, queries[watch_id - 1]) for watch_id in ids])
    report(f"remove, a watch (goal {CHANGE_MS * 1000:.0f} µs)", f"{removed * 1000:.1f} µs")
    report(f"add, a watch (goal {CHANGE_MS * 1000:.0f} µs)", f"{added * 1000:.1f} µs")
    yield at_most(f"add or remove a watch, {len(made):,} watches", max(added, removed), "ms", CHANGE_MS)
    gc.unfreeze()
    # Tracing each block of a million takes minutes.
    held = grown if len(made) > MANY else memory_of(queries, sample)
    report("memory, a watch", f"{held:.0f} bytes")
    if len(made) > MANY:
        yield at_most(f"memory of a watch, {len(made):,} watches", held, "bytes", MEMORY)
    else:
        yield Result(f"memory of a watch, {len(made):,} watches", held, "bytes")


def beside(made: Sequence[Made], articles: Sequence[Article], ours: float) -> Iterator[Result]:
    """Measure what peers do on the same rules."""
    some = articles[: max(3, 20_000 // len(made))]
    if len(made) <= MANY:
        tests = [each.test() for each in made]
        naive = median_ms([partial(regex_loop, tests, article) for article in some])
        report("regex loop, 40 words, median", f"{naive:.2f} ms")
        report(f"regex loop / match (goal {OF_REGEXES:,} at {MANY:,})", f"{naive / ours:,.0f} x")
        if len(made) == MANY:
            yield at_least(f"match, to the regex loop, {len(made):,} watches", naive / ours, "x", OF_REGEXES)
    rules = [each.terms for each in made]
    sets = set_loop(rules)
    report("loop over sets, 40 words, median", f"{median_ms([partial(sets, a) for a in some]):.2f} ms")
    try:
        wheel = automaton(rules)
    except Unavailable as why:
        report("Aho-Corasick automaton, left out", str(why))
        return
    taken = median_ms([partial(wheel, article) for article in articles])
    report("Aho-Corasick automaton, 40 words, median", f"{taken:.3f} ms")
    yield Result(f"match, to an Aho-Corasick automaton, {len(made):,} watches", taken / ours, "x")


def regex_loop(tests: Sequence[Callable[[str], bool]], article: Article) -> list[int]:
    text = f"{article.title}\n{article.summary}"
    return [watch_id for watch_id, test in enumerate(tests, 1) if test(text)]


def hostile(zipf: Zipf, count: int) -> list[str]:
    """Make queries at the limits: the worst shapes we know, then random ones."""
    few = zipf.words[:12]
    made = [
        " ".join(f"({a} OR {b} OR {c})" for a, b, c in itertools.islice(itertools.permutations(few, 3), 16)),
        " OR ".join(f'"{a} {b}"~50' for a, b in itertools.islice(itertools.permutations(few, 2), 40)),
        " ".join(f'"{" ".join(few[n : n + 9])}"~50' for n in range(3)) + " x-y",
        " OR ".join(
            f'"{a}-{b} {b}-{a} {a}-{a}"' for a, b in itertools.islice(itertools.permutations(few, 2), 30)
        ),
        " ".join(f"-({a} {b})" for a, b in itertools.islice(itertools.permutations(few, 2), 24))
        + f" {few[0]}",
        " OR ".join(f"{word[:2]}* title:{word[:2]}*" for word in zipf.words[:25]),
        "(" * 10 + few[0] + ")" * 10,
        f'"{" ".join(few[:1] * 200)}"',
        '"' + "a-" * 480 + 'a"',
        "é-" * 490 + "é",
        "北" * 990,
    ]
    signs = ["(", ")", " OR ", " -", ' "', '" ', '"~9 ', "* ", " title:", " =", " ", "-", *few]
    made += ["".join(zipf.random.choices(signs, k=zipf.random.randint(3, 200)))[:1000] for _ in range(count)]
    return made


def worst_cases(zipf: Zipf, count: int) -> Iterator[Result]:
    print(f"worst of {count:,} hostile queries")
    few = zipf.words[:12]
    texts = [" ".join(zipf.random.choices(few, k=800)), " ".join(few[:1] * 800), "北" * 800]
    articles = [Article(id="a", title=text[:200], summary=text) for text in texts]
    parsing, matching, slowest = 0.0, 0.0, ""
    for text in hostile(zipf, count):
        try:
            query = parse(text)
        except QueryError:
            query = None
        parsing = max(parsing, min(_taken(partial(_tried, text)) for _ in range(2)))
        if query is None:
            continue
        matcher = Matcher()
        matcher.add(1, query)
        for article in articles:
            taken = median_ms([partial(matcher.match, article)], LOOKS)
            assert bool(matcher.match(article)) is matches(query, article), text
            if taken > matching:
                matching, slowest = taken, text
    report(f"parse, the slowest (goal {WORST_PARSE_MS} ms)", f"{parsing * 1000:.2f} ms")
    report(f"match 800 words, the slowest (goal {WORST_MATCH_MS} ms)", f"{matching:.2f} ms")
    print(f"  by {slowest[:90]}")
    yield at_most("parse the worst query", parsing * 1000, "ms", WORST_PARSE_MS)
    yield at_most("match 800 words with the worst query", matching, "ms", WORST_MATCH_MS)


def _tried(text: str) -> None:
    with suppress(QueryError):
        parse(text)


def measure(sizes: Sequence[int], count: int) -> Iterator[Result]:
    """Measure with so many watches each, then with `count` random hostile queries."""
    zipf = Zipf(random.Random(SEED))
    sample = [zipf.article(40) for _ in range(2_000)]
    for size in sizes:
        yield from at_size(zipf, [rule(zipf) for _ in range(size)], sample)
    yield from worst_cases(zipf, count)


def run(quick: bool) -> Iterator[Result]:
    """Measure at all sizes, or at the smaller ones."""
    return measure(SIZES[:2], HOSTILE // 10) if quick else measure(SIZES, HOSTILE)


def main() -> None:
    """Read the options, then measure."""
    options = argparse.ArgumentParser(description="How fast watches are read, filed and matched.")
    options.add_argument("--watches", type=int, nargs="+", default=SIZES)
    options.add_argument("--hostile", type=int, default=HOSTILE)
    chosen = options.parse_args()
    list(measure(chosen.watches, chosen.hostile))


if __name__ == "__main__":
    main()
