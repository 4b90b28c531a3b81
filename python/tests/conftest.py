"""What the tests share: the default world, its status quo and the command line to compare with."""

import json
import os
import subprocess
from pathlib import Path

import pytest

import leeway as lw

ROOT = Path(__file__).resolve().parents[2]
DAY = "2026-01-24"
DEAL = "CACN-2026-DEAL"


@pytest.fixture(scope="session")
def world():
    return lw.World.default()


@pytest.fixture(scope="session")
def today(world):
    return world.status_quo(DAY)


@pytest.fixture(scope="session")
def deal(today):
    return today.solve(add=[DEAL])


@pytest.fixture(scope="session")
def program():
    return os.environ.get("LEEWAY_BINARY", str(ROOT / "build/release/apps/cli/leeway"))


@pytest.fixture(scope="session")
def cli(program):
    """The command line's answer as JSON."""

    def answer(*arguments, **more):
        done = subprocess.run([program, *arguments, "--json"], capture_output=True, text=True, **more)
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout)

    return answer


@pytest.fixture(scope="session")
def own_world(program, tmp_path_factory):
    """A world that someone made of a table of their own: two economies, three sectors."""
    folder = tmp_path_factory.mktemp("own")
    rows = ["exporter,sector,importer,use,value"]
    for seller in ("USA", "CHN"):
        for buyer in ("USA", "CHN"):
            for sector in ("A01_02", "C29", "G"):
                for use in ("final", "G"):
                    rows.append(f"{seller},{sector},{buyer},{use},{400 if seller == buyer else 10}")
    (folder / "t_2020.csv").write_text("\n".join(rows) + "\n")
    done = subprocess.run([program, "world", "import", "t_2020.csv", "-o", "w"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / "w"
