"""Builds the module by the project's own CMake and puts the data folder beside it, so that a wheel needs nothing of
the source tree. The libraries that it links are Debian's."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD = Path(os.environ.get("LEEWAY_BUILD", ROOT / "build" / "release"))


def project_version() -> str:
    found = re.search(r"project\(leeway VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text())
    assert found is not None
    return found[1]


class CMakeBuild(build_ext):
    def build_extension(self, ext: Extension) -> None:
        options = ["-DLEEWAY_PYTHON=ON", f"-DPython_EXECUTABLE={sys.executable}", "-DCMAKE_BUILD_TYPE=Release"]
        if not (BUILD / "CMakeCache.txt").exists():
            options += ["-G", "Ninja"]
        subprocess.run(["cmake", "-S", str(ROOT), "-B", str(BUILD), *options], check=True)
        subprocess.run(["cmake", "--build", str(BUILD), "--target", "leeway_python", "world_packs"], check=True)
        module = Path(self.get_ext_fullpath(ext.name))
        module.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(BUILD / "python" / "leeway" / module.name, module)
        self.copy_share(module.parent / "share")

    def copy_share(self, share: Path) -> None:
        """As cmake/packaging.cmake installs it."""
        if share.exists():
            shutil.rmtree(share)
        for name in ("data", "scenarios", "threats", "games", "hedges"):
            shutil.copytree(ROOT / name, share / name, ignore=shutil.ignore_patterns("world.pack"))
        for pack in BUILD.glob("data/world/*/world.pack"):
            shutil.copy2(pack, share / "data" / "world" / pack.parent.name / pack.name)
        page = ROOT / "web" / "dist" / "brief.html"
        if page.exists():
            (share / "web").mkdir()
            shutil.copy2(page, share / "web" / page.name)


setup(
    version=project_version(),
    ext_modules=[Extension("leeway._engine", sources=[])],
    cmdclass={"build_ext": CMakeBuild},
)
