"""A gate runs so much work at once; the rest waits, or is refused."""

from __future__ import annotations

import threading

import anyio
import pytest

from qa.web import strings
from qa.web.errors import BusyError
from qa.web.limits import Limits
from qa.web.service.gate import Gate


class Held:
    """Work that lasts until it is let go on."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.begun = 0
        self.most = 0
        self._running = 0
        self._lock = threading.Lock()

    def __call__(self) -> None:
        """Wait."""
        with self._lock:
            self.begun += 1
            self._running += 1
            self.most = max(self.most, self._running)
        self.go_on.wait()
        with self._lock:
            self._running -= 1


def test_a_gate_lets_so_many_in_and_no_more() -> None:
    """One after the other when they are let go on."""
    held = Held()

    async def crowd() -> None:
        gate = Gate(Limits(), 3)
        async with anyio.create_task_group() as tasks:
            for _ in range(20):
                tasks.start_soon(gate.run, held)
            while gate.waiting < 17 or held.begun < 3:  # noqa: ASYNC110 - a thread does it
                await anyio.sleep(0.01)
            held.go_on.set()

    anyio.run(crowd)
    assert (held.begun, held.most) == (20, 3)


def test_whose_turn_does_not_come_is_told() -> None:
    """What was begun goes on, and the line is free again afterwards."""
    held = Held()

    async def late() -> str:
        gate = Gate(Limits(wait_s=0.05), 1)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(gate.run, held)
            while not held.begun:  # noqa: ASYNC110 - a thread does it
                await anyio.sleep(0.01)
            with pytest.raises(BusyError) as refused:
                await gate.run(lambda: None)
            held.go_on.set()
        await gate.run(lambda: None)
        assert gate.waiting == 0
        return str(refused.value)

    assert anyio.run(late) == strings.BUSY
    assert held.begun == 1


def test_more_than_may_wait_are_told_that_it_is_busy() -> None:
    """Those that wait are answered, each in its turn."""

    async def crowd() -> tuple[list[int], int]:
        gate = Gate(Limits(at_once=1, waiting=2))
        done: list[int] = []
        busy = 0

        async def one(number: int) -> None:
            nonlocal busy
            try:
                done.append(await gate.run(lambda: number))
            except BusyError:
                busy += 1

        async with anyio.create_task_group() as tasks:
            for number in range(6):
                tasks.start_soon(one, number)
        return done, busy

    done, busy = anyio.run(crowd)
    assert (sorted(done), busy) == ([0, 1, 2], 3)
