/** The page without a network: looks whether Parley is there again, and then loads what was asked for. */

const FIRST_MS = 2_000;
const SPREAD_MS = 2_000;
const ITSELF = "/offline/";

addEventListener("online", () => void look());
void later();

async function later() {
  await new Promise((done) => setTimeout(done, FIRST_MS + Math.random() * SPREAD_MS));
  await look();
  void later();
}

async function look() {
  const there = await fetch("/health/live", { cache: "no-store" }).then(({ ok }) => ok, () => false);
  if (!there) return;
  if (location.pathname === ITSELF) location.replace("/");
  else location.reload();
}
