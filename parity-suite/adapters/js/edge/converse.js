/** Messages to an edge worker: a line each, in the body of one request, answered by the lines of its response. */
import * as host from "/host/shared/cases.js";

/**
 * @param {(message: any) => Promise<any>} handle
 * @param {string} line
 */
async function answerTo(handle, line) {
  try {
    return { value: await handle(JSON.parse(line)) };
  } catch (thrown) {
    const kind = thrown instanceof host.HostError ? thrown.kind : "host";
    return { error: { kind, message: host.messageOf(thrown) } };
  }
}

/**
 * The lines of a stream. A line can be very long: its pieces are joined once.
 * @param {ReadableStream<Uint8Array>} input
 */
async function* linesOf(input) {
  const decoder = new TextDecoder();
  /** @type {string[]} */
  let pieces = [];
  const reader = input.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const [rest = "", ...more] = decoder.decode(value, { stream: true }).split("\n");
    pieces.push(rest);
    for (const piece of more) {
      yield pieces.join("");
      pieces = [piece];
    }
  }
}

/**
 * Answers each line of a stream with a line.
 * @param {(message: any) => Promise<any>} handle
 * @param {ReadableStream<Uint8Array>} input
 * @param {WritableStream<Uint8Array>} output
 */
async function converse(handle, input, output) {
  const writer = output.getWriter();
  const encoder = new TextEncoder();
  for await (const line of linesOf(input)) await writer.write(encoder.encode(`${JSON.stringify(await answerTo(handle, line))}\n`));
  await writer.close();
}

/**
 * A worker that answers messages. All come in one request: timers and promises of a request end with it, and an async component
 * may have some that outlive a call.
 * @param {(message: any) => Promise<any>} handle
 */
export function endpoint(handle) {
  return {
    /** @param {Request} request */
    async fetch(request) {
      const { readable, writable } = new TransformStream();
      if (request.body) converse(handle, request.body, writable).catch((thrown) => console.error(thrown));
      return new Response(readable);
    },
  };
}
