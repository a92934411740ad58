"""Korean words without what is written onto them: particles after nouns, endings of verbs made from nouns.

The particles are those of everyday news prose (National Institute of Korean Language, list of postpositions).
"""

from __future__ import annotations

_PARTICLES = """
은 는 이 가 을 를 의 에 에서 에게 에게서 께 께서 로 으로 로서 으로서 로써 으로써 로부터 으로부터 와 과 랑 이랑
도 만 까지 부터 마저 조차 처럼 보다 마다 밖에 뿐 대로 만큼 이나 이란 이라고 라고 이라는 라는 이며 이고 이다 인
들 들이 들은 들을 들의 들에 들에게 들과 들도 측 측은 측이 에는 에도 에만 에서는 에서도 에서의
에게는 에게도 와의 과의 와는 과는 로는 으로는 로의 으로의 까지는 부터는 만은 만이
"""
_ENDINGS = """
하다 한다 했다 하는 한 할 해 해서 하고 하며 하면 하자 하기 했던 했고 했으며 했다고 한다고 하겠다 하려 하려는
하라 되다 된다 됐다 되는 된 될 돼 되고 되며 되면 됐던 됐고 됐으며 됐다고 된다고 시키다 시킨 시켰다
"""
_PARTICLE_SET = frozenset(_PARTICLES.split())
_ENDING_SET = frozenset(_ENDINGS.split())
_LONGEST = 4
_SHORTEST_NOUN = 2


def is_hangul(word: str) -> bool:
    """Tell whether `word` starts with a Hangul syllable."""
    return "가" <= word[:1] <= "힣"


def is_particle(word: str) -> bool:
    """Tell whether `word` is nothing but a particle, as after a Latin name (`BTS는`)."""
    return word in _PARTICLE_SET


def without_particles(word: str) -> tuple[str, ...]:
    """Return the nouns of two syllables or more that `word` may be with a particle on it."""
    cuts = range(max(_SHORTEST_NOUN, len(word) - _LONGEST), len(word))
    return tuple(word[:cut] for cut in cuts if word[cut:] in _PARTICLE_SET)


def without_ending(word: str) -> str:
    """Return the noun of two syllables or more that a `하다` or `되다` verb was made from, else `word`."""
    for cut in range(max(_SHORTEST_NOUN, len(word) - _LONGEST), len(word)):
        if word[cut:] in _ENDING_SET:
            return word[:cut]
    return word
