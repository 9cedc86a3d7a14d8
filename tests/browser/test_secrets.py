"""Neither the key nor a token stays anywhere: not in storage, rows, logs or pages."""

from pathlib import Path

from tests.live.parley import Parley
from tests.live.person import Person

STORED = """async () => {
  const databases = await indexedDB.databases();
  const dumps = await Promise.all(databases.map(({ name }) => new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const names = [...opening.result.objectStoreNames];
      if (!names.length) return resolve([]);
      const transaction = opening.result.transaction(names);
      const all = names.map((one) => transaction.objectStore(one).getAll());
      transaction.oncomplete = () => resolve(all.map(({ result }) => result));
    };
  })));
  return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, dumps, document.cookie]);
}"""


def test_a_call_leaves_no_key_and_no_token_behind(alice: Person) -> None:
    alice.talk()
    token = alice.last_token()
    alice.ask("hello-how-are-you")
    kept = alice.page.evaluate(STORED) + alice.page.content() + on_disk(alice.parley)
    assert token.startswith("ek_")
    assert "conversation" in kept
    assert [secret for secret in (token, key_of(alice.parley)) if secret in kept] == []


def key_of(parley: Parley) -> str:
    environment = Path(f"/proc/{parley.siblings()['web']}/environ").read_text().split("\0")
    return next(one for one in environment if one.startswith("OPENAI_API_KEY=")).partition("=")[2]


def on_disk(parley: Parley) -> str:
    """Database, its log of changes, and everything that web and engine have printed."""
    files = [path for path in parley.data_dir.rglob("*") if path.is_file()]
    return "".join(path.read_bytes().decode("latin-1") for path in files) + parley.read_output()
