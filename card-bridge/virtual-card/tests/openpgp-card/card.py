#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A second OpenPGP card, written by somebody else again: smartcard-app-openpgp in the virtual reader of pcscd.

Run as the Rust card is: `card.py --port 35963 [--state DIR] [--serial XXXXXXXX]`. Prints `ready` when the reader has
noticed the card. It imports code under the GPL, and so has that licence itself; nothing that is given out contains it.
"""

import argparse
import pathlib
import socket
import time

import ZODB.DB
import ZODB.FileStorage
from smartcard import MASTER_FILE_IDENTIFIER, Card
from smartcard.app.openpgp import OpenPGP
from smartcard.utils import transaction_manager

# Any two bytes: the application is selected by its name.
FILE = b"\x12\x34"
# What vpcd asks instead of a command, in one byte; its other words turn the power off and on.
ATR = 4


def card_in(state, serial):
    """The card that is kept in this folder, or a new one."""
    storage = None
    if state:
        state.mkdir(parents=True, exist_ok=True)
        storage = ZODB.FileStorage.FileStorage(str(state / "card.fs"))
    root = ZODB.DB(storage).open(transaction_manager=transaction_manager).root
    with transaction_manager:
        if not hasattr(root, "card"):
            root.card = Card(name=b"py-openpgp")
            # FFFE is for serial numbers without a manufacturer (OpenPGP card 3.4.1, 4.2.1).
            openpgp = OpenPGP(identifier=FILE, manufacturer=b"\xff\xfe", serial=serial)
            openpgp.activateSelf()
            root.card.createFile(root.card.traverse((MASTER_FILE_IDENTIFIER,)), openpgp)
    return root.card


def connect(port):
    """The reader, which may be just starting."""
    deadline = time.monotonic() + 10
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.005)


def receive(reader, count):
    """So many bytes, or fewer when the reader has gone."""
    data = b""
    while len(data) < count:
        # vpcd sends length and body in two packets, and the second waits 40 ms for the acknowledgement of the first; the
        # option lasts for one exchange.
        reader.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        part = reader.recv(count - len(data))
        if not part:
            break
        data += part
    return data


def run(card, command):
    """The card's answer. It makes its keys beforehand, in a thread, and says 6F00 when none is ready yet."""
    deadline = time.monotonic() + 10
    while True:
        answer = bytes(card.runAPDU(bytearray(command)))
        waits = command[1:3] == b"\x47\x80" and answer == b"\x6f\x00"
        if not waits or time.monotonic() > deadline:
            return answer
        time.sleep(0.005)


def serve(reader, card):
    """Answers the reader until it goes away."""
    atr = card.traverse((MASTER_FILE_IDENTIFIER,)).getAnswerToReset()
    seen = False
    while length := receive(reader, 2):
        command = receive(reader, int.from_bytes(length, "big"))
        if len(command) > 1:
            answer = run(card, command)
        elif command[0] == ATR:
            answer = atr
        else:
            card.clearVolatile()
            answer = None
        if answer is not None:
            reader.sendall(len(answer).to_bytes(2, "big") + answer)
        if not seen:
            print("ready", flush=True)
            seen = True


def main():
    """Puts the card together and into its reader."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=35963)
    parser.add_argument("--state", type=pathlib.Path)
    parser.add_argument("--serial", type=bytes.fromhex, default=bytes.fromhex("00000002"))
    parser.add_argument("--seed", help="not heeded: its random numbers are random")
    args = parser.parse_args()
    serve(connect(args.port), card_in(args.state, args.serial))


if __name__ == "__main__":
    main()
