"""Writes the examples of docs/clients.md in JavaScript, TypeScript and for the generated Python client as files.

`python write_page_examples.py clients.md http://127.0.0.1:8790` writes page-1.mjs, page-2.mjs, … in the
current folder, numbered by language.
"""

import re
import sys
from collections import Counter
from pathlib import Path

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
SUFFIXES = {"js": "mjs", "ts": "ts", "python": "py"}

page, server = sys.argv[1:]
numbers: Counter[str] = Counter()
for language, text in BLOCK.findall(Path(page).read_text()):
    if language in SUFFIXES and (language != "python" or "ankang_client" in text):
        numbers[language] += 1
        file = Path(f"page-{numbers[language]}.{SUFFIXES[language]}")
        file.write_text(text.replace("http://127.0.0.1:8000", server))
