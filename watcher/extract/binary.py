"""What a body is when it is no text: told by its first bytes, for an error that a person understands."""

from __future__ import annotations

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"OggS", "an Ogg recording"),
    (b"ID3", "an MP3 recording"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
)
_CONTAINERS = {b"WEBP": "a WebP image", b"WAVE": "a WAV recording", b"AVI ": "an AVI film"}
_CONTROL = bytes({*range(0x20)} - {*b"\t\n\v\f\r\x1b"})
_SAMPLE = 16_384
"""Bytes looked at."""
_MOST_CONTROL = 0.02
"""Share of control bytes that a text may hold, for the odd slip of an editor."""


def describe(body: bytes) -> str | None:
    """Return what `body` looks like ("a PNG image") if it is no text, else None."""
    for magic, name in _MAGIC:
        if body.startswith(magic):
            return name
    if body.startswith(b"RIFF"):
        return _CONTAINERS.get(body[8:12], "RIFF data")
    if body[4:8] == b"ftyp":
        return "an MP4 film"
    sample = body[:_SAMPLE]
    control = len(sample) - len(sample.translate(None, _CONTROL))
    return "binary data" if control > len(sample) * _MOST_CONTROL else None
