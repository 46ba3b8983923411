"""The register of checks: what can be looked for, and what each way of looking gives back."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from crawlers.site import Site
from data.cited import titled
from data.types import Finding

CheckFunction = Callable[..., Finding]


@dataclass(frozen=True, slots=True)
class Ask:
    """What a round asks of every check."""

    as_of: date  # cut-off: nothing published later counts
    year: int  # assessment year


@dataclass(frozen=True, slots=True)
class Check:
    """A way to look. `items` and `counts` name, in Chinese, every key its findings may carry."""

    name: str
    title: str
    basis: str
    run: CheckFunction
    items: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    counts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    passed_on_too: bool = False  # it is about pages as such, whoever wrote what is on them

    @property
    def method(self) -> str:
        """How it looks, in Chinese: the function's docstring, published as the method, without
        its last paragraph, the legal source.
        """
        return (inspect.getdoc(self.run) or "").removesuffix(_sources(self.basis))

    @property
    def params(self) -> Mapping[str, object]:
        """Parameters that a scheme row may set, with their defaults."""
        parameters = inspect.signature(self.run).parameters.values()
        return {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}

    def __call__(self, site: Site, ask: Ask, **params: object) -> Finding:
        return self.run(site, ask, **params)


_CHECKS: dict[str, Check] = {}


def check(
    *,
    title: str,
    basis: str,
    items: Mapping[str, str] | None = None,
    counts: Mapping[str, str] | None = None,
    passed_on_too: bool = False,
) -> Callable[[CheckFunction], CheckFunction]:
    """Register a function `(site, ask, *, params…) -> Finding` under its own name.

    Its docstring gets the legal source as its last paragraph.

    Args:
        basis: law with its article, or number of the document; `data/cited.yaml` adds the titles.
        passed_on_too: what other bodies wrote counts like the unit's own, for better or worse.

    Raises:
        ValueError: two functions share a name.
    """

    def register(fn: CheckFunction) -> CheckFunction:
        name, cited = fn.__name__, titled(basis)
        if name in _CHECKS:
            raise ValueError(f"two checks are called {name!r}")
        fn.__doc__ = f"{inspect.getdoc(fn)}{_sources(cited)}"
        _CHECKS[name] = Check(name, title, cited, fn, items or {}, counts or {}, passed_on_too)
        return fn

    return register


def _sources(basis: str) -> str:
    return f"\n\n依据：{basis}。"


def all_checks() -> dict[str, Check]:
    """Every check under `crawlers/checks/`, by name. A module that does not import is an error."""
    package = import_module("crawlers.checks")
    for module in iter_modules(package.__path__, "crawlers.checks."):
        import_module(module.name)
    return dict(sorted(_CHECKS.items()))
