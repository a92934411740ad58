"""The words of the stored articles, so that a query over all of them is answered at once.

PostgreSQL's GIN keeps which articles have a word; which words those are is decided by `watcher.rules` alone,
so that the past is matched exactly as the future will be::

    tokens      an article → its words, each marked with its field
    forms       a stem → the words seen that have it, for any language
    conditions  a query → SQL that is sure, and SQL for what is possible
    words       the tables: written with the articles, built again step by step when words change
    search      the port's verb: sure answers, and the plain evaluator on what is only possible
"""
