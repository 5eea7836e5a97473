"""Addresses, as Telegram checks them before it makes a link or a button of them."""

import re

PARTS = re.compile(
    r"(?:(?P<scheme>\w+)://|(?P<own>tg|ton|tonsite):)?(?P<user>[^/?#@]*@)?(?P<host>[^/?#:]*)(?::(?P<port>[^/?#]*))?(?P<rest>.*)",
    re.S,
)
OWN = ("tg", "ton", "tonsite")


class WrongLink(ValueError):
    """Says what is wrong with it, in Telegram's words."""


def checked_link(url: str) -> str:
    """The address as Telegram keeps it: with a scheme and a path. Raises WrongLink."""
    parts = PARTS.fullmatch(url)
    assert parts is not None
    scheme, host = (parts["scheme"] or parts["own"] or "http").lower(), parts["host"]
    if scheme not in ("http", "https", *OWN):
        raise WrongLink("Unsupported URL protocol")
    if not host:
        raise WrongLink("URL host is empty")
    if scheme in OWN:
        if not re.fullmatch(r"[\w.-]+", host, re.ASCII):
            raise WrongLink("Unallowed characters in URL host")
        return f"{scheme}://{host}{parts['rest']}"
    if re.search(r"[\s<>\"|\\^`{}]", host):
        raise WrongLink("Host is invalid")
    if parts["port"] is not None and not re.fullmatch(r"[1-9]\d{0,4}", parts["port"]):
        raise WrongLink("Wrong port number specified in the URL")
    if "." not in host:
        raise WrongLink("Wrong HTTP URL")
    port, rest = f":{parts['port']}" if parts["port"] else "", parts["rest"]
    return f"{scheme}://{parts['user'] or ''}{host.lower()}{port}{rest if rest.startswith('/') else f'/{rest}'}"
