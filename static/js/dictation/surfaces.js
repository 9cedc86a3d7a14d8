/** Where dictated text stands: the composer's field, or the draft of a conversation that is not on the page. */

/** @typedef {import("./field.js").Surface} Surface */

/**
 * @param {HTMLFormElement} form
 * @returns {Surface}
 */
export function composerSurface(form) {
  const field = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("content"));
  return {
    get text() { return field.value; },
    /** @returns {[number, number]} */
    get caret() { return [field.selectionStart, field.selectionEnd]; },
    get isBusy() { return field.readOnly; },
    write(text, [start, end]) {
      field.value = text;
      field.setSelectionRange(start, end);
      field.dispatchEvent(new InputEvent("input", { bubbles: true })); // the draft is kept, Send is offered
      if (end === text.length) field.scrollTop = field.scrollHeight;
    },
    onChange(act) {
      const freed = new MutationObserver(act);
      field.addEventListener("input", act);
      freed.observe(form, { attributeFilter: ["aria-busy"] });
      return () => {
        field.removeEventListener("input", act);
        freed.disconnect();
      };
    },
    submit: () => form.requestSubmit(),
  };
}

/**
 * @param {import("../views/drafts.js").Drafts} drafts
 * @param {string} conversation
 * @returns {Surface}
 */
export function draftSurface(drafts, conversation) {
  const end = () => drafts.of(conversation).length;
  return {
    get text() { return drafts.of(conversation); },
    /** @returns {[number, number]} */
    get caret() { return [end(), end()]; },
    isBusy: false,
    write: (text) => drafts.keep(conversation, text),
    onChange: () => () => {},
    submit() {}, // nobody sees what would be sent
  };
}
