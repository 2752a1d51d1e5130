/** The thread that runs guests in Node: one that hangs is ended from outside. */
import { parentPort } from "node:worker_threads";
import * as host from "@molt/host/cases";
import { load } from "@molt/host/node";
import { measure } from "./measure.js";
import { failureOf, Runner } from "./run-call.js";
import { runProgram } from "./run-program.js";

if (!parentPort) throw new Error("this file runs as a worker thread");
const port = parentPort;
/** @type {Runner | null} */
let runner = null;
/** Programs have one runtime in common. */
const modules = new Map();
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
    case "program": {
      const { folder: own, run } = message;
      return runProgram(() => load(own, { name: run.component.name, modules }), run, (thrown) => failureOf(host, thrown));
    }
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
