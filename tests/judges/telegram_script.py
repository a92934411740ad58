"""Run by aiogram's own Python: calls methods of a Bot API server as its client, a line of JSON each.

A line is `[method, arguments]`; the answer is what the client made of it, or the name of its exception.
"""

from __future__ import annotations

import asyncio
import json
import sys

from aiogram import Bot, methods
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError
from pydantic import BaseModel, TypeAdapter


def shown(result: object) -> object:
    """Return what the client understood, without what is not set."""
    if isinstance(result, BaseModel):
        return result.model_dump(mode="json", exclude_none=True)
    return TypeAdapter(object).dump_python(
        [shown(one) for one in result] if isinstance(result, list) else result, mode="json"
    )


async def main(url: str, token: str) -> None:
    """Answer until the input ends."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(url), timeout=5)
    async with Bot(token, session=session) as bot:
        while line := await asyncio.to_thread(sys.stdin.readline):
            name, arguments = json.loads(line)
            try:
                answer = [shown(await bot(getattr(methods, name)(**arguments))), ""]
            except AiogramError as error:
                details = {
                    key: value
                    for key, value in vars(error).items()
                    if key in {"retry_after", "migrate_to_chat_id"}
                }
                answer = [details, type(error).__name__]
            sys.stdout.write(f"{json.dumps(answer)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
