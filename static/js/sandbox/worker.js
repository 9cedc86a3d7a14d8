/**
 * Runs somebody's code in the sandbox's Worker, and says what came of it: strings, `kind:text`.
 * The frame puts all of this into a function of its own, so that the code sees none of it.
 */

/** All that the code finds: the language, and what neither reaches out nor speaks to anybody. */
const LEFT_TO_CODE = new Set(
  `Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp Error
  AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError globalThis JSON Math Intl
  Temporal ArrayBuffer Atomics Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float16Array Float32Array
  Float64Array Uint8ClampedArray BigUint64Array BigInt64Array DataView Map BigInt Set Iterator WeakMap WeakSet WeakRef
  FinalizationRegistry Proxy Reflect decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite
  isNaN console setTimeout clearTimeout setInterval clearInterval queueMicrotask structuredClone atob btoa TextEncoder
  TextDecoder URL URLSearchParams performance crypto self`.split(/\s+/),
);
const LINES = ["log", "info", "warn", "error", "debug", "trace", "dir", "table"];
const MOST_CHARS = 32 * 1024;
const MOST_LINES = 500;

// Taken before the code runs: what it puts in their place changes nothing here.
const speak = self.postMessage.bind(self);
const written = JSON.stringify;
const cutOff = Function.prototype.call.bind(String.prototype.slice);
const Asynchronous = /** @type {FunctionConstructor} */ (Object.getPrototypeOf(async () => {}).constructor);
const Listening = EventTarget.prototype;
const everywhere = self.eval; // by another name it is evaluated in the global scope

let room = MOST_CHARS; // for lines
let lines = 0;

self.onmessage = ({ data }) => void begin(`${data}`);

/** @param {string} code */
async function begin(code) {
  strip();
  self.console = /** @type {any} */ (Object.fromEntries(LINES.map((name) => [name, print])));
  tell("begun", "");
  try {
    tell("value", shown(await evaluated(code)));
  } catch (error) {
    tell("error", shown(error));
  }
}

/** What one network, one worker or one message more would need is gone; the policy forbids it besides. */
function strip() {
  for (let one = self; one !== Listening; one = Object.getPrototypeOf(one)) {
    for (const name of Object.getOwnPropertyNames(one)) {
      if (!LEFT_TO_CODE.has(name)) Reflect.deleteProperty(one, name);
    }
  }
}

/**
 * An expression gives its value, a script that of its last statement, one with `return` or `await` what it returns.
 * @param {string} code
 */
function evaluated(code) {
  const expression = parsed(`return (\n${code}\n)`);
  if (expression) return expression();
  try {
    everywhere(`if (0) {\n${code}\n}`); // read only
  } catch {
    return new Asynchronous(code)();
  }
  return everywhere(code);
}

/**
 * @param {string} body
 * @returns {Function | null} null when it cannot be read
 */
function parsed(body) {
  try {
    return new Asynchronous(body);
  } catch {
    return null;
  }
}

/** @param {unknown[]} values */
function print(...values) {
  lines += 1;
  if (lines <= MOST_LINES) tell("line", values.map(shown).join(" "));
}

/**
 * @param {string} kind
 * @param {string} text
 */
function tell(kind, text) {
  const said = cutOff(`${text}`, 0, kind === "line" ? room : MOST_CHARS);
  if (kind === "line") room -= said.length;
  speak(`${kind}:${said}`);
}

/** @param {any} value */
function shown(value) {
  try {
    if (typeof value === "string") return value;
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    const plain = value instanceof Map || value instanceof Set ? [...value] : value;
    return (typeof plain === "object" && plain && written(plain)) || String(plain);
  } catch {
    return "(cannot be shown)";
  }
}
