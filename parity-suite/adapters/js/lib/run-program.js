/** Runs a program in an instance of its own. It knows nothing of the engine that it runs in: every target uses this file. */

/**
 * @typedef {{ id: string, component: { name: string, path: string }, arguments: string[], timeout?: number }} ProgramRun
 * @typedef {import("./run-call.js").Result} Result
 */

const RUN = "molt:capabilities/program#run";

/**
 * @param {() => Promise<import("@molt/host").Program>} load
 * @param {ProgramRun} run
 * @param {(thrown: unknown) => import("./run-call.js").Outcome} failure
 * @returns {Promise<Result>}
 */
export async function runProgram(load, run, failure) {
  const [stdout, stderr] = [new Kept(), new Kept()];
  const start = performance.now();
  let outcome;
  try {
    const program = await load();
    const output = { stdout: (/** @type {Uint8Array} */ bytes) => stdout.add(bytes), stderr: (/** @type {Uint8Array} */ bytes) => stderr.add(bytes) };
    const instance = await program.instantiate({ output, arguments: run.arguments });
    const exit = await instance.call(RUN);
    outcome = { ok: { exit, stdout: { base64: stdout.base64() }, stderr: { base64: stderr.base64() } } };
  } catch (thrown) {
    outcome = failure(thrown);
  }
  return { call: run.id, outcomes: [outcome], ns: Math.round((performance.now() - start) * 1e6) };
}

/** What was written. */
class Kept {
  constructor() {
    /** @type {Uint8Array[]} */
    this.pieces = [];
  }

  /** @param {Uint8Array} bytes */
  add(bytes) {
    this.pieces.push(bytes);
  }

  base64() {
    let binary = "";
    for (const piece of this.pieces) {
      // An argument list has an end.
      for (let at = 0; at < piece.length; at += 8192) binary += String.fromCharCode(...piece.subarray(at, at + 8192));
    }
    return btoa(binary);
  }
}
