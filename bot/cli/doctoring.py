"""`gigi doctor`: checks everything an operator can get wrong, and says what to do about it."""

import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from bot.cli.operating import opened
from bot.cli.reaching import reach
from bot.cli.serving import configured
from bot.config import Settings, read_settings
from bot.errors import AlreadyRunning, GigiError
from bot.rules.spreading import most_at_once

LEAST_FREE_BYTES = 200 * 1024 * 1024
State = Literal["ok", "warn", "fail"]


class Finding(NamedTuple):
    """One check: what was looked at, how it is, and what to do."""

    check: str
    state: State
    message: str


async def doctor(config: Path | None, *, as_json: bool, verify: bool) -> int:
    """Prints every finding; 1 when something has to be mended."""
    findings = [finding async for finding in _examine(config, verify=verify)]
    if as_json:
        import orjson

        print(orjson.dumps([finding._asdict() for finding in findings], option=orjson.OPT_INDENT_2).decode())
    else:
        for finding in findings:
            print(f"{finding.state:5} {finding.check}: {finding.message}")
    return int(any(finding.state == "fail" for finding in findings))


async def _examine(config: Path | None, *, verify: bool) -> AsyncIterator[Finding]:
    yield _python()
    try:
        settings = read_settings(config)
    except GigiError as error:
        yield Finding("configuration", "fail", str(error))
        return
    yield Finding("configuration", "ok", "every key is known and valid.")
    checks: tuple[Callable[[Settings], Finding], ...] = (_folder, _model_files, _gemini, _lines)
    for check in checks:
        yield check(settings)
    async for finding in _platforms(settings):
        yield finding
    yield await _database(settings, verify=verify)
    yield await _told("nudges", lambda: _nudges(settings))


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding("python", "ok" if sys.version_info >= (3, 11) else "fail", f"{version} (3.11 or newer is needed).")


def _folder(settings: Settings) -> Finding:
    folder = settings.storage.data_dir
    home = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not home.is_dir():
        return Finding("data folder", "fail", f"{home} is a file: set storage.data_dir to a folder.")
    free = shutil.disk_usage(home).free
    if free < LEAST_FREE_BYTES:
        return Finding("data folder", "warn", f"only {free // 1024**2} MiB free on the disk of {folder}: make room.")
    where = str(folder) if folder.exists() else f"{folder} (made at the first start)"
    return Finding("data folder", "ok", f"{where}, {free // 1024**3} GiB free.")


def _model_files(settings: Settings) -> Finding:
    from bot.memory.embedding import LocalEmbedder

    if settings.gemini.embedding_model:
        return Finding(
            "embedding model", "ok", f"{settings.gemini.embedding_model}, through Google, for those who agreed."
        )
    if LocalEmbedder().available:
        return Finding("embedding model", "ok", "the offline model's files are there.")
    return Finding(
        "embedding model", "warn", "the offline model is missing: memories are found by words only. Try `make run`."
    )


def _gemini(settings: Settings) -> Finding:
    if not settings.gemini.api_key.get_secret_value():
        return Finding(
            "gemini", "warn", "no gemini.api_key: Gigi coaches from its playbooks. A free key: aistudio.google.com."
        )
    tier = "people at Google may read what is sent" if settings.gemini.tier == "free" else "paid tier"
    return Finding("gemini", "ok", f"{settings.gemini.model}, {tier}; {settings.gemini.requests_per_day} calls a day.")


async def _platforms(settings: Settings) -> AsyncIterator[Finding]:
    platforms = configured(settings)
    if not platforms:
        yield Finding("platforms", "ok", "no token is set, so `gigi run` opens the terminal.")
    for platform in platforms:
        is_reached, sentence = await reach(settings, platform)
        yield Finding(platform, "ok" if is_reached else "fail", sentence)


def _lines(settings: Settings) -> Finding:
    from bot.rules.safety import load_lines

    override = settings.safety.lines_file
    try:
        stale = load_lines(Path(override) if override else None).unverified(datetime.now(UTC).date())
    except (ValueError, OSError):
        return Finding("crisis lines", "fail", f"safety.lines_file: {override} cannot be read as a list of help lines.")
    if stale:
        return Finding(
            "crisis lines",
            "warn",
            f"{len(stale)} entries were never dial-checked, or more than 90 days ago: check those of your people's "
            "countries and keep your own list with safety.lines_file.",
        )
    return Finding("crisis lines", "ok", "all verified within 90 days.")


async def _database(settings: Settings, *, verify: bool) -> Finding:
    return await _told("database", lambda: _open_database(settings, verify=verify))


async def _open_database(settings: Settings, *, verify: bool) -> Finding:
    file = settings.storage.data_dir / "gigi.db"
    if not settings.storage.database_url.get_secret_value() and not file.exists():
        return Finding("database", "ok", "none yet; it is made at the first start.")
    async with opened(settings, is_alone=False) as store:
        counts = await store.inbox.counts()
        if dead := counts.get("dead"):
            return Finding("database", "warn", f"{dead} messages were given up: `gigi inspect dead`.")
        if verify:
            if problems := await store.database.problems():
                return Finding("database", "fail", f"it is damaged ({len(problems)} problems): restore a backup.")
            for person in await store.people.summaries(1_000_000):
                await store.exporting.export(person.id)
            return Finding("database", "ok", "sound; every record opens with the key.")
        return Finding("database", "ok", f"opens with the key; {sum(counts.values())} messages in the inbox.")


async def _nudges(settings: Settings) -> Finding:
    """Whether the fullest minute of the coming day can be sent before it is stale."""
    file = settings.storage.data_dir / "gigi.db"
    if not settings.storage.database_url.get_secret_value() and not file.exists():
        return Finding("nudges", "ok", "none are planned yet.")
    now = datetime.now(UTC)
    async with opened(settings, is_alone=False) as store:
        fullest = await store.reminders.fullest_minutes(now, now + timedelta(days=1))
    for platform, minute, count in fullest:
        most = most_at_once(platform)
        if most is not None and count > most:
            return Finding(
                "nudges",
                "warn",
                f"{count} are due on {platform} at {minute:%H:%M} UTC, and only {most} can be sent before they mean "
                "nothing any more: another bot with its own token, or other default times, would spread them.",
            )
    most_due = max((count for _, _, count in fullest), default=0)
    return Finding("nudges", "ok", f"at most {most_due} are due in one minute of the coming day; all fit.")


async def _told(check: str, work: Callable[[], Awaitable[Finding]]) -> Finding:
    try:
        return await work()
    except AlreadyRunning:
        return Finding(check, "ok", "in use by a running Gigi.")
    except GigiError as error:
        return Finding(check, "fail", str(error))
