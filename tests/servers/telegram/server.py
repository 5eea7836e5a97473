"""The server itself: HTTP, tokens, dispatch, and what a test asks it afterwards."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from tests.servers.telegram.calls import Call, read_call
from tests.servers.telegram.chats import Chat
from tests.servers.telegram.faults import Fault, Plan, name_of
from tests.servers.telegram.files import FileStore
from tests.servers.telegram.flood import FloodLimits
from tests.servers.telegram.groups import Group
from tests.servers.telegram.methods import METHODS
from tests.servers.telegram.people import Person, Press, PrivateChat
from tests.servers.telegram.profile import Profile
from tests.servers.telegram.refusals import Refusal, bad_request
from tests.servers.telegram.updates import Updates
from tests.servers.telegram.waiting import Bell
from tests.servers.telegram.webhooks import Webhook

BOT_ID = 8_100_200_300
TOKEN = f"{BOT_ID}:AAE-strict_server_on_loopback_for_tests"
SUPERGROUP = 10**12
NOT_FOUND = Refusal(404, "Not Found")
UNAUTHORIZED = Refusal(401, "Unauthorized")


class TelegramServer:
    """Everything one bot can see of Telegram. Made by `serve`."""

    def __init__(self, now: Callable[[], datetime], username: str) -> None:
        self.now, self.url, self.token = now, "", TOKEN
        self.me: dict[str, Any] = {"id": BOT_ID, "is_bot": True, "first_name": "Gigi", "username": username}
        self.bell = Bell()
        self.updates = Updates(self.bell, self.loop_time)
        self.webhook = Webhook(self.updates, now)
        self.profile, self.files, self.flood, self.faults = Profile(), FileStore(), FloodLimits(), Plan()
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.presses: dict[str, Press] = {}
        self.calls: list[Call] = []
        self.problems: list[str] = []
        self.privacy = True
        self.is_down = False
        self.callback_lasts = 60.0  # seconds in which a button can be answered
        self._message_ids = 100

    @property
    def base_url(self) -> str:
        """As python-telegram-bot takes it."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    def person(self, id: int, *, first_name: str = "", language_code: str = "en", **more: Any) -> Person:
        """The person of that id, made on first mention; the bot knows nothing of them yet."""
        if id not in self.people:
            user = {"id": id, "is_bot": False, "first_name": first_name or f"Person {id}"} | more
            if language_code:
                user["language_code"] = language_code
            chat = PrivateChat(self, id)
            self.people[id] = chat.person = Person(self, user, chat)
        return self.people[id]

    def group(self, number: int = 0, *, title: str = "Group", kind: str = "supergroup", forum: bool = False) -> Group:
        """The group of that number, made on first mention: a supergroup, a forum, or a small "group"."""
        base = 0 if kind == "group" else SUPERGROUP
        chat_id = number if number < 0 else -(base + (number or len(self.groups) + 1_000_001))
        if chat_id not in self.groups:
            assert not forum or kind == "supergroup", "only a supergroup can be a forum"
            self.groups[chat_id] = Group(self, chat_id, title=title, kind=kind, is_forum=forum)
        return self.groups[chat_id]

    def will(self, method: str, fault: Fault, *, times: int = 1, chat: Person | Chat | None = None) -> None:
        """The next calls of this method ("*" for any; "download" for files), or of it in a chat, go wrong like this."""
        self.faults.add(method, fault, times, chat.id if chat is not None else None)

    def goes_down(self) -> None:
        """Every connection is cut until it `comes_back`."""
        self.is_down = True
        self.updates.end_poll(Refusal(500, "Internal Server Error: restart"))

    def comes_back(self) -> None:
        self.is_down = False

    def revokes_token(self) -> None:
        """From now on the bot's token is refused."""
        self.token = f"{BOT_ID}:AAF-another_token"

    async def sends_unparsable_update(self, chat_id: int = 0) -> int:
        """An update that a library cannot read: its message has a chat without a type. Its id."""
        broken = {"message_id": self.next_message_id(), "date": int(self.now().timestamp()), "chat": {"id": chat_id}}
        self.updates.add("message", broken, chat_id)
        return self.updates.next_id - 1

    def calls_of(self, method: str, chat: Person | Chat | None = None) -> list[Call]:
        """The calls of a method, in order; only those about a chat where one is given."""
        named = [call for call in self.calls if call.method.lower() == method.lower()]
        return [call for call in named if chat is None or call.chat_id == chat.id]

    def count(self, method: str, chat: Person | Chat | None = None) -> int:
        return len(self.calls_of(method, chat))

    async def hears_from_bot(self, within: float = 10.0) -> Call:
        """The next call that asks for updates, or says where to deliver them: from then on the bot is listening."""
        before = len(self.calls)

        def listening() -> Call | None:
            asked = ("getupdates", "setwebhook")
            return next((call for call in self.calls[before:] if call.method.lower() in asked), None)

        call = await self.bell.until(listening, within)
        assert call is not None, f"within {within} s the bot did not begin to listen"
        return call

    def unanswered(self) -> list[Press]:
        """The presses whose button still shows that it waits."""
        return [press for press in self.presses.values() if not press.answers]

    def next_message_id(self) -> int:
        self._message_ids += 1
        return self._message_ids

    def loop_time(self) -> float:
        return asyncio.get_running_loop().time()

    def find_chat(self, given: str) -> Chat:
        """The chat a call names. Raises "chat not found" where the bot cannot know it."""
        if not given:
            raise bad_request("chat_id is empty")
        groups = [group for group in self.groups.values() if given in (str(group.id), f"@{group.username}")]
        if groups:
            return groups[0]
        person = self.people.get(int(given)) if re.fullmatch(r"\d+", given) else None
        if person is None or not person.is_known:
            raise bad_request("chat not found")
        return person.chat

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One HTTP request, whatever it is."""
        if self.is_down:
            return _cut(request)
        path = re.fullmatch(r"(/file)?/bot([^/]*)/(.+)", request.path)
        if path is None:
            return _refused(NOT_FOUND)
        if refusal := self._token_refusal(path[2]):
            return _refused(refusal)
        name = "download" if path[1] else path[3]
        try:
            call = await read_call(request, name, self.loop_time(), self.now())
        except Refusal as refusal:
            return _refused(refusal)
        self.calls.append(call)
        self.bell.ring()

        async def process() -> web.Response:
            return self._download(path[3], call) if path[1] else await self._answer(call, request)

        if fault := self.faults.take(name, call.chat_id):
            call.fault = name_of(fault)
            answer = await fault(request, process)
        else:
            answer = await process()
        call.took = self.loop_time() - call.at
        return _cut(request) if self.is_down else answer

    def _token_refusal(self, token: str) -> Refusal | None:
        if token == self.token:
            return None
        return UNAUTHORIZED if re.fullmatch(r"[1-9]\d*:[\w-]+", token, re.ASCII) else NOT_FOUND

    async def _answer(self, call: Call, request: web.Request) -> web.Response:
        try:
            result = await self._run(call, request)
        except Refusal as refusal:
            call.outcome = refusal.description
            return _refused(refusal)
        except Exception as error:
            self.problems.append(f"{call.method}: the server itself failed: {error!r}")
            raise
        call.outcome = "ok"
        return web.json_response({"ok": True, "result": result})

    async def _run(self, call: Call, request: web.Request) -> Any:
        method = METHODS.get(call.method.lower())
        if method is None:
            self.problems.append(f"{call.method}: this server has no such method")
            raise Refusal(404, "Not Found: method not found")
        call.method = method.name
        self.problems += [
            f"{method.name}: unknown parameter {name}" for name in sorted(call.values) if name not in method.parameters
        ]
        if method.is_message:
            self.flood.check(call.integer("chat_id"), call.at)
        return await method.handler(self, call, request)

    def _download(self, path: str, call: Call) -> web.Response:
        stored = self.files.by_path.get(path)
        call.outcome = "ok" if stored else "Not Found"
        return web.Response(body=stored.content) if stored else _refused(NOT_FOUND)


def _refused(refusal: Refusal) -> web.Response:
    retry_after = refusal.parameters.get("retry_after")
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    return web.json_response(refusal.body, status=refusal.code, headers=headers)


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.close()
    return web.Response()


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """The work goes on until the end of the block; what the block raises comes out as it is, in no group."""
    failed: BaseException | None = None
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(work)
        try:
            yield
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            failed = error
        finally:
            task.cancel()
    if failed is not None:
        raise failed


@asynccontextmanager
async def serve(
    *, now: Callable[[], datetime] = lambda: datetime.now(UTC), username: str = "gigi_test_bot", port: int = 0
) -> AsyncIterator[TelegramServer]:
    """The server on a free port of loopback until the end of the block; `now` dates the messages."""
    server = TelegramServer(now, username)
    app = web.Application(client_max_size=2**26)
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with _beside(server.webhook.run()):
            yield server
    finally:
        await runner.cleanup()
