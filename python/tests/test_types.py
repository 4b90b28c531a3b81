"""The stubs say what there is, and the package keeps to them."""

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

pytest.importorskip("mypy", reason="mypy is not installed")
PACKAGE = ROOT / "python" / "leeway"


def check(*arguments, cwd):
    return subprocess.run([sys.executable, "-m", *arguments], capture_output=True, text=True, cwd=cwd)


def test_the_package_keeps_to_its_types(tmp_path):
    done = check("mypy", "--strict", "--allow-untyped-calls", "--ignore-missing-imports", "--cache-dir", str(tmp_path), str(PACKAGE), cwd=ROOT / "python")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_stub_is_what_the_engine_has(tmp_path):
    # pybind11 has a metaclass of its own, and says nothing of what its functions take.
    allowed = tmp_path / "allowed"
    allowed.write_text("leeway\\._engine\\.\\w+\nleeway\\._engine\\.\\w+\\.__init__\n")
    done = check("mypy.stubtest", "leeway._engine", "--allowlist", str(allowed), "--ignore-unused-allowlist", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues found in 1 module" in done.stdout


def test_every_name_of_the_engine_is_in_the_stub():
    from leeway import _engine

    stub = (PACKAGE / "_engine.pyi").read_text()
    for name in dir(_engine):
        if not name.startswith("_"):
            assert f"class {name}" in stub or f"def {name}(" in stub or f"{name}:" in stub, name
            for member in vars(getattr(_engine, name)) if isinstance(getattr(_engine, name), type) else ():
                assert member.startswith("_") or f"def {member}(" in stub, f"{name}.{member}"


def test_everything_public_says_what_it_is():
    import inspect

    import leeway

    for name in leeway.__all__:
        one = getattr(leeway, name)
        if name == "__version__":
            continue
        assert inspect.getdoc(one), name
        if isinstance(one, type) and one.__module__.startswith("leeway"):
            for member, value in vars(one).items():
                if member.startswith("_") or not (callable(value) or isinstance(value, property)):
                    continue
                assert inspect.getdoc(getattr(one, member)), f"{name}.{member}"
