"""Who may say what of a row: what the server has heard beats what a browser claims."""

from __future__ import annotations

from chat.models import Message, RealtimeSession

Ear = Message.CapturedBy


class Authority:
    """Of one ear of one session. A claim may fill a row that the server has only begun."""

    def __init__(self, session: RealtimeSession, ear: str) -> None:
        self.session = session
        self.ear = ear

    @property
    def may_say_of_session(self) -> bool:
        """While the server hears a call itself, nobody else tells how the call is."""
        return self.ear == Ear.SERVER or not self.session.is_attached

    def outranks(self, row: Message) -> bool:
        return self.ear == Ear.SERVER and row.is_claim

    def is_ours(self, row: Message, item_id: str) -> bool:
        """No session touches a row of another, unless that one only claimed an item heard here."""
        is_stolen = self.outranks(row) and row.item_id == item_id and row.session_id is not None
        return row.session_id == self.session.pk or is_stolen

    def may_write(self, row: Message, item_id: str) -> bool:
        """A deleted row stays deleted, except by a claim that the server's ear contradicts."""
        if not self.is_ours(row, item_id):
            return False
        if row.status == Message.Status.DELETED:
            return self.outranks(row)
        return self.ear == Ear.SERVER or row.is_claim or row.is_blank

    def must_correct(self, row: Message, said: tuple[str, str, str]) -> bool:
        """The server hears what an item is (role, kind, content), and a browser has claimed it."""
        role, kind, content = said
        differs = role != row.role or (role == Message.Role.USER and kind != row.kind)
        is_stolen = row.session_id != self.session.pk
        return self.outranks(row) and (differs or is_stolen or bool(content))

    def take(self, row: Message) -> bool:
        """From now on this ear says what is in the row; True when it was the other's."""
        if row.captured_by == self.ear:
            return False
        if self.ear == Ear.SERVER:
            row.begin(row.role, row.kind)
        row.session, row.captured_by = self.session, self.ear
        return True
