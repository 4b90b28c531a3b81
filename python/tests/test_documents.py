"""What the pages and the notebooks show runs."""

import json
import os
import re
import shutil
import subprocess
import sys

import pandas
import pytest

from conftest import ROOT

NOTEBOOKS = sorted((ROOT / "python" / "notebooks").glob("*.ipynb"))


def blocks(page, language):
    text = (ROOT / "docs" / page).read_text()
    found = re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)
    assert found, f"{page} has no {language}"
    return found


@pytest.fixture
def surroundings(program, tmp_path):
    """A folder to be in, and `leeway` on the path."""
    path = os.pathsep.join([os.path.dirname(program), "/usr/bin", os.environ.get("PATH", "")])
    return {"cwd": tmp_path, "env": {**os.environ, "PATH": path, "MPLBACKEND": "Agg"}}


def test_python_page(surroundings):
    code = "\n".join(blocks("python.md", "python"))
    first = blocks("python.md", "python")[0]
    assert len([line for line in first.splitlines() if line.strip()]) <= 10
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, **surroundings)
    assert done.returncode == 0, done.stderr
    for name in ("canada.html", "canada.pdf", "room.pdf", "canada-deal.html"):
        assert (surroundings["cwd"] / name).stat().st_size > 1000


def test_there_are_three_notebooks():
    assert [file.stem for file in NOTEBOOKS] == ["first-look", "own-data", "papers-figure"]


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_notebooks(file, surroundings, monkeypatch):
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    for cell in json.loads(file.read_text())["cells"]:
        assert not cell.get("outputs") and cell.get("execution_count") is None, "stored without output"
    monkeypatch.setenv("PATH", surroundings["env"]["PATH"])
    notebook = nbformat.read(file, as_version=4)
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(surroundings["cwd"])}}
    )
    client.execute()
    assert not [out for cell in notebook.cells for out in cell.get("outputs", []) if out["output_type"] == "error"]
    if file.stem == "papers-figure":
        assert (surroundings["cwd"] / "canada-by-rate.pdf").read_bytes().startswith(b"%PDF")


def written(page, surroundings):
    for command in blocks(page, "sh"):
        done = subprocess.run(["sh", "-ec", command], capture_output=True, text=True, **surroundings)
        assert done.returncode == 0, done.stderr


def test_r_page(surroundings):
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed: apt install r-base-core r-cran-rsqlite r-cran-haven")
    for package in ("RSQLite", "haven"):
        if subprocess.run(["Rscript", "-e", f"library({package})"], capture_output=True).returncode != 0:
            pytest.skip(f"R has no {package}: apt install r-cran-{package.lower()}")
    written("r.md", surroundings)
    done = subprocess.run(["Rscript", "-e", "\n".join(blocks("r.md", "r"))], capture_output=True, text=True, **surroundings)
    assert done.returncode == 0, done.stderr
    long = pandas.read_csv(surroundings["cwd"] / "deal.csv", keep_default_na=False)
    top = long[(long["variable"] == "real_income") & (long["scenario"] == "typed")]["value"].abs().idxmax()
    assert long["economy"][top] in done.stdout
    assert (surroundings["cwd"] / "canada-output.pdf").exists()


def test_stata_page(surroundings):
    written("stata.md", surroundings)
    folder = surroundings["cwd"]
    csv = pandas.read_csv(folder / "deal.csv", keep_default_na=False, float_precision="round_trip")
    with pandas.read_stata(folder / "deal.dta", iterator=True) as reader:
        labels = reader.variable_labels()
        dta = reader.read()
    assert list(dta.columns) == list(csv.columns)
    assert dta["value"].tolist() == csv["value"].tolist() and dta["year"].tolist() == csv["year"].tolist()
    for column in csv.columns:
        if csv[column].dtype == object:
            assert dta[column].astype(str).tolist() == csv[column].tolist()
        assert labels[column]
    # Names that the page's commands use.
    text = "\n".join(blocks("stata.md", "stata"))
    for word in re.findall(r"\b(variable|scenario|statistic|economy|sector|partner|value|year)\b", text):
        assert word in csv.columns
    for name in re.findall(r'variable == "(\w+)"', text):
        assert name in set(csv["variable"])


