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


class Chain:
    """A chain of tags from the root; elements with equal chains share one.

    `below` are the longer ones by their last tag; `traits` are the parser's, `tree` is the page's.
    """

    __slots__ = ("below", "depth", "traits", "tree")

    def __init__(self, tree: Tree, depth: int, traits: int) -> None:
        self.below: dict[str, Chain] = {}
        self.depth = depth
        self.traits = traits
        self.tree = tree


class Node:
    """One element, made by the parser only.

    `index` is its place in document order, `end` the place after its last descendant; `first` and `last`
    bound its tokens in `Tree.tokens` (half open).
    """

    __slots__ = ("attrs", "chain", "end", "first", "index", "last", "parent", "tag", "zone")

    attrs: dict[str, str]
    chain: Chain
    end: int
    first: int
    index: int
    last: int
    parent: Node | None
    tag: str
    zone: int

    @property
    def depth(self) -> int:
        """How many elements it lies in, the document among them."""
        return self.chain.depth

    @property
    def children(self) -> list[Node]:
        """The elements right inside; of a complete element, found when they are first asked for."""
        tree = self.chain.tree
        found = tree.families.get(self.index)
        if found is None:
            found = tree.families[self.index] = []
            nodes, place = tree.nodes, self.index + 1
            while place < self.end:
                child = nodes[place]
                found.append(child)
                place = child.end
        return found

    def ancestor(self, depth: int) -> Node:
        """Return the ancestor (or itself) that is `depth` levels below the root."""
        node = self
        for _ in range(self.chain.depth - depth):
            node = node.parent or node
        return node

    def holds(self, other: Node) -> bool:
        """Tell whether `other` is this element or lies inside it."""
        return self.index <= other.index < self.end


class Token:
    """A run of text inside one element, white space folded, with the link and heading it lies in.

    Made by the parser only.
    """

    __slots__ = ("gap", "heading", "link", "node", "text")

    gap: int
    heading: Node | None
    link: Node | None
    node: Node
    text: str


@dataclass(slots=True)
class Tree:
    """A parsed page. `chars` and `link_chars` are running sums over the tokens, one longer than them."""

    nodes: list[Node] = field(default_factory=list)
    families: dict[int, list[Node]] = field(default_factory=dict)
    """The children of the elements, by index, that were asked for theirs."""
    tokens: list[Token] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    """All that the page has."""
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
    shifts: dict[int, int] = field(default_factory=dict)
    """Before how many cells of rows above it a table's cell stands, by its index; most have none."""

    def release(self) -> None:
        """Let go of the elements, so that they need no collector of garbage; the tree is of no more use."""
        self.nodes.clear()
        self.families.clear()

    def text_of(self, node: Node) -> str:
        """Return the visible text of `node`, white space folded."""
        if node.last - node.first == 1:
            return self.tokens[node.first].text
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
