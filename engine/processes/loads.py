"""How many sessions each process carries, for all of them to read; each writes its own."""

import mmap
import struct
from pathlib import Path

ABSENT = -1
_NUMBER = struct.Struct("=i")


class Loads:
    """One number a process. A number is written whole, so no lock is needed."""

    def __init__(self, numbers: "memoryview[int] | list[int]") -> None:
        self._numbers = numbers

    @classmethod
    def create(cls, path: Path, count: int) -> "Loads":
        """Nobody is there yet."""
        path.write_bytes(_NUMBER.pack(ABSENT) * count)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> "Loads":
        with path.open("r+b") as file:
            return cls(memoryview(mmap.mmap(file.fileno(), 0)).cast("i"))

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, process: int) -> int:
        return self._numbers[process]

    def __setitem__(self, process: int, sessions: int) -> None:
        self._numbers[process] = sessions

    @property
    def present(self) -> list[int]:
        """The processes that are there, the one with the fewest sessions first."""
        there = [one for one in range(len(self)) if self[one] != ABSENT]
        return sorted(there, key=self.__getitem__)

    @property
    def total(self) -> int:
        return sum(self[one] for one in self.present)
