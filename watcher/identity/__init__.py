"""What an address, a title or an item of a listing is the same as."""

from watcher.identity.address import canonical_address
from watcher.identity.keys import address_key, articles, day_of, id_of, kind_of
from watcher.identity.title import title_key

__all__ = ["address_key", "articles", "canonical_address", "day_of", "id_of", "kind_of", "title_key"]
