-- Articles are looked up by a key alone where nobody says of which source.
create index article_keys_by_key on article_keys (key);
