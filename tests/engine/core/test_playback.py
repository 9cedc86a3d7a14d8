"""What the server's output buffer has played."""

from engine.core.outbox import Outbox, Send
from engine.core.playback import Cut, Playback

MS = 48


class Player:
    def __init__(self) -> None:
        self.outbox = Outbox()
        self.playback = Playback(self.outbox)

    def queue(self, item: str, ms: int, response: str = "r") -> None:
        self.playback.queue(response, item, bytes(ms * MS))

    def told(self) -> list[str]:
        sent = [one.event for one in self.outbox.drain() if isinstance(one, Send)]
        return [f"{one['type'].rpartition('.')[2]} {one['response_id']}" for one in sent]


def test_it_starts_with_the_first_sound_that_leaves() -> None:
    player = Player()
    player.queue("a", 100)
    assert player.told() == []
    player.playback.played(20 * MS)
    player.playback.played(20 * MS)
    assert player.told() == ["started r"]


def test_it_stops_when_the_response_is_done_and_drained() -> None:
    player = Player()
    player.queue("a", 100)
    player.playback.played(100 * MS)
    assert player.told() == ["started r"]
    player.playback.finished("r")
    assert player.told() == ["stopped r"]


def test_a_pause_between_clauses_is_no_stop() -> None:
    player = Player()
    player.queue("a", 100)
    player.playback.played(100 * MS)
    player.queue("a", 100)
    player.playback.played(100 * MS)
    player.playback.finished("r")
    assert player.told() == ["started r", "stopped r"]


def test_one_response_stops_before_the_next_starts() -> None:
    player = Player()
    player.queue("a", 100, "r1")
    player.playback.finished("r1")
    player.queue("b", 100, "r2")
    player.playback.finished("r2")
    player.playback.played(200 * MS)
    assert player.told() == ["started r1", "stopped r1", "started r2", "stopped r2"]


def test_clearing_tells_how_much_of_each_item_was_heard() -> None:
    player = Player()
    player.queue("a", 100)
    player.queue("b", 300)
    player.queue("c", 100)
    player.playback.played(250 * MS)
    # 50 ms of what was sent had not reached an ear.
    assert player.playback.clear() == [Cut("b", 100), Cut("c", 0)]
    assert player.told() == ["started r", "cleared r"]


def test_clearing_before_the_first_sound_cuts_all_of_it() -> None:
    player = Player()
    player.queue("a", 100)
    assert player.playback.clear() == [Cut("a", 0)]
    assert player.told() == ["cleared r"]
    assert not player.playback.active


def test_a_response_without_sound_neither_starts_nor_stops() -> None:
    player = Player()
    player.playback.finished("silent")
    player.playback.played(100)
    assert player.told() == []
