"""A gate runs so much work at once; the rest waits, or is refused."""

from __future__ import annotations

import anyio
import pytest

from qa.web import strings
from qa.web.errors import BusyError
from qa.web.limits import Limits
from qa.web.service.gate import Gate
from tests.support.blocking import BlockingWork


def test_a_gate_runs_only_so_much_at_once() -> None:
    """The rest follows when there is room."""
    work = BlockingWork()

    async def crowd() -> None:
        gate = Gate(Limits(), 3)
        async with anyio.create_task_group() as tasks:
            for _ in range(20):
                tasks.start_soon(gate.run, work)
            while gate.waiting < 17 or work.started < 3:  # noqa: ASYNC110 - a thread does it
                await anyio.sleep(0.01)
            work.release.set()

    anyio.run(crowd)
    assert (work.started, work.most) == (20, 3)


def test_work_that_waits_too_long_is_refused() -> None:
    """Running work goes on, and the queue is free again afterwards."""
    work = BlockingWork()

    async def late() -> str:
        gate = Gate(Limits(wait_s=0.05), 1)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(gate.run, work)
            while not work.started:  # noqa: ASYNC110 - a thread does it
                await anyio.sleep(0.01)
            with pytest.raises(BusyError) as refused:
                await gate.run(lambda: None)
            work.release.set()
        await gate.run(lambda: None)
        assert gate.waiting == 0
        return str(refused.value)

    assert anyio.run(late) == strings.BUSY
    assert work.started == 1


def test_more_work_than_may_wait_is_refused() -> None:
    """Work that waits is done, in turn."""

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
