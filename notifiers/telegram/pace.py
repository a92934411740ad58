"""How fast Telegram takes messages: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this"""

from __future__ import annotations

from notifiers.port import Limits, Rate
from notifiers.telegram.post import ChatId

OF_A_BOT = 30
"""Messages a second, over all chats."""
OF_A_CHAT = 1
"""Messages a second."""
OF_A_GROUP = 20
"""Messages a minute; all its topics count together."""


def limits(bot: int, chat: ChatId) -> Limits:
    """Return the limits of one bot in one chat. Only a person's chat has a positive number."""
    of_the_bot = f"telegram:{bot}"
    of_the_chat = f"{of_the_bot}:{chat}"
    own = [Rate(of_the_chat, OF_A_CHAT, 1.0)]
    if isinstance(chat, str) or chat < 0:
        own.append(Rate(f"{of_the_chat} a minute", OF_A_GROUP, 60.0))
    return Limits(own=tuple(own), account=Rate(of_the_bot, OF_A_BOT, 1.0))
