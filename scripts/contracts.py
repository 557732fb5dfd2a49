"""A contract for import-linter that it does not bring along."""

from collections.abc import Iterator
from sys import stdlib_module_names

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class StandardLibraryOnly(Contract):
    """Each of the `packages` imports itself and the standard library, nothing else.

    One in parentheses may be missing; any other that is not there is an error, since it may be mistyped.
    """

    type_name = "standard_library_only"

    # import-linter turns the field into the list of names from pyproject.toml.
    packages: list[str] = fields.ListField(subfield=fields.StringField())  # type: ignore[assignment]

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        present = list(_present(self.packages, graph))
        broken = [
            (module, imported)
            for package in present
            for module in {package} | graph.find_descendants(package)
            for imported in graph.find_modules_directly_imported_by(module)
            if not _is_within(imported, package) and imported.partition(".")[0] not in stdlib_module_names
        ]
        return ContractCheck(kept=not broken, metadata={"broken": sorted(broken)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for module, imported in check.metadata["broken"]:
            output.print_error(f"{module} imports {imported}")


def _present(packages: list[str], graph: ImportGraph) -> Iterator[str]:
    for written in packages:
        package = written.removeprefix("(").removesuffix(")")
        if package in graph.modules:
            yield package
        elif package == written:
            raise ValueError(f"There is no package {package}. Put it in parentheses if it may be missing.")


def _is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")
