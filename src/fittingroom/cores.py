"""The processor: how many cores this process may use (for training, for decoding), and what it is called."""

import os
from pathlib import Path

CONTAINER_QUOTA = Path("/sys/fs/cgroup/cpu.max")
PROCESSORS = Path("/proc/cpuinfo")


def usable_cores() -> int:
    """Cores that this process may really use: the affinity mask and a container's quota, and OMP_NUM_THREADS.

    More threads than that wait for each other at every layer: 26 times slower was measured.
    """
    limits = [os.cpu_count() or 1]
    if hasattr(os, "sched_getaffinity"):
        limits.append(len(os.sched_getaffinity(0)))
    if CONTAINER_QUOTA.is_file():
        share, period = CONTAINER_QUOTA.read_text().split()
        if share != "max":
            limits.append(max(1, int(share) // int(period)))
    if os.environ.get("OMP_NUM_THREADS", "").isdigit():
        limits.append(max(1, int(os.environ["OMP_NUM_THREADS"])))
    return min(limits)


def processor_name() -> str:
    """What the system calls the first processor, empty where it does not say."""
    if not PROCESSORS.is_file():
        return ""
    lines = PROCESSORS.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
