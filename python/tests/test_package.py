"""What `apt install` and `pip install` leave behind works without the source tree."""

import os
import shutil
import subprocess
import sys

import pytest

from conftest import DAY, DEAL, ROOT

BUILD = os.environ.get("LEEWAY_BUILD", str(ROOT / "build" / "release"))
ASK = f"""
import leeway as lw
assert lw.__file__.startswith({{root!r}}), lw.__file__
r = lw.World.default().status_quo("{DAY}").solve(add=["{DEAL}"])
print(r.id, float(r.real_income["CAN"]))
"""


def answer(modules, root, **environment):
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "LEEWAY_DATA")}
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(root=str(root))],
        env={**env, "PYTHONPATH": str(modules), **environment},
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    id, income = done.stdout.split()
    return id, float(income)


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_debian_packages(tmp_path, deal):
    if shutil.which("dpkg-deb") is None:
        pytest.skip("dpkg-deb is not installed")
    run("cpack", "-G", "DEB", "-B", str(tmp_path / "made"), "-D", "CPACK_DEBIAN_COMPRESSION_TYPE=gzip", cwd=BUILD)
    names = sorted(file.name for file in (tmp_path / "made").glob("*.deb"))
    assert [name.split("_")[0] for name in names] == ["leeway", "python3-leeway"]
    root = tmp_path / "root"
    for name in names:
        run("dpkg-deb", "-x", str(tmp_path / "made" / name), str(root))
    program, module = (tmp_path / "made" / name for name in names)
    assert "python" not in run("dpkg-deb", "-c", str(program)).replace("doc/leeway/python.md", "")
    depends = run("dpkg-deb", "-f", str(module), "Depends")
    for package in ("leeway (= ", "python3 (>= 3.11)", "python3 (<< 3.12)", "python3-numpy", "python3-pandas",
                    "python3-xarray", "python3-matplotlib", "libstdc++6"):
        assert package in depends
    told = answer(root / "usr/lib/python3/dist-packages", root, LEEWAY_DATA=str(root / "usr/share/leeway"))
    assert told == (deal.id, deal.real_income["CAN"].item())
    text = run(str(root / "usr/bin/leeway"), "--version", env={**os.environ, "LEEWAY_DATA": str(root / "usr/share/leeway")})
    assert text


def test_the_wheel(tmp_path, deal):
    source = tmp_path / "python"
    shutil.copytree(ROOT / "python", source, ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info", "tests"))
    (source / "setup.py").write_text(
        (source / "setup.py").read_text().replace("ROOT = HERE.parent", f"ROOT = Path({str(ROOT)!r})")
    )
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps", "-w", str(tmp_path / "made"), str(source)],
        capture_output=True,
        text=True,
        env={**os.environ, "LEEWAY_BUILD": BUILD, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    if "No module named pip" in done.stderr:
        pytest.skip("pip is not installed: apt install python3-pip")
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (tmp_path / "made").glob("leeway-*.whl")
    assert "-cp311-cp311-linux_" in wheel.name
    root = tmp_path / "root"
    shutil.unpack_archive(wheel, root, "zip")
    assert answer(root, root) == (deal.id, deal.real_income["CAN"].item())
