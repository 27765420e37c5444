"""The repository keeps its own promises: requirements, names, layout and migrations."""

import ast
import re
import tomllib
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.database_independent

ROOT = Path(__file__).parent.parent
MODULES = [path for package in ("ankang_api", "programmes", "indicators") for path in (ROOT / package).rglob("*.py")]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT = PYPROJECT["project"]
PIN = r"[a-z0-9-]+(\[[a-z]+\])?==[^ ]+( ; [^\\]+)? \\"
HASH = r"    --hash=sha256:[0-9a-f]{64}( \\)?"
ORIGIN = r"    # +(via)?[a-z0-9 ().-]*"


@pytest.mark.django_db
def test_no_model_is_ahead_of_its_migrations() -> None:
    output = StringIO()
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=output)
    assert output.getvalue() == "No changes detected\n"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pins_with_hashes_and_name_no_host(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    assert lines[1].startswith("#    uv pip compile --universal ")
    assert " --no-strip-extras " in lines[1]  # pip before 23.3 refuses name[extra] where only name is pinned
    assert [line for line in lines[2:] if not re.fullmatch(f"{PIN}|{HASH}|{ORIGIN}", line)] == []


@pytest.mark.parametrize(("name", "extras"), [("requirements.txt", []), ("requirements-dev.txt", ["dev"])])
def test_requirements_meet_the_ranges_of_the_project(name: str, extras: list[str]) -> None:
    pins = dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z]+\])?==([^ ]+)", (ROOT / name).read_text(), re.M))
    ranges = PROJECT["dependencies"] + [line for extra in extras for line in PROJECT["optional-dependencies"][extra]]
    for wanted in map(Requirement, ranges):
        if wanted.name != PROJECT["name"]:
            assert pins[canonicalize_name(wanted.name)] in wanted.specifier


def test_the_readme_sets_up_with_two_commands() -> None:
    install = "python3 -m venv .venv && .venv/bin/pip install -q --require-hashes -r"
    lines = (ROOT / "README.md").read_text().splitlines()
    assert [line for line in lines if line.startswith("python3 -m venv")] == [
        f"{install} requirements.txt && .venv/bin/python manage.py up",
        f"{install} requirements-dev.txt && .venv/bin/python -m pytest",
    ]


def test_each_dependency_has_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text().partition("[tool.")[0].splitlines()
    listed = [line for line in lines if line.startswith('    "') and PROJECT["name"] not in line]
    assert len(listed) > 10
    assert [line for line in listed if not re.search(r'", +# \w', line)] == []


def test_modules_are_named_for_what_they_hold() -> None:
    meaningless = {"utils", "helpers", "services", "common", "core", "base", "misc", "tools"}
    assert [path for path in MODULES if meaningless & {path.stem, path.parent.name}] == []


def test_no_test_module_imports_another() -> None:
    """Helpers are in modules of their own: tests/<subject>.py, and fixtures in tests/conftest.py."""
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        for name in imported(node)
        if any(part.startswith("test_") for part in name.split("."))
    ]
    assert found == []


def imported(node: ast.AST) -> list[str]:
    """The modules that a statement imports, and the names that it imports of them, which may be modules."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=module, names=names):
            return [f"{module or ''}.{alias.name}" for alias in names]
    return []


def test_a_folder_holds_14_modules_at_most() -> None:
    folders = Counter(path.parent for path in MODULES if path.name != "__init__.py")
    crowded = {str(folder.relative_to(ROOT)) for folder, count in folders.items() if count > 14}
    assert {folder for folder in crowded if not folder.endswith(("/migrations", "/commands"))} == set()


def test_each_package_says_what_it_holds() -> None:
    packages = [path for path in MODULES if path.name == "__init__.py"]
    described = [path for path in packages if path.parent.name not in ("migrations", "management", "commands")]
    assert [str(path) for path in described if not ast.get_docstring(ast.parse(path.read_text()))] == []


def test_import_contracts_name_each_package() -> None:
    contracts = PYPROJECT["tool"]["importlinter"]["contracts"]
    names: dict[tuple[str, ...], set[str]] = {tuple(contract.get("containers", [])): set() for contract in contracts}
    for contract in contracts:
        layers = [re.split(r" [|:] ", layer) for layer in contract["layers"]]
        names[tuple(contract.get("containers", []))] |= {name for layer in layers for name in layer}
    assert names[()] == {"ankang_api", "programmes", "indicators"}
    for container in ("ankang_api", "indicators", "indicators.admin"):
        folder = ROOT / container.replace(".", "/")
        packages = {path.parent.name for path in folder.glob("*/__init__.py")} - {"migrations"}
        assert packages - names[(container,)] == set()
