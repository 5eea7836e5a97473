"""One small error tree: each error holds the sentence for the operator and the log, and the one for the person."""


class GigiError(Exception):
    """Anything Gigi can explain. `str(error)` is one sentence for the operator and the log, without personal words."""

    default_for_person = "Something went wrong on my side. Your message is kept, and I will come back to it."

    def __init__(self, sentence: str, sentence_for_person: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence_for_person = sentence_for_person or self.default_for_person


class ConfigError(GigiError):
    """The configuration cannot be used; nothing was started."""


class KeyMissing(ConfigError):
    """There is data, and no key to open it: a new key over old data would be silent loss."""


class KeyMalformed(ConfigError):
    """A value that should be a Fernet key is none."""


class KeyWrong(ConfigError):
    """The keys given do not open this database."""


class AlreadyRunning(GigiError):
    """Another process works on the same data."""


class StorageError(GigiError):
    """The database, or the folder it lives in, cannot be used now."""


class DatabaseUnavailable(StorageError):
    """The database cannot be reached, or another process holds it."""


class DatabaseDamaged(StorageError):
    """The file is no database, or a record in it cannot be opened."""


class DatabaseNewer(StorageError):
    """A newer version of Gigi wrote this database."""


class DiskFull(StorageError):
    """Nothing more can be written."""

    default_for_person = "I have no room left to note this down. Please try again later."


class ReadOnlyFolder(StorageError):
    """The folder or the file in it cannot be written."""


class UnknownPerson(GigiError):
    """Nobody is stored under that id or name."""


class FenceLost(GigiError):
    """Another drainer has taken this person over: stop, and send nothing."""


class ModelUnavailable(GigiError):
    """The model cannot answer now: no key, no quota, a refusal, an outage. The playbook coach answers."""

    default_for_person = "I am answering from my own playbooks right now."

    def __init__(self, reason: str, sentence_for_person: str | None = None) -> None:
        super().__init__(f"The model cannot answer now: {reason}.", sentence_for_person)
        self.reason = reason  # a code such as "no_key", "quota_day", "timeout"


class SendFailed(GigiError):
    """The platform refused a reply for good."""


class PersonUnreachable(SendFailed):
    """The platform lets nothing through to this person. `is_for_good`: they blocked Gigi, or are gone."""

    def __init__(self, sentence: str, *, is_for_good: bool) -> None:
        super().__init__(sentence)
        self.is_for_good = is_for_good


class PlatformFailed(GigiError):
    """A platform can no longer be listened to, and trying again would not help: a revoked token, say."""


class SomebodyElsesButton(GigiError):
    """A button was pressed by a person it was not meant for, or it is none of ours."""

    default_for_person = "That button is not for you, or it has grown too old. Write to me instead."


class TooManyMessages(GigiError):
    """More messages a minute than a person may send; nothing was kept."""

    default_for_person = "That is more than I can read in a minute. Please wait a moment, then send the last one again."


def place_of(error: BaseException) -> str:
    """Where an error was raised, as file and line: what a log may say of an error whose text may hold words."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    if frame is None:
        return "unknown place"
    return f"{frame.tb_frame.f_code.co_filename.rpartition('/')[2]}:{frame.tb_lineno}"
