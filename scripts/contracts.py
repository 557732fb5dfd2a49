"""A contract for import-linter that it does not bring along."""

from sys import stdlib_module_names

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class StandardLibraryOnly(Contract):
    """Each of the `packages` imports itself and the standard library, nothing else.

    A package that is not written yet is passed over.
    """

    type_name = "standard_library_only"

    # import-linter turns the field into the list of names from pyproject.toml.
    packages: list[str] = fields.ListField(subfield=fields.StringField())  # type: ignore[assignment]

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = [
            (module, imported)
            for package in self.packages
            if package in graph.modules
            for module in {package} | graph.find_descendants(package)
            for imported in graph.find_modules_directly_imported_by(module)
            if not _is_within(imported, package) and imported.partition(".")[0] not in stdlib_module_names
        ]
        return ContractCheck(kept=not broken, metadata={"broken": sorted(broken)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for module, imported in check.metadata["broken"]:
            output.print_error(f"{module} imports {imported}")


def _is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")
