"""What a child may take, and how it is confined: resource limits, identity, descriptors."""

import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from labelkeep.infra.sandbox import seccomp

NOBODY = 65534
"""User and group of children when the server runs as root and no account of their own is to be had."""
_OWN, _OWN_COUNT = 61184, 4000
"""User ids that systemd gives out for the moment: they belong to nobody in particular."""
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4
_MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds of one job: seconds of CPU and of wall time, MiB of memory above the idle child, MiB of output."""

    cpu_seconds: int = 10
    wall_seconds: float = 30.0
    memory_mib: int = 512
    output_mib: int = 4096
    threads: int = 64
    """Processes and threads of the unprivileged account together; counts only where the server runs as root."""


def become_nobody() -> bool:
    """Give up root for good, if this process has it; say whether it did."""
    if os.geteuid() != 0:
        return False
    os.setgroups([])
    # An account of their own, for the kernel counts processes by account: the database may run as nobody too, and its
    # connections must not use up what decoders may start. Inside a user namespace that account may not exist.
    own = _OWN + os.getpid() % _OWN_COUNT
    try:
        _become(own)
    except OSError:
        _become(NOBODY)
    return True


def _become(account: int) -> None:
    # For root these set the real, the effective and the saved id at once, and leave no capability behind.
    os.setgid(account)
    os.setuid(account)


def keep_only(*descriptors: int) -> None:
    """Close every descriptor but 0 to 2 (which are the null device) and ``descriptors``, which become 3, 4, ..."""
    high = 500  # above anything the parent of this process holds
    for offset, descriptor in enumerate(descriptors):
        os.dup2(descriptor, high + offset, inheritable=False)
    for offset in range(len(descriptors)):
        os.dup2(high + offset, 3 + offset, inheritable=False)
    os.closerange(3 + len(descriptors), os.sysconf("SC_OPEN_MAX"))


def hide() -> None:
    """Die with the parent, and let no process of the same account read or trace this one."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL))
        libc.prctl(_PR_SET_DUMPABLE, ctypes.c_ulong(0))


def confine(limits: Limits, payload_bytes: int, dropped: bool) -> None:
    """Apply every limit to this process, then the filter of system calls; nothing can be taken back afterwards."""
    _bound_memory(limits, payload_bytes)
    if dropped:
        _bound(resource.RLIMIT_NPROC, limits.threads)
    _bound(resource.RLIMIT_CORE, 0)
    _bound(resource.RLIMIT_FSIZE, 0)
    _bound(resource.RLIMIT_NOFILE, 16)
    # The soft limit ends the process by SIGXCPU, which tells running out of time from a crash.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    if seccomp.supported():
        seccomp.install(os.getpid())


def _bound(kind: int, value: int) -> None:
    resource.setrlimit(kind, (value, value))


def _bound_memory(limits: Limits, payload_bytes: int) -> None:
    if sys.platform != "linux":
        return
    idle = _status_kib("VmData") * 1024
    _bound(resource.RLIMIT_DATA, idle + limits.memory_mib * _MIB)
    # Address space also counts stacks' guard room and allocator arenas that are never touched, hence the slack.
    size = _status_kib("VmSize") * 1024
    _bound(resource.RLIMIT_AS, size + payload_bytes + (limits.memory_mib + 256) * _MIB)


def _status_kib(field: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])
    return 0
