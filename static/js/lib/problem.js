/** What went wrong, in one plain sentence for the person and a stable code for programs. */
export class Problem extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {boolean} retry whether trying again can help
   */
  constructor(code, message, retry) {
    super(message);
    this.name = "Problem";
    this.code = code;
    this.retry = retry;
  }
}
