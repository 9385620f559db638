"""The system calls a child may make, as a seccomp filter (classic BPF, seccomp(2)) for x86_64 and aarch64.

The list is what a decoder needs once it is warm: memory, threads of its own process, clocks, and the descriptors it
already holds. Everything else fails with EPERM; opening or looking up a path fails with EACCES, so that libraries
take the road of a missing file. There is no way to get a new descriptor: no socket, no open, no memfd, no received one.
"""

import ctypes
import errno
import os
import platform
import struct
import sys

from labelkeep.infra.sandbox.errors import SandboxUnavailable

_ALLOWED: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63),
    "write": (1, 64),
    "readv": (19, 65),
    "writev": (20, 66),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    "futex": (202, 98),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "gettid": (186, 178),
    "getpid": (39, 172),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "getrandom": (318, 278),
    "getrusage": (98, 165),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "poll": (7, None),
    "ppoll": (271, 73),
    "restart_syscall": (219, 128),
    "membarrier": (324, 283),
    "uname": (63, 160),
    "sysinfo": (99, 179),
    "getcpu": (309, 168),
}
_PATHS: dict[str, tuple[int | None, int | None]] = {
    "open": (2, None),
    "openat": (257, 56),
    "openat2": (437, 437),
    "creat": (85, None),
    "stat": (4, None),
    "lstat": (6, None),
    "newfstatat": (262, 79),
    "statx": (332, 291),
    "access": (21, None),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "readlink": (89, None),
    "readlinkat": (267, 78),
}
_MMAP, _MPROTECT = (9, 222), (10, 226)
_CLONE, _CLONE3, _PRCTL, _TGKILL, _PRLIMIT = (56, 220), (435, 435), (157, 167), (234, 131), (302, 261)

_AUDIT_ARCH = (0xC000003E, 0xC00000B7)
_LOAD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL_PROCESS, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCH = 0, 4
_CLONE_THREAD, _PROT_EXEC, _PR_SET_NAME = 0x00010000, 0x4, 15
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2

_COLUMN = {"x86_64": 0, "aarch64": 1, "arm64": 1}


def supported() -> bool:
    """Say whether this machine has the filter at all: Linux on x86_64 or aarch64."""
    return sys.platform == "linux" and platform.machine() in _COLUMN


def install(pid: int) -> None:
    """Confine this process for good; ``pid`` is its own id (it may only signal its own threads).

    Must run while the process has one thread. Raises ``SandboxUnavailable`` when the kernel refuses.
    """
    program = build(_COLUMN[platform.machine()], pid)
    buffer = ctypes.create_string_buffer(program, len(program))
    fprog = struct.pack(
        "HxxxxxxQ" if struct.calcsize("P") == 8 else "HxxL", len(program) // 8, ctypes.addressof(buffer)
    )
    holder = ctypes.create_string_buffer(fprog, len(fprog))
    libc = ctypes.CDLL(None, use_errno=True)
    _prctl(libc, _PR_SET_NO_NEW_PRIVS, 1)
    _prctl(libc, _PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(holder))


def _prctl(libc: ctypes.CDLL, option: int, second: int, third: int = 0) -> None:
    arguments = [ctypes.c_ulong(value) for value in (second, third, 0, 0)]
    if libc.prctl(ctypes.c_int(option), *arguments) != 0:
        reason = os.strerror(ctypes.get_errno())
        raise SandboxUnavailable(f"The kernel refuses to confine child processes ({reason}); allow seccomp filters.")


def build(machine: int, pid: int) -> bytes:
    """Return the BPF program for column ``machine`` of the tables (0 x86_64, 1 aarch64): 8 bytes an instruction."""
    out = [
        _op(_LOAD, _ARCH),
        _op(_JUMP_EQUAL, _AUDIT_ARCH[machine], 1, 0),
        _op(_RETURN, _KILL_PROCESS),
        _op(_LOAD, _NUMBER),
    ]
    if machine == 0:
        # The x32 doors share the arch value and are told apart by bit 30 of the number.
        out += [_op(_JUMP_GREATER_EQUAL, 0x40000000, 0, 1), _op(_RETURN, _KILL_PROCESS)]
    for numbers in _ALLOWED.values():
        out += _verdict(numbers[machine], _ALLOW)
    for numbers in _PATHS.values():
        out += _verdict(numbers[machine], _ERRNO | errno.EACCES)
    # glibc falls back from clone3, whose flags a filter cannot read, to clone when it is told that clone3 does not
    # exist.
    out += _verdict(_CLONE3[machine], _ERRNO | errno.ENOSYS)
    out += _checked(_CLONE[machine], 0, [_op(_JUMP_SET, _CLONE_THREAD, 0, 1)])
    out += _checked(_PRCTL[machine], 0, [_op(_JUMP_EQUAL, _PR_SET_NAME, 0, 1)])
    out += _checked(_TGKILL[machine], 0, [_op(_JUMP_EQUAL, pid, 0, 1)])
    out += _checked(_MMAP[machine], 2, [_op(_JUMP_SET, _PROT_EXEC, 1, 0)])
    out += _checked(_MPROTECT[machine], 2, [_op(_JUMP_SET, _PROT_EXEC, 1, 0)])
    out += _reading_limits(_PRLIMIT[machine])
    out.append(_op(_RETURN, _ERRNO | errno.EPERM))
    return b"".join(out)


def _op(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)


def _verdict(number: int | None, verdict: int) -> list[bytes]:
    if number is None:
        return []
    return [_op(_JUMP_EQUAL, number, 0, 1), _op(_RETURN, verdict)]


def _checked(number: int, argument: int, test: list[bytes]) -> list[bytes]:
    """Allow the call when ``test`` of the low half of an argument does not jump over the allowing line."""
    return [
        _op(_JUMP_EQUAL, number, 0, 4),
        _op(_LOAD, 16 + 8 * argument),
        *test,
        _op(_RETURN, _ALLOW),
        _op(_RETURN, _ERRNO | errno.EPERM),
    ]


def _reading_limits(number: int) -> list[bytes]:
    """Allow prlimit64 only with no new limit: both halves of its third argument are zero."""
    return [
        _op(_JUMP_EQUAL, number, 0, 6),
        _op(_LOAD, 16 + 8 * 2),
        _op(_JUMP_EQUAL, 0, 0, 3),
        _op(_LOAD, 16 + 8 * 2 + 4),
        _op(_JUMP_EQUAL, 0, 0, 1),
        _op(_RETURN, _ALLOW),
        _op(_RETURN, _ERRNO | errno.EPERM),
    ]
