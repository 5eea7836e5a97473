"""The settings: one class, read from TOML and the environment, checked all at once."""

import json
import os
import re
import tomllib
from contextlib import suppress
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.catalogue import languages
from bot.errors import ConfigError

DEFAULT_FILE = Path("config.toml")
_EMPTY = SecretStr("")


def _clock(value: str) -> str:
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value):
        raise ValueError('should be a time of day such as "08:00"')
    return value


def _language(value: str) -> str:
    if value not in languages():
        raise ValueError(f"should be one of {', '.join(languages())}")
    return value


def _zone(value: str) -> str:
    if value:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError('should be an IANA time zone such as "Europe/Lisbon"') from None
    return value


def _country(value: str) -> str:
    if value and not re.fullmatch(r"[A-Z]{2}", value):
        raise ValueError('should be a two-letter country code such as "PT"')
    return value


def _hours(value: str) -> str:
    start, dash, end = value.partition("-")
    if not dash:
        raise ValueError('should be two times of day such as "21:00-08:00"')
    _clock(start)
    _clock(end)
    return value


def _http_url(value: str) -> str:
    if value and not re.match(r"https?://[^/\s]+", value):
        raise ValueError("should be empty or start with http:// or https://")
    return value.rstrip("/")


def _fernet_key(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{43}=", value.get_secret_value()):
        raise ValueError("is not a Fernet key; `gigi keys generate` prints one")
    return value


Clock = Annotated[str, AfterValidator(_clock)]
HttpUrl = Annotated[str, AfterValidator(_http_url)]


def clock_time(value: str) -> time:
    """`"08:00"` as a time of day."""
    hour, minute = value.split(":")
    return time(int(hour), int(minute))


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Gemini(Section):
    api_key: SecretStr = _EMPTY
    model: str = "gemini-flash-latest"
    base_url: HttpUrl = ""
    tier: Literal["free", "paid"] = "free"
    consent: Literal["ask", "assumed"] = "ask"
    embedding_model: str = ""  # empty: the local offline model
    requests_per_minute: int = Field(default=15, ge=1)
    requests_per_day: int = Field(default=50, ge=1)
    timeout_seconds: float = Field(default=20, gt=0, le=60)


class Coach(Section):
    language: Annotated[str, AfterValidator(_language)] = "en"
    zone: Annotated[str, AfterValidator(_zone)] = ""
    country: Annotated[str, AfterValidator(_country)] = ""


class Telegram(Section):
    token: SecretStr = _EMPTY
    base_url: HttpUrl = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: HttpUrl = ""
    webhook_secret: SecretStr = _EMPTY
    listen: str = "127.0.0.1"
    port: int = Field(default=8443, ge=0, le=65535)


class Discord(Section):
    token: SecretStr = _EMPTY
    api_base_url: HttpUrl = "https://discord.com/api/v10"
    gateway_url: str = ""
    coach_channels: list[int] = []
    message_content: bool = False
    shards: int = Field(default=0, ge=0)


class Storage(Section):
    data_dir: Path = Path("data")
    database_url: SecretStr = _EMPTY  # empty: SQLite in data_dir
    chroma_url: HttpUrl = ""  # empty: embedded in data_dir


class Redis(Section):
    url: SecretStr = _EMPTY


class Security(Section):
    encryption_keys: list[Annotated[SecretStr, AfterValidator(_fernet_key)]] = []


class Reminders(Section):
    sweep_seconds: float = Field(default=15, ge=0.05, le=3600)
    default_morning: Clock = "08:00"
    default_evening: Clock = "19:00"
    quiet_hours: Annotated[str, AfterValidator(_hours)] = "21:00-08:00"
    nudges_per_day: int = Field(default=1, ge=0, le=24)

    @property
    def quiet(self) -> tuple[time, time]:
        """Quiet hours as local start and end."""
        start, end = self.quiet_hours.split("-")
        return clock_time(start), clock_time(end)


class Safety(Section):
    lines_file: Path | Literal[""] = ""


class Limits(Section):
    messages_per_minute: int = Field(default=30, ge=1)


class Access(Section):
    mode: Literal["open", "invite", "list"] = "open"
    allowed: list[str] = []


class Server(Section):
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)


class Logging(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "console"


class Settings(BaseSettings):
    """Every key of `config.example.toml`; the environment variable `GIGI_SECTION__KEY` wins over the file."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    gemini: Gemini = Gemini()
    coach: Coach = Coach()
    telegram: Telegram = Telegram()
    discord: Discord = Discord()
    storage: Storage = Storage()
    redis: Redis = Redis()
    security: Security = Security()
    reminders: Reminders = Reminders()
    safety: Safety = Safety()
    limits: Limits = Limits()
    access: Access = Access()
    server: Server = Server()
    logging: Logging = Logging()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over what the file gave (which arrives as init arguments)."""
        return _Environment(settings_cls), _HostVariables(settings_cls), init_settings


class _Variables(PydanticBaseSettingsSource):
    """Settings out of environment variables. What is no JSON stays a string, for the checks to name it by its path."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False


class _Environment(_Variables):
    """`GIGI_SECTION__KEY`."""

    def __call__(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in os.environ.items():
            section, separator, key = name.removeprefix("GIGI_").lower().partition("__")
            if name.startswith("GIGI_") and separator:
                found.setdefault(section, {})[key] = _value(value)
        return found


def _value(text: str) -> Any:
    """A list written as JSON; anything else as it is."""
    if text.lstrip().startswith("["):
        with suppress(json.JSONDecodeError):
            return json.loads(text)
    return text


class _HostVariables(_Variables):
    """`PORT` and `DATABASE_URL`, as hosting platforms set them."""

    def __call__(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if os.environ.get("PORT"):
            found["server"] = {"port": os.environ["PORT"]}
        if os.environ.get("DATABASE_URL"):
            found["storage"] = {"database_url": os.environ["DATABASE_URL"]}
        return found


def read_settings(file: Path | None = None) -> Settings:
    """The settings from `file` (default `config.toml` when it exists) and the environment.

    Raises ConfigError that names every wrong key with its path; no value is ever part of the sentence.
    """
    return _checked(_read_toml(file))


def _read_toml(file: Path | None) -> dict[str, Any]:
    path = file or DEFAULT_FILE
    if file is None and not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"There is no configuration file {path}. Copy config.example.toml there.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {_position(error)}.") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from None


def _position(error: Exception) -> str:
    found = re.search(r"line (\d+), column (\d+)", str(error))
    return f"look at line {found[1]}, column {found[2]}" if found else "save it as UTF-8 text"


def _checked(values: dict[str, Any]) -> Settings:
    try:
        return Settings(**values)
    except ValidationError as error:
        problems = sorted({f"{_path(e['loc'])}: {_problem(e)}" for e in error.errors(include_input=False)})
    listed = "\n".join(f"  {problem}" for problem in problems)
    raise ConfigError(f"The configuration has {len(problems)} problem(s):\n{listed}")


def _path(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) or "(top)"


def _problem(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "unknown key"
    if error["type"] == "missing":
        return "is missing"
    text: str = error["msg"]
    return text.removeprefix("Value error, ")
