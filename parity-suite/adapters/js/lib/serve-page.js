/** Serves the harness page to anybody's browser, with prepared batches to run. */
import { readFile } from "node:fs/promises";
import { messageOf } from "@molt/host/cases";
import { transpiledFolder } from "./components.js";
import { Exchange } from "./exchange.js";
import { resolveFiles } from "./files.js";
import { HarnessServer } from "./http-server.js";
import { CALL_SECONDS } from "./protocol.js";

/**
 * @typedef {{ component: { name: string, url: string }, calls: any[] }} Prepared
 */

/**
 * Reads a file with one batch message a line, as the protocol has them; a call may have `expect`, the list of its outcomes.
 * @param {string} path
 * @param {HarnessServer} server
 * @returns {Promise<Prepared[]>}
 */
async function prepare(path, server) {
  const lines = (await readFile(path, "utf8")).split("\n").filter((line) => line.trim() !== "");
  const prepared = [];
  for (const [i, line] of lines.entries()) {
    const message = JSON.parse(line);
    if (message.type !== "batch") continue;
    try {
      const url = server.addComponent(await transpiledFolder(message.component, { multiMemory: true }));
      prepared.push({ component: { name: message.component.name, url }, calls: await Promise.all(message.calls.map(resolveFiles)) });
    } catch (thrown) {
      console.error(`${path}:${i + 1}: left out: ${messageOf(thrown)}`);
    }
  }
  return prepared;
}

/**
 * @param {Exchange} exchange
 * @param {Prepared[]} batches
 */
async function feed(exchange, batches) {
  const jobs = batches.flatMap(({ component, calls }, batch) => calls.map((call) =>
    ({ kind: /** @type {const} */ ("run"), batch, component, seconds: call.timeout ?? CALL_SECONDS, call, expect: call.expect })));
  await Promise.all(jobs.map((job) => exchange.submit(job).catch((thrown) => console.log(`${job.call.id}: ${messageOf(thrown)}`))));
  return jobs.length;
}

/**
 * Serves until it is interrupted. Each page that is opened runs all batches.
 * @param {string} file
 * @param {number} port  0 for any
 */
export async function servePage(file, port) {
  const server = new HarnessServer();
  const batches = await prepare(file, server);
  const total = batches.reduce((sum, batch) => sum + batch.calls.length, 0);
  server.onVisit = () => {
    const exchange = new Exchange();
    exchange.total = total;
    exchange.onHello = (hello) => {
      const name = `${hello.host} ${hello.version}`;
      console.log(`${name}: started`);
      void feed(exchange, batches).then((calls) => {
        console.log(`${name}: ${calls} calls`);
        server.sessions.delete(exchange.session); // the page learns that there is no more
        exchange.abandon(new Error("done"));
      });
    };
    return exchange;
  };
  const url = await server.listen(port);
  console.log(`${total} calls for ${batches.length} components. Open ${url} in any browser. Ctrl-C ends.`);
}
