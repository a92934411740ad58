"""The demo's invented news: what stands on the page at first, and what comes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """One invented article."""

    title: str
    summary: str
    authors: tuple[str, ...]
    label: str = ""
    first_title: str = ""
    """The headline it was published under, where that was corrected since."""

    @property
    def slug(self) -> str:
        """The last part of its address, which a corrected headline leaves as it is."""
        words = (self.first_title or self.title).lower()
        return "-".join("".join(c if c.isalnum() else " " for c in words).split())


STORIES = (
    Story(
        "Island republic reopens its northern ferry after eleven months",
        "First crossing carried 40 passengers and a lorry of seed potatoes, port office says",
        ("Mara Quillfeather",),
    ),
    Story(
        "Why the strait’s fishing quotas never add up",
        "Three governments count the same herring, each in its own way",
        ("Tobias Renn", "Ines Okafor"),
        "Analysis",
    ),
    Story(
        "Envoy to the lake provinces recalled after ‘customs misunderstanding’",
        "Foreign office declines to say what was in the crates",
        ("Ines Okafor",),
    ),
    Story(
        "Rail link to the border stays shut as talks stall",
        "Both sides say the other must repair its half of the bridge first",
        ("Jun-seo Bae",),
    ),
    Story(
        "Coast guard finds tanker with three names and no flag",
        "Painted-over hull numbers match a ship reported scrapped two years ago",
        ("Mara Quillfeather",),
    ),
    Story(
        "Harvest forecast cut again in the upper valley",
        "Late frost and a shortage of diesel leave terraces half sown",
        ("Lucía Ferrante",),
    ),
    Story(
        "Trade delegation visits glass works, orders nothing",
        "Hosts call the tour ‘fruitful’; guests call it ‘warm’",
        ("Tobias Renn",),
    ),
    Story(
        "Parliament debates a second embassy in the same street",
        "Members ask why the first one needs a neighbour",
        ("Jun-seo Bae",),
    ),
    Story(
        "Summit postponed: delegations cannot agree on the shape of the table",
        "An oval was proposed, then withdrawn",
        ("Ines Okafor",),
    ),
    Story(
        "Book review: a diplomat’s forty years of waiting rooms",
        "A dry and very funny memoir of minor postings",
        ("Lucía Ferrante",),
        "Column",
    ),
)
"""What stands on the page when the demo begins: never alerted on."""

COMING = (
    Story(
        "Council widens sanctions on shipping insurers",
        "Nine more firms are barred from covering tankers that switch off their transponders",
        ("Mara Quillfeather",),
        "News",
    ),
    Story(
        "Choir of the two capitals sings together for the first time since the war",
        "Tickets went in four minutes, most of them to schools",
        ("Lucía Ferrante",),
    ),
    Story(
        "Cargo ship held in port over forged manifests",
        "Inspectors opened 60 containers marked ‘tea’ & found machine parts",
        ("Tobias Renn", "Jun-seo Bae"),
    ),
    Story(
        "“No sanctions relief without inspectors,” says mediator",
        "Talks resume on Monday in a town with one hotel",
        ("Ines Okafor",),
        "Pro",
    ),
    Story(
        "Football: island side wins 2–1 despite sanctions on its sponsor",
        "The shirt carried a strip of tape where the logo had been",
        ("Jun-seo Bae",),
        "Sport",
    ),
    Story(
        "Bridge repairs begin on both halves at once",
        "Engineers waved to one another and went on working",
        ("Mara Quillfeather",),
    ),
    Story(
        "Sanctions panel loses its last two staff",
        "Posts were not refilled when contracts ran out, a letter shows",
        ("Tobias Renn",),
        "News",
    ),
)
"""What is published while the demo runs, in this order."""
