import pytest

from labelkeep.infra.sandbox import REFUSALS
from labelkeep.plugins.datatypes.image import KIND

FTYP = b"\x00\x00\x00\x20ftyp"


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF89a", "image/gif"),
        (b"GIF87a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"II*\x00", "image/tiff"),
        (b"MM\x00+\x00\x08", "image/tiff"),
        (FTYP + b"avif", "image/avif"),
        (FTYP + b"heic", "image/heic"),
    ],
)
def test_a_picture_is_known_by_its_content_whatever_its_name(head: bytes, media_type: str) -> None:
    assert KIND.sniff(head, "report.pdf") == media_type


@pytest.mark.parametrize(
    ("head", "name", "words"),
    [
        (b"", "a.jpg", "empty"),
        (b"<svg onload=x>", "a.svg", "SVG is not supported: convert it to PNG"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><!-- x --><svg>", "a.png", "SVG is not supported"),
        (b"<!DOCTYPE html><p>", "a.jpg", "web page"),
        (b"\n<script>alert(1)</script>", "a.gif", "web page"),
        (bytes(128) + b"DICM", "a.jpg", "a DICOM file"),
        (b"%PDF-1.7", "a", "a PDF"),
        (FTYP + b"isom", "a.mp4", "video"),
        (b"RIFF\x00\x00\x00\x00WAVE", "a", "a WAV sound"),
        (b"LASF", "a", "a LAS point cloud"),
        (b"# .PCD v.7", "a", "a PCD point cloud"),
        (b"\x5c\x01\x00\x00", "a", "a NIfTI volume"),
        (b"PK\x03\x04", "a", "a ZIP archive"),
        (b"\x1f\x8b\x08", "a", "a gzip archive"),
        (bytes(257) + b"ustar", "a", "a tar archive"),
        (b"\x80\x04\x95", "a.pt", "a Python pickle"),
        (b"\x93NUMPY", "a", "a NumPy array"),
        (b"\x08\x03", "a.onnx", "an ONNX model"),
        (b"<?xml version='1.0'?><annotations>", "a", "an XML file"),
        (b"a: b", "A.YAML", "a YAML file"),
        (b"a,b", "a.csv", "a CSV table"),
        (b"BM....", "a", "a BMP picture"),
        (b"poem", "a.jpg", "not a picture"),
    ],
)
def test_everything_else_is_refused_by_its_own_name(head: bytes, name: str, words: str) -> None:
    assert KIND.sniff(head, name) is None
    error = KIND.refusal(head, name)
    assert words in error.message
    assert error.code in REFUSALS
