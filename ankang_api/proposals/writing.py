"""The folder of a proposal."""

import json
from pathlib import Path

from ankang_api.loading.files import TEXTS
from ankang_api.loading.text_restoration import damaged_places
from ankang_api.proposals.proposal import Proposal

REVIEW_FILE = "review.md"


def write(proposal: Proposal, folder: Path) -> None:
    """Write the files of a report's folder and review.md. FileExistsError if the folder exists: reviews are kept."""
    folder.mkdir(parents=True)
    for name, text in zip(TEXTS, (proposal.received, proposal.restored), strict=True):
        (folder / name).write_bytes(text.encode())
    for name, rows in proposal.rows.items():
        (folder / f"{name}.json").write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    (folder / REVIEW_FILE).write_text(review(proposal), encoding="utf-8")


def review(proposal: Proposal) -> str:
    """What a person does before the folder can be loaded."""
    counts = [f"- {len(rows)} rows of {name}.json" for name, rows in proposal.rows.items()]
    unread = [f"- {place}" for place in proposal.unread] or ["- none"]
    damage = [f"- {place}" for place in damaged_places(proposal.restored)] or ["- none"]
    return "\n".join(
        [
            "# To review",
            "",
            "Answer the questions in the field `review` of each row, then delete the field.",
            "The loader refuses rows that have it.",
            "",
            *counts,
            "",
            "## Numerals in no quote",
            "",
            "Quote each for a record, or exclude it with a reason.",
            "",
            *unread,
            "",
            "## Possible damage of the text",
            "",
            *damage,
            "",
        ]
    )
