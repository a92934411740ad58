"""A page as flat data: elements in document order, and their visible text as tokens."""

from __future__ import annotations

from dataclasses import dataclass, field


class Zone:
    """Landmarks of HTML and ARIA that an element lies in: evidence for what it is, never a verdict.

    Bits of a plain integer: an `IntFlag` is ten times slower, and every element has one.
    """

    NONE = 0
    NAV = 1
    HEADER = 2
    FOOTER = 4
    ASIDE = 8
    MAIN = 16
    FORM = 32
    HIDDEN = 64
    DIALOG = 128


ASIDE = Zone.NAV | Zone.HEADER | Zone.FOOTER | Zone.ASIDE | Zone.DIALOG
"""Where menus and notes stand, and lists hardly ever."""


class Gap:
    """What separates a token from the one before it."""

    NONE = 0
    """Nothing: `foo<b>bar</b>` is one word."""
    SPACE = 1
    BLOCK = 2
    """A line break on the screen: a block element's edge, or `<br>`."""


class Node:
    """One element. `index` is its place in document order, `end` the place after its last descendant.

    `path` names the chain of tags from the root: equal numbers mean equal chains. `first` and `last` bound
    its tokens in `Tree.tokens` (half open).
    """

    __slots__ = (
        "attrs",
        "children",
        "depth",
        "end",
        "first",
        "index",
        "last",
        "parent",
        "path",
        "tag",
        "zone",
    )

    def __init__(
        self, tag: str, attrs: dict[str, str], parent: Node | None, index: int, first: int, path: int
    ) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.index = index
        self.first = first
        self.path = path
        self.children: list[Node] = []
        self.depth: int
        self.zone: int
        if parent is None:
            self.depth = self.zone = 0
        else:
            self.depth = parent.depth + 1
            self.zone = parent.zone
        self.end: int
        self.last: int

    def ancestor(self, depth: int) -> Node:
        """Return the ancestor (or itself) that is `depth` levels below the root."""
        node = self
        while node.depth > depth and node.parent is not None:
            node = node.parent
        return node

    def holds(self, other: Node) -> bool:
        """Tell whether `other` is this element or lies inside it."""
        return self.index <= other.index < self.end


class Token:
    """A run of text inside one element, white space folded, with the link and heading it lies in."""

    __slots__ = ("gap", "heading", "link", "node", "text")

    def __init__(self, text: str, node: Node, link: Node | None, heading: Node | None, gap: int) -> None:
        self.text = text
        self.node = node
        self.link = link
        self.heading = heading
        self.gap = gap


@dataclass(slots=True)
class Tree:
    """A parsed page. `chars` and `link_chars` are running sums over the tokens, one longer than them."""

    nodes: list[Node] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    links: list[Node] = field(default_factory=list)
    """Every `a` with an `href`, in document order."""
    headings: list[Node] = field(default_factory=list)
    images: list[Node] = field(default_factory=list)
    times: list[Node] = field(default_factory=list)
    """Every `time`."""
    meta: list[Node] = field(default_factory=list)
    """`meta`, `link` and `base` elements."""
    scripts: list[str] = field(default_factory=list)
    """Bodies of `application/ld+json` scripts."""
    script_count: int = 0
    title: str = ""
    noscript: str = ""
    """What the page says where scripts do not run."""
    cut: bool = False
    """True where the page had more elements than are read."""
    chars: list[int] = field(default_factory=list)
    link_chars: list[int] = field(default_factory=list)
    captions: dict[int, str] = field(default_factory=dict)
    """The titles of links that say a number only, and of elements that hold a title above links, by index."""

    def text_of(self, node: Node) -> str:
        """Return the visible text of `node`, white space folded."""
        return joined(self.tokens[node.first : node.last])

    def title_of(self, node: Node) -> str:
        """Return what `node` says as a title: its text, or the caption behind it."""
        return (self.captions and self.captions.get(node.index)) or self.text_of(node)

    def size_of(self, node: Node) -> int:
        """Return how many characters of text `node` holds."""
        return self.chars[node.last] - self.chars[node.first]


def joined(tokens: list[Token]) -> str:
    """Join tokens as they stand on the screen, on one line."""
    if len(tokens) == 1:
        return tokens[0].text
    parts: list[str] = []
    for token in tokens:
        if parts and token.gap:
            parts.append(" ")
        parts.append(token.text)
    return "".join(parts)
