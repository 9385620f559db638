import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelkeep.infra.ledger.errors import NoteRefused
from labelkeep.infra.ledger.notes import (
    Checkpoint,
    Signer,
    Verifier,
    unknown_signers,
    verify_checkpoint,
    verify_note,
)

from .logs import SIGNER, VKEY

# A published signed note and its key, made by another implementation.
PUBLISHED_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
PUBLISHED_NOTE = """\
This is an example message.

\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""
ROOT = bytes(range(32))
NOTE = SIGNER.sign(Checkpoint(SIGNER.name, 42, ROOT).text).encode()


def test_the_published_note_opens_with_the_published_key() -> None:
    verifier = Verifier.parse(PUBLISHED_KEY)

    note = verify_note(PUBLISHED_NOTE.encode(), [verifier])

    assert note.text == "This is an example message.\n"
    assert verifier.vkey == PUBLISHED_KEY


def test_a_checkpoint_comes_back_as_it_was_signed() -> None:
    assert verify_checkpoint(NOTE, [SIGNER.verifier]) == Checkpoint(SIGNER.name, 42, ROOT)
    assert Verifier.parse(VKEY) == SIGNER.verifier


@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80])
def test_no_byte_of_a_checkpoint_can_change(flip: int) -> None:
    for at in range(len(NOTE)):
        with pytest.raises(NoteRefused):
            verify_checkpoint(NOTE[:at] + bytes([NOTE[at] ^ flip]) + NOTE[at + 1 :], [SIGNER.verifier])


@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80])
def test_no_letter_of_a_verifier_key_can_be_mistyped(flip: int) -> None:
    for at in range(len(VKEY)):
        with pytest.raises(NoteRefused):
            Verifier.parse(VKEY[:at] + chr(ord(VKEY[at]) ^ flip) + VKEY[at + 1 :])


def test_a_signature_of_an_unknown_key_is_passed_over_but_named() -> None:
    witness = Signer.from_seed("witness.example", bytes(32))
    extra = witness.sign(Checkpoint(SIGNER.name, 42, ROOT).text).split("\n\n")[1]
    both = NOTE + extra.encode()

    assert verify_checkpoint(both, [SIGNER.verifier]).size == 42
    assert unknown_signers(both, [SIGNER.verifier]) == ["witness.example"]
    with pytest.raises(NoteRefused, match="another key"):
        verify_checkpoint(both, [witness.verifier])


def test_one_wrong_signature_of_a_known_key_spoils_the_note() -> None:
    other = Signer.from_seed("other.example", bytes(32))
    wrong = other.sign("something else\n").split("\n\n")[1]

    with pytest.raises(NoteRefused, match="wrong"):
        verify_note(NOTE + wrong.encode(), [SIGNER.verifier, other.verifier])


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(NoteRefused):
        verify_checkpoint(data, [SIGNER.verifier])


@pytest.mark.parametrize(
    "text",
    [
        "labels.example/ledger\n042\n{root}\n",
        "labels.example/ledger\n-1\n{root}\n",
        "labels.example/ledger\n\u0664\n{root}\n",
        "labels.example/ledger\n42\nAAAA\n",
        "labels.example/ledger\n42\n{root}\nextension\n",
        "\n42\n{root}\n",
        "labels.example/ledger\n42\n",
    ],
)
def test_a_checkpoint_has_one_spelling(text: str) -> None:
    spelled = text.format(root=Checkpoint("x", 0, ROOT).text.split("\n")[2])

    with pytest.raises(NoteRefused):
        Checkpoint.parse(spelled)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\tb"])
def test_a_log_needs_a_name_that_notes_can_carry(name: str) -> None:
    with pytest.raises(NoteRefused):
        Signer.from_seed(name, bytes(32))


@pytest.mark.parametrize("text", ["no newline", "tab\there\n"])
def test_text_that_notes_cannot_carry_is_not_signed(text: str) -> None:
    with pytest.raises(NoteRefused):
        SIGNER.sign(text)
