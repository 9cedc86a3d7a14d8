/** The card of the first visit: three lines, and gone for good once it was read. */

const KEY = "parley.room.met";

/**
 * @param {HTMLElement} card
 * @param {HTMLElement} button
 * @param {() => void} goOn where focus goes
 */
export function meet(card, button, goOn) {
  card.hidden = localStorage.getItem(KEY) === "yes";
  button.addEventListener("click", () => {
    localStorage.setItem(KEY, "yes");
    card.hidden = true;
    goOn();
  });
}
