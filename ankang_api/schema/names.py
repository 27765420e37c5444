"""Names of operations, verb first: list_observations, get_observation, export_observation_history."""

ROOT = "/api/v1/"
NOUNS = {"search": "search_results"}
"""What the last segment of a path stands for, where it is no noun."""


def operation_id(path: str, verb: str, *, many: bool) -> str:
    """The operationId of a path: `many` if the operation is of a list."""
    noun = nouns(path, many=many)
    if verb == "export" and not many and noun == nouns(path, many=True):
        verb = "export_one"  # of series, which have the same word for one and many
    return f"{verb}_{noun}"


def nouns(path: str, *, many: bool) -> str:
    """The segments of a path that are no parameters, joined by underscores; all but the last are singular."""
    *owners, last = [part for part in path.removeprefix(ROOT).split("/") if part and not part.startswith("{")]
    last = NOUNS.get(last, last)
    return "_".join([*map(singular, owners), last if many else singular(last)]).replace("-", "_").replace(".", "_")


def singular(noun: str) -> str:
    return noun if noun.endswith(("series", "us")) else noun.removesuffix("s")


def summary(operation: str) -> str:
    """The words of an operationId: "Get one observation"."""
    verb, _, noun = operation.partition("_")
    words = noun.replace("_", " ")
    return f"Get one {words}" if verb == "get" else f"{verb.capitalize()} {words}"


def pascal(name: str) -> str:
    """The name of a component: PageSize for page_size."""
    return "".join(word[:1].upper() + word[1:] for word in name.split("_") if word)
