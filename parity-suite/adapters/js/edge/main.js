/** The edge worker that runs calls. Time stands still in it, so measuring is done from outside. */
import { program } from "/program.js";
import * as host from "/host/shared/cases.js";
import { Runner } from "/lib/run-call.js";

let runner = new Runner(program, host);

/** @param {any} message */
async function handle(message) {
  switch (message.type) {
    case "open":
      runner = new Runner(program, host);
      return null;
    case "run": {
      const { call, outcomes } = await runner.run(message.call);
      return { call, outcomes };
    }
    case "instantiate":
      for (let i = 0; i < message.times; i++) await program.instantiate();
      return null;
    case "repeat": return repeat(message);
    default: throw new Error(`unknown message ${message.type}`);
  }
}

/** Calls a function a number of times on the shared instance. @param {any} message */
async function repeat({ function: name, args, times }) {
  const type = program.type(name);
  const native = host.argumentsFromJson(type.params, args);
  const instance = await runner.instanceFor({ id: "", instance: "shared", steps: [] });
  if (program.async) for (let i = 0; i < times; i++) await instance.outcome(name, native);
  else for (let i = 0; i < times; i++) instance.call(name, native);
  return null;
}

/** @param {string} line */
async function answerTo(line) {
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
 * @param {ReadableStream<Uint8Array>} input
 * @param {WritableStream<Uint8Array>} output
 */
async function converse(input, output) {
  const writer = output.getWriter();
  const encoder = new TextEncoder();
  for await (const line of linesOf(input)) await writer.write(encoder.encode(`${JSON.stringify(await answerTo(line))}\n`));
  await writer.close();
}

export default {
  /**
   * All calls come in one request: timers and promises of a request end with it, and an async component may have some that
   * outlive a call.
   * @param {Request} request
   */
  async fetch(request) {
    const { readable, writable } = new TransformStream();
    if (request.body) converse(request.body, writable).catch((thrown) => console.error(thrown));
    return new Response(readable);
  },
};
