"""The wire to Gemini: langchain-google-genai with a timeout that holds, no retries of its own and no tracing."""

import asyncio
import json
import os
import re
import warnings
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from bot.coach.gemini.faults import ModelFault
from bot.coach.gemini.prompts import Message
from bot.coach.gemini.schema import wire_schema
from bot.coach.gemini.untraced import untraced
from bot.config import Gemini

GOOGLE: Final = "https://generativelanguage.googleapis.com"
# With one of these google-genai 2.34 speaks to Vertex AI, under other terms, even where `vertexai=False` was asked for.
_VERTEX_SWITCHES: Final = ("GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_USE_ENTERPRISE")
LONGEST_ANSWER: Final = 200_000  # characters; a plan of 26 weeks has some 20,000
_FENCE = re.compile(r"\A\s*```(?:json)?\s*|\s*```\s*\Z")


class Client:
    """One client for the life of the coach; langchain-google-genai, a second of imports, is loaded off the loop."""

    def __init__(self, settings: Gemini) -> None:
        self._settings = settings
        self._model: Any = None
        self._making = asyncio.Lock()

    async def fill(self, messages: list[Message], schema: type[BaseModel]) -> Any:
        """One request, answered as a `schema`. Raises ModelFault, or any error of the libraries below.

        The whole request ends after the configured timeout, also when the server sends a byte now and then.
        """
        model = await self._made()
        asked = model.bind(response_mime_type="application/json", response_json_schema=wire_schema(schema))
        with untraced():
            async with asyncio.timeout(self._settings.timeout_seconds):
                return read_answer(await asked.ainvoke(messages), schema)

    async def close(self) -> None:
        """Ends the connections."""
        if self._model is not None:
            await self._model.aclose()
            self._model = None

    async def _made(self) -> Any:
        async with self._making:
            if self._model is None:
                self._model = await asyncio.to_thread(_make, self._settings)
        return self._model


def _make(settings: Gemini) -> Any:
    """The chat model with every choice written out: what is left out is taken from the host's environment.

    (`LANGSMITH_GATEWAY` and `GOOGLE_GEMINI_BASE_URL` would send the words elsewhere.)
    No temperature: Google advises the model's own from Gemini 3 on.
    """
    from bot.coach.gemini.chat import Chat

    for name in _VERTEX_SWITCHES:
        os.environ.pop(name, None)
    _silence_libraries()
    return Chat(
        model=settings.model,
        api_key=settings.api_key,
        base_url=settings.base_url or GOOGLE,
        vertexai=False,
        timeout=max(settings.timeout_seconds, 0.001),  # 0 ms would mean none
        max_retries=1,  # none: retries have one owner, bot.coach.gemini.calling
        temperature=None,
    )


def _silence_libraries() -> None:
    """Warnings of the libraries below that nobody here can act on, and that would stand on a person's terminal.

    google-genai 2.34 subclasses aiohttp's session, and warns of values it does not know yet.
    """
    warnings.filterwarnings("ignore", "Inheritance class AiohttpClientSession", DeprecationWarning)
    warnings.filterwarnings("ignore", r".* is not a valid \w+$", UserWarning, r"google\.genai\._common")


def read_answer(message: Any, schema: type[BaseModel]) -> Any:
    """The filled schema of a finished answer. Raises ModelFault.

    A truncated answer may parse, and a blocked one is an empty message without an error: only STOP with the whole JSON
    counts.
    """
    reason = str(message.response_metadata.get("finish_reason") or "").upper()
    text = str(message.text)
    if reason == "STOP":
        return _filled(text, schema)
    if reason == "MAX_TOKENS" or (not reason and text):
        raise ModelFault("cut_short")
    raise ModelFault("refused")


def _filled(text: str, schema: type[BaseModel]) -> Any:
    if len(text) > LONGEST_ANSWER:
        raise ModelFault("garbled", kind="too long")
    try:
        found = json.loads(_FENCE.sub("", text))
        return schema.model_validate(found)
    except (ValueError, ValidationError, RecursionError) as error:
        raise ModelFault("garbled", kind=type(error).__name__) from None
