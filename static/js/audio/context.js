/** The one sound context of the page: browsers give few of them, and Safari starts one only inside a tap. */

/** @type {AudioContext | null} */ let context = null;

/**
 * To be called inside a tap.
 * @returns {AudioContext}
 */
export function unlocked() {
  context ??= new AudioContext();
  // Without a tap (a call that goes on after a reload) the browser keeps it asleep: no sound, and flat meters.
  if (context.state === "suspended") void context.resume();
  return context;
}

/**
 * @param {(isHeld: boolean) => void} held the browser keeps the sound back until the next tap
 * @returns {Promise<AudioContext>} when it can be heard
 */
export async function awake(held) {
  const sound = unlocked();
  if (sound.state === "running" || (await starts(sound))) return sound;
  held(true);
  await nextTap();
  await sound.resume();
  held(false);
  return sound;
}

const STARTS_WITHIN_MS = 250;

/**
 * Refused, `resume` neither fails nor ends.
 * @param {AudioContext} sound
 */
async function starts(sound) {
  await Promise.race([sound.resume(), new Promise((done) => setTimeout(done, STARTS_WITHIN_MS))]);
  return sound.state === "running";
}

/** @returns {Promise<void>} */
function nextTap() {
  const waiting = new AbortController();
  return new Promise((resolve) => {
    for (const tap of ["pointerdown", "keydown"]) {
      document.addEventListener(tap, () => (waiting.abort(), resolve()), { once: true, signal: waiting.signal });
    }
  });
}
