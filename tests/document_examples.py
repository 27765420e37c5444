"""The examples in the documentation: blocks that can be run, and the blocks after each that show what it answers.

It imports nothing of the project: tests/metadata/run and tests/clients/run use it in environments of their own.
"""

import io
import os
import re
import subprocess
from contextlib import redirect_stdout
from pathlib import Path
from typing import NamedTuple

ORIGIN = "http://127.0.0.1:8000"
"""The address of the server in the documentation."""
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
RUN = ("http", "python", "r", "sh")
"""The languages of blocks that the tests run; sh blocks use curl alone."""
ANSWERS = ("json", "text", "csv", "jsonl")
OTHER_ENVIRONMENTS = {"metadata": ("pyarrow", "httpfs"), "clients": ("ankang_client",)}
"""Words in Python blocks that tests/metadata/run and tests/clients/run run: they need packages that the tests lack."""


class Example(NamedTuple):
    """A block that can be run, and the blocks up to the next one: what it answers, by language."""

    page: str
    kind: str
    text: str
    answers: list[tuple[str, str]]


def examples(page: str, text: str) -> list[Example]:
    """The examples of a page. Blocks in other languages are neither run nor answers."""
    found: list[Example] = []
    for language, block in BLOCK.findall(text):
        if language in RUN:
            found.append(Example(page, language, block, []))
        elif language in ANSWERS:
            found[-1].answers.append((language, block))
    return found


def environment_of(example: Example) -> str:
    """Where an example is run: "tests", or a folder of the tests that has a program `run`."""
    named = (folder for folder, words in OTHER_ENVIRONMENTS.items() if any(word in example.text for word in words))
    return next(named, "tests") if example.kind == "python" else "tests"


def printed(example: Example, server: str, folder: Path) -> str:
    """What a Python, R or shell example prints; files that it writes come into the folder."""
    text = example.text.replace(ORIGIN, server)
    if example.kind == "python":
        return printed_by_python(text, example.page)
    file = folder / f"example.{example.kind}"
    file.write_text(text)
    program = {"r": "Rscript", "sh": "sh"}[example.kind]
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    run = subprocess.run([program, file.name], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.replace("\r\n", "\n")


def printed_by_python(text: str, page: str) -> str:
    """What a program prints that runs in this process."""
    output = io.StringIO()
    with redirect_stdout(output):
        exec(compile(text, page, "exec"), {})
    return output.getvalue()
