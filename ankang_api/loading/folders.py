"""Folders of fixtures: one for each report, and the files that it may contain."""

from pathlib import Path

from ankang_api.loading.files import TEXTS, Entries, Entry, read_entries, read_passages
from ankang_api.loading.problems import LoadError, Problem, collecting
from ankang_api.loading.versions.version_file import VERSION_FILE
from ankang_api.publication import PUBLICATION_FILE

SUFFIXES = (".json", ".jsonl")
OTHER_FILES = (VERSION_FILE, PUBLICATION_FILE)
"""JSON beside the folders of the reports that holds no records."""


Found = dict[str, Entries]
"""Entries by the name of their collection."""


def read_folder(folder: Path, names: list[str], found: Found) -> None:
    """Add the entries of each file of a folder to those of its collection."""
    problems: list[Problem] = []
    for path in sorted(folder.iterdir()):
        if path.name in TEXTS or path.name.startswith("."):
            continue
        if path.stem in names and path.suffix in SUFFIXES:
            with collecting(problems):
                found.setdefault(path.stem, Entries()).add(path)
        else:
            allowed = ", ".join(f"{name}.json" for name in names)
            problems.append(Problem(path, "", "", f"is no fixture; a folder holds {allowed}, {' and '.join(TEXTS)}"))
    if problems:
        raise LoadError(problems)
    if any((folder / name).exists() for name in TEXTS):
        documents = [one for suffix in SUFFIXES for one in entries_in(folder / f"documents{suffix}")]
        if len(documents) != 1:
            raise LoadError([Problem(folder, "", "", "a folder with texts has documents.json with one document")])
        found.setdefault("passages", Entries()).add(list(read_passages(folder, documents[0])))


def entries_in(path: Path) -> list[Entry]:
    return list(read_entries(path)) if path.exists() else []


def read_folders(folders: list[Path], names: list[str]) -> Found:
    """The entries of the subfolders of all folders. LoadError with the files that cannot be read."""
    found: Found = {}
    problems: list[Problem] = []
    for folder in folders:
        with collecting(problems):
            for subfolder in subfolders(folder):
                with collecting(problems):
                    read_folder(subfolder, names, found)
    if problems:
        raise LoadError(problems)
    return found


def subfolders(folder: Path) -> list[Path]:
    """The folders of the reports in a folder, which must not contain other fixtures."""
    if not folder.is_dir():
        raise LoadError([Problem(folder, "", "", "is not a folder")])
    paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    if stray := [path for path in paths if path.suffix in SUFFIXES and path.name not in OTHER_FILES]:
        raise LoadError([Problem(path, "", "", "is outside the report folders") for path in stray])
    if found := [path for path in paths if path.is_dir()]:
        return found
    raise LoadError([Problem(folder, "", "", "holds no folders; name the folder that holds those of the reports")])
