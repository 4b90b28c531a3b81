"""What loads when, and what stops it."""

import os
import signal
import subprocess
import sys
import time


def run(code, **more):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, **more)


def test_what_is_heavy_loads_when_it_is_needed():
    code = """
import sys
heavy = ("xarray", "pandas", "matplotlib", "numpy")
import leeway as lw
assert not [m for m in heavy if m in sys.modules], "at import"
r = lw.World.default().status_quo("2026-01-24").solve(add=["CACN-2026-DEAL"])
r.of("CAN"); r.certificate; r.id; repr(r)
assert not [m for m in heavy if m in sys.modules], "without an array"
r.real_income
assert "matplotlib" not in sys.modules
"""
    done = run(code)
    assert done.returncode == 0, done.stderr


def interrupted(ask):
    """Ctrl-C a while after a long question began: the exit code and what was printed."""
    code = f"""
import leeway as lw
sq = lw.World.default().status_quo("2026-01-24")
sq.solve()
print("begun", flush=True)
try:
    {ask}
except KeyboardInterrupt:
    print("stopped", flush=True)
    assert sq.solve(add="US-2026-CA-THREAT"), "and it goes on"
    print("goes on", flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "begun\n"
    time.sleep(1.0)
    os.kill(process.pid, signal.SIGINT)
    begin = time.perf_counter()
    try:
        out, error = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0, error
    assert out == "stopped\ngoes on\n"
    return time.perf_counter() - begin


def test_ctrl_c_stops_a_sweep():
    # Minutes of solves if it were not.
    assert interrupted('sq.sweep({"US-2026-CA-THREAT.rate": range(0, 9000)})') < 30


def test_ctrl_c_stops_a_room():
    assert interrupted('sq.room("EU27", threat="USA on EU27: tariff 25% on goods", deal="EU27 with CHN: pact 50%", range="full")') < 30


def test_progress_is_told_and_its_exception_comes_through(today):
    told = []
    today.sweep({"US-2026-CA-THREAT.rate": range(0, 60)}, progress=lambda done, of: told.append((done, of)))
    assert told and all(0 < done <= of == 60 for done, of in told) and told == sorted(told)

    def broken(done, of):
        raise ZeroDivisionError(f"{done} of {of}")

    try:
        today.sweep({"US-2026-CA-THREAT.rate": range(0, 200)}, progress=broken)
        raise AssertionError("not raised")
    except ZeroDivisionError as error:
        assert "of 200" in str(error)
