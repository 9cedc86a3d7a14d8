/** Finding the marked places of the page and copying its blueprints. */

/**
 * @template {Element} [T=HTMLElement]
 * @param {string} name
 * @param {ParentNode} [root]
 * @returns {T}
 */
export function view(name, root = document) {
  return demand(root, `[data-view="${name}"]`);
}

/**
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} name
 * @returns {T}
 */
export function part(root, name) {
  return demand(root, `[data-part="${name}"]`);
}

/**
 * A fresh copy of a <template> of the shell, so that no script holds markup or the sprite's address.
 * @param {string} name
 * @returns {HTMLElement}
 */
export function blueprint(name) {
  const template = document.querySelector(`template#blueprint-${name}`);
  if (!(template instanceof HTMLTemplateElement)) throw new Error(`no blueprint ${name}`);
  return /** @type {HTMLElement} */ (element(template).cloneNode(true));
}

/**
 * Markup that the server rendered and sanitised, as one element.
 * @param {string} html
 * @returns {HTMLElement}
 */
export function rendered(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return element(template);
}

/** @param {HTMLTemplateElement} template */
function element(template) {
  const first = template.content.firstElementChild;
  if (!(first instanceof HTMLElement)) throw new Error("a template without an element");
  return first;
}

/**
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {T}
 */
function demand(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return /** @type {T} */ (found);
}
