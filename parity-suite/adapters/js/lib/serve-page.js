/** Serves the harness page to anybody's browser, with prepared batches to run. */
import { messageOf } from "@molt/host/cases";
import { readBatches } from "./batches.js";
import { transpiledFolder } from "./components.js";
import { Exchange } from "./exchange.js";
import { resolveFiles } from "./files.js";
import { HarnessServer } from "./http-server.js";
import { CALL_SECONDS } from "./protocol.js";

/**
 * @typedef {{ component: { name: string, url: string }, calls: any[] }} Prepared
 */

/**
 * Reads a file of batches and transpiles their components; a call may have `expect`, the list of its outcomes.
 * @param {string} path
 * @param {HarnessServer} server
 * @returns {Promise<Prepared[]>}
 */
async function prepare(path, server) {
  const prepared = [];
  for (const { line, component, calls } of await readBatches(path)) {
    try {
      const url = server.addComponent(await transpiledFolder(component, { multiMemory: true }));
      prepared.push({ component: { name: component.name, url }, calls: await Promise.all(calls.map(resolveFiles)) });
    } catch (thrown) {
      console.error(`${path}:${line}: left out: ${messageOf(thrown)}`);
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
 * @throws {import("./batches.js").BatchFileError}
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
