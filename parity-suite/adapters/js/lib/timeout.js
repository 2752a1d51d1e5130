/**
 * Runs something that may hang. `onTimeout` must end what hangs.
 * @template T
 * @param {Promise<T>} work
 * @param {number} seconds
 * @param {() => Promise<T>} onTimeout
 * @returns {Promise<T>}
 */
export async function withTimeout(work, seconds, onTimeout) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const expired = new Promise((resolve) => {
    timer = setTimeout(resolve, seconds * 1000, "expired");
  });
  try {
    const first = await Promise.race([work.then((value) => ({ value })), expired]);
    if (first !== "expired") return /** @type {{ value: T }} */ (first).value;
    work.catch(() => {});
    return await onTimeout();
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The result of a call that was ended.
 * @param {{ id: string }} call
 * @param {number} seconds
 * @returns {import("./run-call.js").Result}
 */
export function timedOut(call, seconds) {
  return { call: call.id, outcomes: [{ error: { kind: "timeout", message: `no answer within ${seconds} s; the instance was ended` } }] };
}

/**
 * The result of a call whose engine died.
 * @param {{ id: string }} call
 * @param {unknown} thrown
 * @returns {import("./run-call.js").Result}
 */
export function crashed(call, thrown) {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { call: call.id, outcomes: [{ error: { kind: "host", message: `the engine died: ${message}` } }] };
}
