import errno
import struct
from typing import Any

import pytest

from labelkeep.infra.sandbox import seccomp

ARCH = (0xC000003E, 0xC00000B7)
ALLOWED = "allowed"


def verdict(machine: Any, number: int, arguments: Any = (0, 0, 0, 0, 0, 0), arch: Any = None, pid: Any = 4711) -> Any:
    """Run the filter as the kernel would and say what it answers."""
    program = seccomp.build(machine, pid)
    data = struct.pack("<IIQ6Q", number, arch or ARCH[machine], 0, *arguments)
    at, held = 0, 0
    while True:
        code, if_true, if_false, value = struct.unpack_from("HBBI", program, at * 8)
        at += 1
        match code:
            case 0x20:
                (held,) = struct.unpack_from("<I", data, value)
            case 0x15:
                at += if_true if held == value else if_false
            case 0x35:
                at += if_true if held >= value else if_false
            case 0x45:
                at += if_true if held & value else if_false
            case 0x06:
                if value == 0x7FFF0000:
                    return ALLOWED
                return "killed" if value == 0x80000000 else errno.errorcode[value & 0xFFFF]
            case _:
                pytest.fail(f"unknown instruction {code:#x}")


# number on x86_64, number on aarch64, arguments, answer
CALLS = {
    "read": ((0, 63), (), ALLOWED),
    "write": ((1, 64), (), ALLOWED),
    "openat": ((257, 56), (), "EACCES"),
    "statx": ((332, 291), (), "EACCES"),
    "socket": ((41, 198), (), "EPERM"),
    "connect": ((42, 203), (), "EPERM"),
    "recvmsg": ((47, 212), (), "EPERM"),
    "execve": ((59, 221), (), "EPERM"),
    "ptrace": ((101, 117), (), "EPERM"),
    "kill": ((62, 129), (), "EPERM"),
    "setuid": ((105, 146), (), "EPERM"),
    "process_vm_readv": ((310, 270), (), "EPERM"),
    "pidfd_getfd": ((438, 438), (), "EPERM"),
    "bpf": ((321, 280), (), "EPERM"),
    "io_uring_setup": ((425, 425), (), "EPERM"),
    "clone3": ((435, 435), (), "ENOSYS"),
    "fork": ((56, 220), (17,), "EPERM"),
    "new thread": ((56, 220), (0x3D0F00,), ALLOWED),
    "thread signal to itself": ((234, 131), (4711,), ALLOWED),
    "thread signal to another": ((234, 131), (1,), "EPERM"),
    "memory": ((9, 222), (0, 4096, 3), ALLOWED),
    "executable memory": ((9, 222), (0, 4096, 7), "EPERM"),
    "memory made executable": ((10, 226), (0, 4096, 5), "EPERM"),
    "naming a thread": ((157, 167), (15,), ALLOWED),
    "becoming traceable": ((157, 167), (4, 1), "EPERM"),
    "reading a limit": ((302, 261), (0, 7, 0), ALLOWED),
    "raising a limit": ((302, 261), (0, 7, 0x7FFF00001000), "EPERM"),
    "raising a limit from a high address": ((302, 261), (0, 7, 0x100000000), "EPERM"),
}


@pytest.mark.parametrize("machine", [0, 1], ids=["x86_64", "aarch64"])
@pytest.mark.parametrize("name", CALLS)
def test_each_call_gets_its_answer_on_both_machines(name: str, machine: Any) -> None:
    numbers, arguments, answer = CALLS[name]
    assert verdict(machine, numbers[machine], (*arguments, *[0] * (6 - len(arguments)))) == answer


def test_calls_of_another_machine_end_the_process() -> None:
    assert verdict(0, 0, arch=0x40000003) == "killed"
    assert verdict(1, 63, arch=ARCH[0]) == "killed"


def test_the_second_door_of_x86_64_ends_the_process() -> None:
    assert verdict(0, 0x40000000 | 257) == "killed"
