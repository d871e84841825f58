"""What a training runs on: device, threads and precision, set for its time and put back after."""

import ctypes
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch

from fittingroom.cores import usable_cores
from fittingroom.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """device: "cpu" or "cuda[:n]"; threads: of the CPU; precision: of the arithmetic while training."""

    device: str
    threads: int
    precision: str

    @property
    def dtype(self) -> torch.dtype:
        return getattr(torch, self.precision)


def choose_processor(device: str | None = None, threads: int | None = None) -> Processor:
    """The given device, or the fastest here; bfloat16 where the processor multiplies it natively.

    The choice rests on what the processor says it can do, never on a stopwatch, so that a run can
    be repeated. Raises InputError for a device that is not there.
    """
    if threads is not None and threads < 0:
        raise InputError(f"a processor needs at least 1 thread, got {threads}")
    if device is None:
        device = "cuda" if torch.cuda.is_available() else "cpu"
    kind = device.split(":")[0]
    if kind not in ("cpu", "cuda") or (kind == "cuda" and not torch.cuda.is_available()):
        raise InputError(
            f"cannot train on device {device!r}: torch {torch.__version__} finds "
            f"{'cpu and cuda' if torch.cuda.is_available() else 'only cpu'} here"
        )
    native = torch.cuda.is_bf16_supported() if kind == "cuda" else _cpu_multiplies_bfloat16()
    return Processor(
        device=device,
        threads=threads or usable_cores(),
        precision="bfloat16" if native else "float32",
    )


def _cpu_multiplies_bfloat16() -> bool:
    known = getattr(torch.cpu, "get_capabilities", dict)()
    return any(known.get(flag) for flag in ("avx512_bf16", "amx_bf16", "amx_tile", "bf16", "arm_bf16"))


def fast(processor: Processor) -> torch.autocast:
    """The context in which a network computes in the processor's precision; its weights stay float32."""
    kind = processor.device.split(":")[0]
    return torch.autocast(kind, processor.dtype, enabled=processor.dtype != torch.float32)


@contextmanager
def running_on(processor: Processor) -> Iterator[None]:
    """Set the number of threads, and put it back; on Linux with glibc also keep freed memory at hand."""
    before = torch.get_num_threads()
    _keep_freed_memory()
    torch.set_num_threads(processor.threads)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _keep_freed_memory() -> None:
    """Tell glibc not to give large blocks back after each layer: page faults cost up to half the time.

    It cannot be read back, so it stays for the life of the process; results do not change.
    """
    if platform.libc_ver()[0] != "glibc":
        return
    m_trim_threshold, m_mmap_threshold = -1, -3  # from malloc.h
    mallopt = ctypes.CDLL(None).mallopt
    mallopt(m_mmap_threshold, 1 << 30)
    mallopt(m_trim_threshold, (1 << 31) - 1)
