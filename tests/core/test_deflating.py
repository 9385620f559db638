"""Deflating by ISA-L: what it makes is read by zlib, and the other way round."""

import os
import zlib

import pytest

from labelkeep.core import deflating


def test_pieces_stand_one_after_the_other_and_zlib_reads_them() -> None:
    pieces = [b"one label " * 500, b"", os.urandom(70_000), b"another " * 9]

    joined = b"".join(deflating.deflated(piece) for piece in pieces) + b"\x03\x00"

    assert zlib.decompress(joined, -zlib.MAX_WBITS) == b"".join(pieces)
    assert [deflating.inflated(deflating.deflated(piece)) for piece in pieces] == pieces


def test_a_stream_of_zlib_is_opened_up_to_a_bound() -> None:
    data = os.urandom(5_000) * 20

    assert deflating.unzipped(zlib.compress(data, 1), len(data)) == data
    assert deflating.unzipped(zlib.compress(data, 1), 1_000) == data[:1_000]


def test_what_is_damaged_is_refused() -> None:
    with pytest.raises(ValueError, match="damaged"):
        deflating.unzipped(b"no zlib stream at all", 100)


def test_the_checksum_is_the_one_of_zip_files() -> None:
    assert deflating.crc32(b"bels", deflating.crc32(b"la")) == zlib.crc32(b"labels")
