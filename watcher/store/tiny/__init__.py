"""The embedded store: TinyDB's API, tables and queries over one durable row per document.

TinyDB's own storage rewrites its whole file at each insert, and a kill in the middle tears it. Here the
same API stands on the standard library's sqlite3, so that a write touches only its documents::

    file, lock      the file: who owns it, its version, its pragmas
    index, plan     declared fields → entries; a query → the entries that can answer it
    rows, entries   documents and index entries as SQL
    draft, table,   TinyDB's classes over them
    database
    follower,       what hears of each write beside them: the words of the articles
    fulltext/
    writer          one thread, many units of work, one commit
    schema, unit    our tables and their indexes; a unit of work over them
    states, known   what each poll asks, at hand: states of sources, and what is known of their pages
    polling, outbox, quieting, settling, lanes, digests, watches, chats, reading, pruning
                    the verbs, each a plain function over the tables
    copying         a whole file read and filled
    check, upkeep   what operators ask of a file: is it sound; backup, restore, compact
    store           the verbs as `watcher.store.port.Store`

Nothing outside this package imports tinydb or sqlite3.
"""
