"""Runs the transcript of docs/card-application-vectors.json on the linked image, on an emulated Cortex-M4, and says how much
stack each command took. Needs `pip install unicorn pyelftools`; `cargo xtask card-image` first, then here

    python card-bridge/applet/image/emulate.py target/thumbv7em-none-eabihf/card/hailstone-card-image
"""

import json
import pathlib
import sys

from elftools.elf.elffile import ELFFile
from unicorn import UC_ARCH_ARM, UC_MODE_MCLASS, UC_MODE_THUMB, Uc
from unicorn.arm_const import UC_ARM_REG_SP, UC_CPU_ARM_CORTEX_M4

RAM, RAM_END = 0x2000_0000, 0x2000_4000
DEVICES, MEMORY = 0x4000_0000, 0x6000_0000
PAINT = b"\xa5"
SELECT = "00a404000bf04841494c53544f4e450100"
VECTORS = pathlib.Path(__file__).parents[3] / "docs/card-application-vectors.json"


def counted(first):
    return bytes((first + number) & 0xFF for number in range(32))


def commands(vectors):
    """What goes over the wire, and what must come back."""
    card, handshake = vectors["card"], vectors["handshake"]
    yield "SELECT", SELECT, card["select_answer"]
    yield "handshake", handshake["command_apdu"], handshake["answer"]
    for frame in vectors["frames"]:
        sealed = frame["command"]
        length = len(sealed) // 2
        yield frame["name"], f"00c2000000{length:04x}{sealed}0000", frame["answer"]


class Machine:
    """The three devices of `machine.rs`."""

    def __init__(self, elf, vectors):
        self.commands = [
            (name, bytes.fromhex(command), bytes.fromhex(answer + "9000"))
            for name, command, answer in commands(vectors)
        ]
        card = vectors["card"]
        laid_out = card["serial"] + card["private_key"] + card["seed"]
        laid_out += vectors["handshake"]["card_ephemeral_private"]
        # The keys that GENERATE KEY makes, and then anything.
        self.random = bytes.fromhex(laid_out) + counted(0xA0) + counted(0x21) + counted(0x31) + bytes(range(256))
        self.done, self.answer, self.worst = 0, b"", (0, "")
        self.cpu = Uc(UC_ARCH_ARM, UC_MODE_THUMB | UC_MODE_MCLASS)
        self.cpu.ctl_set_cpu_model(UC_CPU_ARM_CORTEX_M4)
        for start, length in (0, 0x1_0000), (RAM, RAM_END - RAM), (MEMORY, 0x1_0000):
            self.cpu.mem_map(start, length)
        for segment in elf.iter_segments():
            if segment["p_type"] == "PT_LOAD" and segment["p_filesz"]:
                self.cpu.mem_write(segment["p_paddr"], segment.data())
        bss = elf.get_section_by_name(".bss")
        self.floor = bss["sh_addr"] + bss["sh_size"]
        self.cpu.mem_write(MEMORY, b"\xff" * 0x1_0000)
        self.cpu.mmio_map(DEVICES, 0x1000, self.read, None, self.write, None)
        self.cpu.reg_write(UC_ARM_REG_SP, RAM_END)
        self.paint(RAM_END)
        self.cpu.emu_start(elf.header["e_entry"] | 1, 0xFFFF_FFFF)

    def paint(self, top):
        self.cpu.mem_write(self.floor, PAINT * (top - self.floor))

    def stack(self):
        free = bytes(self.cpu.mem_read(self.floor, RAM_END - self.floor))
        return len(free.lstrip(PAINT))

    def read(self, _cpu, offset, _size, _data):
        if offset == 0x10:
            byte, self.random = self.random[0], self.random[1:]
            return byte
        if offset == 0x04:
            byte, self.command = self.command[0], self.command[1:]
            return byte
        self.paint(self.cpu.reg_read(UC_ARM_REG_SP) - 64)
        if self.done == len(self.commands):
            self.cpu.emu_stop()
            return 0
        self.answer, self.command = b"", self.commands[self.done][1]
        return len(self.command)

    def write(self, _cpu, offset, _size, value, _data):
        if offset == 0x08:
            self.answer += bytes([value & 0xFF])
            return
        name, _, expected = self.commands[self.done]
        if self.answer != expected:
            sys.exit(f"{name}: {self.answer.hex()} instead of {expected.hex()}")
        stack = self.stack()
        print(f"{stack:6} {name}")
        self.worst = max(self.worst, (stack, name))
        self.done += 1


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as image:
        machine = Machine(ELFFile(image), json.loads(VECTORS.read_text()))
    print(f"{machine.done} commands answered as written; the most stack: {machine.worst[0]} bytes, {machine.worst[1]}")
