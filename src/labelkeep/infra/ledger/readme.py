"""The text that explains a bundle to whoever receives it."""

from labelkeep.core.hashing import sha256

TEXT = """\
A LEDGER OF LABELKEEP, TO BE CHECKED WITHOUT LABELKEEP

What this is
  Every look, label, review and export of an annotation project leaves an entry in a log. This folder is that log up to
  one signed checkpoint. You can check it on any machine, without a network and without trusting whoever gave it to you.

What you need besides
  The verifier key of the log, from somebody other than the sender: the server shows it on its ledger page. The file
  "vkey" here is a copy for convenience. With the copy alone you learn only that the log agrees with itself.
  If you have seen an earlier checkpoint of this log, keep it: the log must have grown from it.

Files
  checkpoint            origin, number of entries, root hash in base64, an empty line, signatures
                        (c2sp.org/tlog-checkpoint and c2sp.org/signed-note, Ed25519, RFC 8032)
  vkey                  name + key id in hex + base64(01 || 32 bytes of Ed25519 public key)
  tile/entries/N        256 entries each, every entry behind its length as 16 bits, big-endian
  tile/L/N              256 hashes of 32 bytes each: level 0 the hashes of the entries, level 1 those of full tiles of
                        level 0, and so on. "N.p/W" is the last, partial tile with W items. N is written in groups of
                        three digits, all but the last group with an x before it: 1234067 is x001/x234/067
                        (c2sp.org/tlog-tiles)
  payloads.jsonl        only if the owner discloses payloads: leaf number, and base64(salt || padded payload)

How to check by hand
  1. Signature: the text of the checkpoint up to and with the newline before the empty line, under the key in the vkey.
     The key id is the first 4 bytes of SHA-256(name || 0A || 01 || public key).
  2. Leaf hash of an entry: SHA-256(00 || entry). Node hash: SHA-256(01 || left || right). The tree over n entries is
     split at the largest power of two below n (RFC 6962, section 2.1). Its root must be the one in the checkpoint.
  3. An entry is JSON in the form of RFC 8785: action, time, event id, type of the object, outcome, a pseudonym of the
     project, and "pc". Nothing in it names a person.
  4. Payload: "pc" is SHA-256(salt || padded payload). The salt has 32 bytes. The payload is JSON, then a byte 80, then
     zeros up to 256, 512, 1024, ... bytes. An erased person's payloads cannot be read any more; the proofs still hold.

With tools
  labelkeep audit verify THIS_FOLDER --key KEY
  Go: golang.org/x/mod/sumdb/note opens the checkpoint, golang.org/x/mod/sumdb/tlog reads tiles of height 8 and proofs.
"""

RECEIPTS = """\
RECEIPTS FROM A LEDGER OF LABELKEEP, TO BE CHECKED WITHOUT LABELKEEP

Files
  checkpoint            the signed state of the log that all receipts lead to
  vkey                  a copy of the log's verifier key; take the key from somebody other than the sender
  receipts/N.txt        proves that the log holds an entry as number N (c2sp.org/tlog-proof); the entry itself is the
                        base64 in its second line: JSON with action, time, event id, type of the object, outcome, a
                        pseudonym of the project, and "pc". Nothing in it names a person.
  payloads.jsonl        only if the owner discloses what the events say: number, and base64(salt || padded payload).
                        "pc" of the entry is SHA-256(salt || padded payload). The salt has 32 bytes. The payload is
                        JSON, then a byte 80, then zeros up to 256, 512, 1024, ... bytes.

How to check
  labelkeep audit receipts THIS_FILE.zip --key KEY
  By hand: the leaf hash is SHA-256(00 || entry), a node is SHA-256(01 || left || right); the lines behind "index" are
  the audit path (RFC 6962, section 2.1.1) to the root in the checkpoint, which is signed by the key (Ed25519 over the
  text up to and with the newline before the empty line; c2sp.org/signed-note).
  Go: golang.org/x/mod/sumdb/note opens the checkpoint, golang.org/x/mod/sumdb/tlog checks the path.

What this shows and what not
  Each of these events was recorded and has not been changed since. That nothing else was recorded is shown only by the
  whole log: ask for a bundle of it (labelkeep audit bundle).
"""

_KNOWN = frozenset({sha256(TEXT.encode())})
"""Digests of every text ever put into a bundle, so that bundles of older versions still verify."""


def is_known(text: bytes) -> bool:
    """Say whether this is the text of this version or of an earlier one."""
    return sha256(text) in _KNOWN
