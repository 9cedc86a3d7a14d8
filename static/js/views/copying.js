/** The Copy button of a piece of code: its text goes to the clipboard, and the button says so. */

const SHOWN_MS = 2_000;

/**
 * @param {HTMLElement} button
 * @param {(text: string) => void} say for those who do not see the button
 */
export async function copyCode(button, say) {
  const code = button.closest("figure")?.querySelector("code");
  if (!code) return;
  try {
    await navigator.clipboard.writeText(code.textContent ?? "");
    show(button, "Copied", say);
  } catch {
    // Browsers give the clipboard to https addresses only, and some ask the person first.
    getSelection()?.selectAllChildren(code);
    show(button, "Press Ctrl+C", say);
  }
}

/**
 * @param {HTMLElement} button
 * @param {string} text
 * @param {(text: string) => void} say
 */
function show(button, text, say) {
  button.textContent = text;
  say(text);
  setTimeout(() => { button.textContent = "Copy"; }, SHOWN_MS);
}
