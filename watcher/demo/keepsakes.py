"""The folder that the demo leaves behind: every message as it stands in the end."""

from __future__ import annotations

import json
from email.message import EmailMessage
from html import escape
from pathlib import Path

from watcher.demo import slack_page
from watcher.demo.stage import Stage


def keep(stage: Stage, folder: Path) -> tuple[Path, ...]:
    """Write what arrived into `folder` and return the files, the ones to open first on top."""
    digest = folder / "digest.html"
    source = folder / "digest.eml"
    slack, payloads = folder / "slack.html", folder / "slack.json"
    telegram = folder / "telegram.html"
    if stage.mail.received:
        digest.write_text(_html_of(stage.mail.received[-1]), encoding="utf-8")
        source.write_bytes(bytes(stage.mail.received[-1]))
    edited = {(edit.channel, edit.ts): edit for edit in stage.slack.edits}
    cards = [dict(edited.get((posted.channel, posted.ts), posted).fields) for posted in stage.slack.received]
    slack.write_text(slack_page.page(cards), encoding="utf-8")
    payloads.write_text(json.dumps(cards, ensure_ascii=False, indent=2), encoding="utf-8")
    telegram.write_text(_chat(stage), encoding="utf-8")
    written = (digest, telegram, slack, folder / "console.txt", payloads, source, folder / "config.toml")
    return tuple(path for path in written if path.exists())


def _html_of(mail: EmailMessage) -> str:
    body = mail.get_body(("html",))
    return str(body.get_content()) if body else ""


def _chat(stage: Stage) -> str:
    """Return the bot's side of the chat; Telegram's tags are HTML's, its line breaks are not."""
    edited = {(edit.chat, edit.message): edit for edit in stage.telegram.chats.edits}
    messages = [edited.get((sent.chat, sent.message), sent) for sent in stage.telegram.received]
    bubbles = "\n".join(
        f"<p>{message.html.replace(chr(10), '<br>')}<br>{_buttons(message.buttons)}</p>"
        for message in messages
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>What Dana got in Telegram</title><style>
body {{ font: 15px/1.45 system-ui, sans-serif; background: #cfdce5; max-width: 34em; margin: 2em auto; }}
p {{ background: #fff; border-radius: 12px; padding: .7em 1em; box-shadow: 0 1px 1px #0002; }}
span {{ display: inline-block; margin: .5em .4em 0 0; padding: .2em .9em; border-radius: 8px;
background: #e4eef6; color: #2678b6; }}
</style></head><body>
{bubbles}
</body></html>
"""


def _buttons(buttons: tuple[tuple[str, str], ...]) -> str:
    return "".join(f"<span>{escape(label)}</span>" for label, _ in buttons)
