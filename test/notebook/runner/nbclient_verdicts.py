"""Runs notebooks with nbclient, two at a time, and prints its verdict on each as JSON."""

import asyncio
import json
import sys

import nbformat
from nbclient import NotebookClient


async def attempt(path, timeout):
    notebook = nbformat.read(path, as_version=4)
    try:
        await NotebookClient(notebook, timeout=timeout, kernel_name="tslab").async_execute()
    except Exception as error:  # whatever it raises is its verdict
        return {"verdict": "failed", "why": f"{type(error).__name__}: {error}"[:200]}
    return {"verdict": "passed", "why": ""}


async def verdict(path, gate):
    async with gate:
        found = await attempt(path, 3)
        # Three seconds are enough for all but a busy machine; a cell that never ends takes the longer time, too.
        return await attempt(path, 15) if "CellTimeoutError" in found["why"] else found


async def main(paths):
    gate = asyncio.Semaphore(2)
    return await asyncio.gather(*(verdict(path, gate) for path in paths))


print(json.dumps(asyncio.run(main(sys.argv[1:]))))
