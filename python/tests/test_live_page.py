"""A brief from Python carries the engine where the page with it is there, as the command line's does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import DAY, ROOT

PAGE = "<html><i>__LEEWAY_STATIC__</i><b>__LEEWAY_DATA__</b><u>__LEEWAY_BUNDLE__</u><s>__LEEWAY_STATE__</s></html>"

ASK = """
import sys
import leeway as lw
today = lw.World.default().status_quo("2026-01-24", horizon=3)
today.brief("CAN", threat="US-2026-CA-THREAT", terms={"US-2026-CA-THREAT.rate": "50%"}, range="none").write("brief.html")
deal = today.change(add=["CACN-2026-DEAL"], terms={"US-2026-CA-THREAT.rate": "50%"})
lw.compare(today, today.change(terms={"US-2026-CA-THREAT.rate": "50%"})).brief("change.html", range="none")
"""


@pytest.fixture(scope="module")
def share(tmp_path_factory):
    """The share folder with a page that is nothing but its places."""
    folder = tmp_path_factory.mktemp("share")
    for one in ROOT.iterdir():
        if one.name in ("data", "scenarios", "threats", "hedges", "games", "sweeps"):
            (folder / one.name).symlink_to(one)
    (folder / "web").mkdir()
    (folder / "web" / "live.html").write_text(PAGE)
    return folder


def test_it_is_the_command_lines_to_the_byte(share, program, tmp_path):
    env = {**os.environ, "LEEWAY_DATA": str(share)}
    done = subprocess.run([sys.executable, "-W", "error", "-c", ASK], capture_output=True, text=True, cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    typed = ["--event", "US-2026-CA-THREAT", "--as-of", DAY, "--set", "US-2026-CA-THREAT.rate=50%", "--horizon", "3", "--range", "none"]
    done = subprocess.run([program, "brief", "CAN", *typed, "-o", "typed.html"], capture_output=True, text=True, cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "typed.html").read_text()
    bundle = page.partition("<u>")[2].partition("</u>")[0]
    assert len(bundle) > 1_000_000
    assert (tmp_path / "brief.html").read_text() == page
    # The change has the threat with its terms as they were set.
    assert (tmp_path / "change.html").read_text() == page
