"""The documents as tools: a program that speaks the protocol gets quotes, checks and sources."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import httpx
import pytest

pytest.importorskip("mcp")

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.server.mcpserver.exceptions import ToolError

from qa.mcp_server import server

if TYPE_CHECKING:
    from qa.index.search import Index

ROOT = Path(__file__).parents[1]


def called(index: Index, *calls: tuple[str, dict[str, Any]]) -> tuple[list[str], list[Any]]:
    """Start the server as a program would; return the tools it names and what calls give."""
    root = index.generation.path.parent.parent
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "qa", "mcp", "--index", str(root)],
        env={"PYTHONPATH": str(ROOT)},
    )

    async def talk() -> tuple[list[str], list[Any]]:
        async with stdio_client(parameters) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            tools = [tool.name for tool in (await session.list_tools()).tools]
            return tools, [await session.call_tool(name, arguments) for name, arguments in calls]

    return anyio.run(talk)


def test_a_program_asks_checks_and_reads(article_index: Index) -> None:
    """Over standard input and output, in a process of its own; errors come as sentences."""
    question = "How many EVs did Xiaomi deliver in October 2024?"
    tools, (asked, checked, read, missing, empty) = called(
        article_index,
        ("ask", {"question": question, "k": 1}),
        ("check", {"claim": "which delivered 30,000 EVs in October 2024"}),
        ("read_source", {"doc_id": "china-tech-industry.txt", "start": 5746, "end": 5925}),
        ("read_source", {"doc_id": "none.txt"}),
        ("ask", {"question": " "}),
    )
    assert tools == ["ask", "check", "read_source"]
    quote = asked.structured_content["quotes"][0]
    assert quote["text"].startswith("China’s EV sector also received a boost from Xiaomi")
    assert checked.structured_content["verdict"] == "altered"
    assert read.structured_content["text"] == quote["text"]
    assert missing.is_error
    assert "There is no document 'none.txt'" in missing.content[0].text
    assert "The question is empty" in empty.content[0].text


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("ask", {"question": "What is \ud800?"}),
        ("ask", {"question": "What is it?", "documents": ["a.txt", "\udfff"]}),
        ("check", {"claim": "half \udc00"}),
        ("check", {"claim": "whole", "documents": ["\ud83e"]}),
        ("read_source", {"doc_id": "\ud800.txt"}),
    ],
)
def test_half_of_a_surrogate_pair_is_refused(
    tmp_path: Path, tool: str, arguments: dict[str, Any]
) -> None:
    """In a sentence that names the argument, before the index is read."""
    with pytest.raises(ToolError, match="half of a surrogate pair"):
        anyio.run(server(tmp_path).call_tool, tool, arguments)


def test_half_of_a_surrogate_pair_ends_no_server(article_index: Index) -> None:
    """Spelt as JSON spells it, on standard input: the next request is answered."""
    root = article_index.generation.path.parent.parent
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "t", "version": "1"},
    }
    claims = [{"name": "check", "arguments": {"claim": c}} for c in ("x \ud800", "20,000 EVs")]
    messages: list[dict[str, Any]] = [
        {"id": 1, "method": "initialize", "params": hello},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": claims[0]},
        {"id": 3, "method": "tools/call", "params": claims[1]},
    ]
    with subprocess.Popen(
        [sys.executable, "-m", "qa", "mcp", "--index", str(root)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for message in messages:
            process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        process.stdin.flush()
        for line in process.stdout:
            answer = json.loads(line)
            assert answer.get("id") != 2 or "error" in answer or answer["result"]["isError"]
            if answer.get("id") == 3:
                assert answer["result"]["structuredContent"]["verdict"] == "exact"
                break
        else:
            pytest.fail("the server ended")
        process.kill()


def test_the_same_tools_are_there_over_http(article_index: Index) -> None:
    """On this machine, and under its own names only."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    root = article_index.generation.path.parent.parent
    command = [sys.executable, "-m", "qa", "mcp", "--http", "--port", str(port)]

    async def talk() -> list[str]:
        async with (
            streamable_http_client(f"http://127.0.0.1:{port}/mcp") as (read, write, *_),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return [tool.name for tool in (await session.list_tools()).tools]

    with subprocess.Popen(
        [*command, "--index", str(root)], env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as process:
        try:
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            assert anyio.run(talk) == ["ask", "check", "read_source"]
            foreign = {"Host": "evil.example", "Accept": "application/json, text/event-stream"}
            refused = httpx.post(f"http://127.0.0.1:{port}/mcp", headers=foreign, json={})
            assert refused.status_code in {403, 421}
        finally:
            process.kill()
