"""langchain-google-genai's chat model with its errors translated where they arise. Importing this costs a second."""

from typing import Any

from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatResult
from langchain_google_genai import ChatGoogleGenerativeAI

from bot.coach.gemini.faults import translate


class Chat(ChatGoogleGenerativeAI):
    """Raises ModelFault instead of Google's families of errors.

    It has to be this deep: langchain-core 1.7 looks into an error's HTTP response on the way up, which is wrong for
    aiohttp's (a coroutine that is never awaited, and a warning on the person's terminal).
    """

    async def _agenerate(self, messages: list[BaseMessage], *args: Any, **options: Any) -> ChatResult:
        try:
            return await super()._agenerate(messages, *args, **options)
        except Exception as error:
            raise translate(error) from None
