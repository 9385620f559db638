"""What a file is, by its first bytes. A name never decides; it only helps the words of a refusal."""

from pathlib import PurePosixPath

HEAD_BYTES = 4096
"""How many first bytes tell every type below apart."""

_PICTURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"II+\x00", "image/tiff"),
    (0, b"MM\x00+", "image/tiff"),
)
_HEIF_BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"hevc": "image/heic",
    b"mif1": "image/heif",
    b"msf1": "image/heif",
}
_OTHERS: tuple[tuple[int, bytes, str], ...] = (
    (128, b"DICM", "a DICOM file"),
    (0, b"%PDF-", "a PDF document"),
    (0, b"BM", "a BMP picture"),
    (0, b"8BPS", "a Photoshop file"),
    (0, b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
    (0, b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (0, b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"),
    (0, b"\xff\x0a", "a JPEG XL picture"),
    (0, b"\x1aE\xdf\xa3", "a Matroska or WebM video"),
    (4, b"ftyp", "an MP4 or QuickTime video"),
    (0, b"\x00\x00\x01\xba", "an MPEG video"),
    (0, b"#EXTM3U", "a video playlist"),
    (0, b"ffconcat", "a video playlist"),
    (0, b"fLaC", "a FLAC sound"),
    (0, b"OggS", "an Ogg sound or video"),
    (0, b"ID3", "an MP3 sound"),
    (0, b"\xff\xfb", "an MP3 sound"),
    (0, b"LASF", "a LAS point cloud"),
    (0, b"# .PCD", "a PCD point cloud"),
    (0, b"VERSION 0.7\nFIELDS", "a PCD point cloud"),
    (0, b"VERSION .7\nFIELDS", "a PCD point cloud"),
    (0, b"ply\n", "a PLY point cloud"),
    (0, b"\x5c\x01\x00\x00", "a NIfTI volume"),
    (344, b"n+1\x00", "a NIfTI volume"),
    (344, b"ni1\x00", "a NIfTI volume"),
    (0, b"PK\x03\x04", "a ZIP archive"),
    (0, b"PK\x05\x06", "a ZIP archive"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xfd7zXZ\x00", "an XZ archive"),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"\x93NUMPY", "a NumPy array"),
    (0, b"\x80\x02", "a Python pickle"),
    (0, b"\x80\x03", "a Python pickle"),
    (0, b"\x80\x04", "a Python pickle"),
    (0, b"\x80\x05", "a Python pickle"),
    (0, b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
    (0, b"PAR1", "a Parquet table"),
    (0, b"MZ", "a Windows program"),
    (0, b"\x7fELF", "a program"),
)
_RIFF = {b"WAVE": "a WAV sound", b"AVI ": "an AVI video"}
_BY_NAME = {
    ".json": "a JSON file",
    ".geojson": "a GeoJSON file",
    ".jsonl": "a JSON Lines file",
    ".csv": "a CSV table",
    ".tsv": "a table",
    ".txt": "a text file",
    ".xml": "an XML file",
    ".yaml": "a YAML file",
    ".yml": "a YAML file",
    ".onnx": "an ONNX model",
    ".dcm": "a DICOM file",
    ".pcd": "a PCD point cloud",
    ".mp4": "an MP4 video",
    ".mp3": "an MP3 sound",
    ".nii": "a NIfTI volume",
}
READS = "JPEG, PNG, GIF, WebP, TIFF, AVIF and HEIF"


def picture_type(head: bytes) -> str | None:
    """Return the media type of a picture that this version reads, from its first ``HEAD_BYTES``; None for all else."""
    for offset, magic, media_type in _PICTURES:
        if head[offset : offset + len(magic)] == magic:
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _HEIF_BRANDS.get(head[8:12])
    return None


def refusal(head: bytes, name: str) -> tuple[str, str]:
    """Return the code and the sentence for a file that ``picture_type`` did not take."""
    if not head:
        return "media.broken", "This file is empty."
    marked = markup(head)
    if marked == "svg":
        return "media.unsupported", "SVG is not supported: convert it to PNG."
    if marked == "html":
        return "media.not_a_picture", "This file holds a web page, not a picture."
    kind = known_as(head, name)
    if kind is None:
        return "media.not_a_picture", f"This file is not a picture that this version reads ({READS})."
    return "media.unsupported", f"This is {kind}; this version reads pictures ({READS})."


def markup(head: bytes) -> str | None:
    """Say whether the bytes begin a web page (``html``), an SVG drawing (``svg``) or other XML (``xml``)."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not text.startswith(b"<"):
        return None
    if b"<svg" in text or b"<!doctype svg" in text:
        return "svg"
    if any(sign in text for sign in (b"<!doctype html", b"<html", b"<script", b"<body", b"<iframe")):
        return "html"
    return "xml"


def known_as(head: bytes, name: str) -> str | None:
    """Return the words for a known type that is no picture of ours, or None."""
    if head[:4] == b"RIFF" and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    for offset, magic, words in _OTHERS:
        if head[offset : offset + len(magic)] == magic:
            return words
    if markup(head) == "xml":
        return "an XML file"
    return _BY_NAME.get(PurePosixPath(name.lower()).suffix)
