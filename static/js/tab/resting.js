/** A tab that had to make room for newer ones comes back when somebody looks at it. */

const SIGNS = ["focus", "pointerdown", "keydown"];

/** @param {() => void} back */
export function whenLookedAt(back) {
  const waiting = new AbortController();
  const { signal } = waiting;
  const look = () => {
    if (document.hidden) return;
    waiting.abort();
    back();
  };
  document.addEventListener("visibilitychange", look, { signal });
  for (const sign of SIGNS) addEventListener(sign, look, { signal });
}
