"""moocore, which tests/bench/front.rs times our front and hypervolume beside; that program starts this one.

Reads one request a line as JSON and answers each with one line of JSON: {"do": "environment"}, {"do": "load"}, {"do":
"front"} or {"do": "hypervolume"}. The points come in a file of the folder that is the only argument, as numbers of 64
bits one after the other; the indices of the front go back the same way. Only the call itself is timed.
"""

import json
import os
import platform
import sys
import time
from importlib.metadata import version
from pathlib import Path

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def answer(values):
    print(json.dumps(values), file=answers, flush=True)


try:
    import moocore
    import numpy
except ImportError as error:
    answer({"missing": str(error)})
    sys.exit(1)

folder = Path(sys.argv[1])
points = None


def environment():
    described = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    models = [line.split(":", 1)[1].strip() for line in described.splitlines() if line.startswith("model name")]
    machine = models[0] if models else platform.processor() or platform.machine()
    load = f"; load average {os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else ""
    found = ", ".join(f"{name} {version(name)}" for name in ("moocore", "numpy"))
    return {"lines": [f"{machine}, {platform.system()}{load}", f"Python {platform.python_version()}: {found}"]}


def load(dimensions):
    global points
    points = None
    points = numpy.fromfile(folder / "points", dtype="<f8").reshape(-1, dimensions)
    return {"rows": len(points)}


def front():
    started = time.perf_counter()
    is_on_front = moocore.is_nondominated(points, keep_weakly=True)
    seconds = time.perf_counter() - started
    numpy.flatnonzero(is_on_front).astype("<u8").tofile(folder / "front")
    return {"seconds": seconds}


def hypervolume(reference):
    reference = numpy.full(points.shape[1], reference)
    started = time.perf_counter()
    volume = moocore.hypervolume(points, ref=reference)
    return {"seconds": time.perf_counter() - started, "volume": volume}


requests = {"environment": environment, "load": load, "front": front, "hypervolume": hypervolume}
for line in sys.stdin:
    request = json.loads(line)
    try:
        answer(requests[request.pop("do")](**request))
    except Exception as error:
        answer({"error": repr(error)})
