"""A law: no line of the package sends a message or speaks to a network."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import partnerxl

PACKAGE = Path(partnerxl.__file__).parent
SENDING = {"send", "senditem", "sendmail", "send_message", "sendto", "sendusingaccount"}
NETWORK = {
    *("smtplib", "imaplib", "poplib", "nntplib", "ftplib", "telnetlib", "socket", "socketserver", "ssl"),
    *("http", "urllib", "urllib3", "xmlrpc", "requests", "httpx", "aiohttp", "websockets", "webbrowser"),
    *("asyncio", "paramiko", "boto3"),
}
WORD = re.compile(r"\.send\b|\bsend\s+(the|it|mail|message)|\bsendmail\b|MAPI|CDO\.", re.IGNORECASE)


def offences(source: str) -> Iterator[str]:
    """What in a module sends something or speaks to a network."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.split(".")[0] in NETWORK)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in NETWORK:
            yield str(node.module)
        elif isinstance(node, ast.Attribute) and node.attr.casefold() in SENDING:
            yield node.attr
        elif isinstance(node, ast.Constant) and str(node.value).casefold() in SENDING:
            yield str(node.value)


@pytest.mark.parametrize(
    "source",
    [
        "item.Send()",
        "import smtplib",
        "from urllib.request import urlopen",
        "import http.client",
        "getattr(item, 'Send')()",
        "server.send_message(draft)",
    ],
)
def test_the_law_sees_what_would_break_it(source: str) -> None:
    assert list(offences(source))


@pytest.mark.parametrize(
    "module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_no_module_sends_anything(module: Path) -> None:
    found = list(offences(module.read_text(encoding="utf-8")))

    assert found == []


def commands(script: Path) -> str:
    """A script without its comments."""
    text = script.read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(("--", "'")))


@pytest.mark.parametrize(
    "script",
    sorted(file for file in PACKAGE.rglob("*") if file.suffix in {".applescript", ".bas", ".cls"}),
    ids=lambda path: path.name,
)
def test_no_script_sends_anything(script: Path) -> None:
    assert not WORD.search(commands(script))


def test_the_script_for_mail_saves_and_knows_no_word_for_sending() -> None:
    words = re.findall(r"\w+", commands(PACKAGE / "send" / "mail_draft.applescript"))

    assert "save" in words
    assert not {"send", "shell"} & {word.casefold() for word in words}
