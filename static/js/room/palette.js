/** The orb's colours, as the style sheet has them for the state that it stands in. */

/** @typedef {[number, number, number]} Colour each from 0 to 1 */
/** @typedef {{you: Colour, it: Colour, tint: Colour}} Palette */

const NAMES = /** @type {const} */ ({ you: "--orb-you", it: "--orb-it", tint: "--tint" });

/**
 * An element resolves light-dark() and color-mix(); a pixel makes a number of whatever space that is in.
 * @param {HTMLElement} place
 * @returns {Palette}
 */
export function paletteOf(place) {
  const probe = place.appendChild(document.createElement("i"));
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  const read = (/** @type {string} */ name) => {
    probe.style.color = `var(${name})`;
    pen.fillStyle = getComputedStyle(probe).color;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
    return /** @type {Colour} */ ([red / 255, green / 255, blue / 255]);
  };
  const palette = { you: read(NAMES.you), it: read(NAMES.it), tint: read(NAMES.tint) };
  probe.remove();
  return palette;
}

/**
 * @param {Palette} from
 * @param {Palette} to
 * @param {number} share of the way
 * @returns {Palette}
 */
export function between(from, to, share) {
  return { you: blend(from.you, to.you, share), it: blend(from.it, to.it, share), tint: blend(from.tint, to.tint, share) };
}

/**
 * @param {Readonly<Colour>} from
 * @param {Readonly<Colour>} to
 * @param {number} share
 * @returns {Colour}
 */
export function blend(from, to, share) {
  const mixed = (/** @type {0 | 1 | 2} */ at) => from[at] + (to[at] - from[at]) * share;
  return [mixed(0), mixed(1), mixed(2)];
}
