/** Reading JSON Lines. */

/**
 * Lines that end with LF and with nothing else: `node:readline` also ends one at U+2028 and U+2029, which JSON may hold.
 * @param {NodeJS.ReadableStream} input
 */
export async function* lines(input) {
  input.setEncoding("utf8");
  /** @type {string[]} */
  let pieces = [];
  for await (const chunk of input) {
    const [end = "", ...more] = String(chunk).split("\n");
    pieces.push(end);
    for (const start of more) {
      yield pieces.join("");
      pieces = [start];
    }
  }
  const last = pieces.join("");
  if (last !== "") yield last;
}
