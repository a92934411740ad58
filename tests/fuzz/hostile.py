"""Bytes that are known to hurt readers, for mutations to insert."""

from __future__ import annotations

import codecs

ENTITIES = (
    b"&amp;",
    b"&",
    b"&#xD800;",
    b"&#0;",
    b"&#x110000;",
    b"&#99999999999;",
    b"&lt;a&gt;",
    b"&nope;",
    b"&amp;amp;",
    b"&#x202e;",
    b"&nbsp;",
    b"&#",
    b"&#x;",
    b"&NotEqualTilde;",
    b"&lt",
)
MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
SURROGATES = (
    b"\xed\xa0\x80",
    b"\xed\xb0\x80",
    b"\\ud800",
    b"\\udfff\\ud800",
    b"&#xDFFF;",
    b"\xf4\x90\x80\x80",
)
CHARACTERS = (
    "\u202e",
    "\u200b",
    "\ufeff",
    "\u0130",
    "\u3000",
    "\U0001f9ea",
    "\u0301" * 50,
    "\u2028",
    "٣",
    "漢",
)
ENCODINGS = (
    "utf-16",
    "utf-16-be",
    "utf-32",
    "gb18030",
    "shift_jis",
    "euc_kr",
    "cp1251",
    "latin-1",
    "cp037",
    "utf-7",
)
LABELS = (
    b"utf-8",
    b"utf-16",
    b"koi8-r",
    b"gb2312",
    b"x-user-defined",
    b"hz-gb-2312",
    b"iso-2022-jp",
    b"rot13",
)
VALUES = (
    b"http://[",
    b"http://[::1",
    b"//",
    b"javascript:void(0)",
    b"http://x.example:99999/",
    b"?page=99999999999999999",
    b"http://a@b@c/%zz",
    b"mailto:a@b",
    b"data:text/html;base64,AAAA",
    b"\\\\x",
    b"http://\xc3\xa9.example/\xff",
    b"#",
    b"99999-99-99",
    b"0000-00-00T00:00:00Z",
    b"9999-12-31T23:59:59-23:59",
    b"31.02.2021",
    b"1e999",
    b"-1",
    b"NaN",
    b"99999999999 hours ago",
    b"\xd9\xa1\xd9\xa2/\xd9\xa1/\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa1",
    b"May 99, 20211",
    b"By By By and and , ,",
    b"1 2 3 ... 9 Next",
    b"Page 1 of 99999999999999999999",
    b"",
    b"null",
    b"true",
    b"[]",
)
