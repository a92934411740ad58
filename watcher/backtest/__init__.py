"""What a query would have found among the stored articles, and what would make it find more or less."""

from watcher.backtest.backtest import Backtest, Hint, NearMiss, Searchable, backtest

__all__ = ["Backtest", "Hint", "NearMiss", "Searchable", "backtest"]
