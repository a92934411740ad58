"""The words of the stored articles, so that a query over all of them is answered at once.

SQLite's FTS5 (https://sqlite.org/fts5.html) keeps where each word stands; which words an article has is
decided by `watcher.rules` alone, so that the past is matched exactly as the future will be::

    tokens      an article → texts for FTS5, one word a token
    forms       a stem → the words seen that have it, for any language
    expression  a query → what FTS5 is sure of, and what it thinks possible
    words       the tables: kept in step with the articles in the same write, built again when words change
    search      the port's verb: sure answers, and the plain evaluator on what is only possible
"""
