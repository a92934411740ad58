-- The words of the stored articles, so that a query over all of them is answered at once. Which words an article
-- has is decided by the matcher's code alone. A row of its own: that an article is still shown costs no entry.

create table article_words (
  article bigint primary key references articles on delete cascade,
  source text not null,
  at bigint not null,
  words text[] not null
);
create index article_words_by_word on article_words using gin (words);
create index article_words_by_time on article_words (at, source);

-- Whether its words are there; what a release without them wrote is read whole.
alter table articles add column worded boolean not null default false;
create index articles_without_words on articles (place) where not worded;

-- The words seen, under their stems in each language that was ever asked for.
create table stemmed (
  language text primary key
);
create table word_forms (
  language text not null,
  stem text collate "C" not null,
  word text collate "C" not null,
  primary key (language, stem, word)
);
create index word_forms_by_word on word_forms (language, word);
