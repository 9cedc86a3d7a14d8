/** Paints the orb by WebGL. */

import { FRAGMENT, VERTEX } from "./shader.js";

/** @typedef {import("./orb.js").Picture} Picture */

const NONE = -1;
const RINGS = 4;
const WISHES = { alpha: true, premultipliedAlpha: true, antialias: false, powerPreference: "low-power", failIfMajorPerformanceCaveat: true };
/** What runs shaders on the processor, and does not admit it by that wish. */
const BY_PROCESSOR = /swiftshader|llvmpipe|softpipe|software|basic render/i;

export class GlPainter {
  #gl;
  #program;
  /** There is no graphics card: fewer and smaller pictures are better than a hot machine. */ isSlow;
  /** @type {Map<string, WebGLUniformLocation | null>} */ #places = new Map();

  /**
   * @param {HTMLCanvasElement} canvas
   * @returns {GlPainter | null} where there is no WebGL, or none that is fast
   */
  static on(canvas) {
    const gl = /** @type {WebGLRenderingContext | null} */ (canvas.getContext("webgl", WISHES));
    const program = gl && built(gl);
    return gl && program ? new GlPainter(gl, program) : null;
  }

  /**
   * @param {WebGLRenderingContext} gl
   * @param {WebGLProgram} program
   */
  constructor(gl, program) {
    this.#gl = gl;
    this.#program = program;
    this.isSlow = BY_PROCESSOR.test(rendererOf(gl));
    gl.useProgram(program);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 3, -1, -1, 3]), gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
  }

  /** @param {Picture} picture */
  draw({ size, palette, rings, inward, ...numbers }) {
    const gl = this.#gl;
    gl.viewport(0, 0, size, size);
    for (const [name, value] of Object.entries({ size, inward: inward ? 1 : 0, ...numbers })) gl.uniform1f(this.#place(name), value);
    for (const [name, colour] of Object.entries(palette)) gl.uniform3fv(this.#place(name), colour);
    const ring = (/** @type {number} */ at) => rings[at] ?? { age: NONE, force: 0 };
    const all = Array.from({ length: RINGS }, (_, at) => ring(at));
    gl.uniform4fv(this.#place("ages"), all.map(({ age }) => age));
    gl.uniform4fv(this.#place("forces"), all.map(({ force }) => force));
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  /** @param {string} name */
  #place(name) {
    if (!this.#places.has(name)) this.#places.set(name, this.#gl.getUniformLocation(this.#program, name));
    return this.#places.get(name) ?? null;
  }
}

/** @param {WebGLRenderingContext} gl */
function rendererOf(gl) {
  const named = gl.getExtension("WEBGL_debug_renderer_info"); // some browsers tell it by the plain name only
  return String(gl.getParameter(named?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER));
}

/**
 * @param {WebGLRenderingContext} gl
 * @returns {WebGLProgram | null} null where a driver refuses it
 */
function built(gl) {
  const program = gl.createProgram();
  if (!program) return null;
  for (const [kind, source] of /** @type {const} */ ([[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]])) {
    const shader = gl.createShader(kind);
    if (!shader) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.bindAttribLocation(program, 0, "corner");
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : null;
}
