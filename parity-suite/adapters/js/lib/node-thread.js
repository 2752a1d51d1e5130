/** The thread that runs guests in Node: one that hangs is ended from outside. */
import { parentPort } from "node:worker_threads";
import * as host from "@molt/host/cases";
import { load } from "@molt/host/node";
import { measure } from "./measure.js";
import { Runner } from "./run-call.js";

if (!parentPort) throw new Error("this file runs as a worker thread");
const port = parentPort;
/** @type {Runner | null} */
let runner = null;
let folder = "";
let name = "";

/** @param {any} message */
async function handle(message) {
  switch (message.type) {
    case "open":
      ({ folder, name } = message);
      runner = new Runner(await load(folder, { name }), host);
      return null;
    case "run": return runner?.run(message.call);
    case "measure": return measure(() => load(folder, { name }), host, message.request);
    default: throw new Error(`unknown message ${message.type}`);
  }
}

port.on("message", async (message) => {
  try {
    port.postMessage({ value: await handle(message) });
  } catch (thrown) {
    port.postMessage({ error: { kind: thrown instanceof host.HostError ? thrown.kind : "host", message: host.messageOf(thrown) } });
  }
});
