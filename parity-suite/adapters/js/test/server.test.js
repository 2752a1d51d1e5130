import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Exchange } from "../lib/exchange.js";
import { resolveFiles } from "../lib/files.js";
import { HarnessServer } from "../lib/http-server.js";
import { batch } from "../lib/protocol.js";
import { withTimeout } from "../lib/timeout.js";

const server = new HarnessServer();
const url = await server.listen();
after(() => server.close());

/** @param {string} path */
const status = async (path) => (await fetch(new URL(path, url))).status;
/** @param {string} path @param {object} body @param {Record<string, string>} [headers] */
const post = (path, body, headers = {}) => fetch(new URL(path, url), { method: "POST", body: JSON.stringify(body), headers });

test("the page and what it needs are served, and nothing else", async () => {
  for (const path of ["/", "/harness/harness.js", "/harness/style.css", "/lib/run-call.js", "/host/browser/index.js"]) assert.equal(await status(path), 200, path);
  const outside = ["/package.json", "/host/%2e%2e/package.json", "/harness/..%2fpackage.json", "/lib/%2e%2e%2f%2e%2e%2fPROTOCOL.md", `/component/${"0".repeat(64)}/manifest.json`];
  for (const path of outside) assert.equal(await status(path), 404, path);
});

test("another site's page gets no jobs", async () => {
  assert.equal((await post("/api/next", {}, { origin: "http://evil.example" })).status, 403);
  assert.equal((await post("/api/next", { session: "unknown" })).status, 410);
  assert.equal(await status("/api/next"), 403);
});

test("a job goes to the page and its answer comes back", async () => {
  const exchange = new Exchange();
  server.sessions.set(exchange.session, exchange);
  const work = exchange.submit({ kind: "run", batch: 1, component: { name: "x", url: "/" }, seconds: 1 });
  const { jobs: [job] } = await (await post("/api/next", { session: exchange.session })).json();
  assert.equal(job.kind, "run");
  await post("/api/answer", { session: exchange.session, answers: [{ id: job.id, value: 42 }] });
  assert.equal(await work, 42);
});

test("a fresh worker gets the jobs that an ended one left, in their order", async () => {
  const exchange = new Exchange();
  const job = { kind: /** @type {const} */ ("run"), batch: 1, component: { name: "x", url: "/" }, seconds: 1 };
  const works = [exchange.submit(job), exchange.submit(job), exchange.submit(job)];
  const first = await exchange.next(true);
  assert.equal(first.length, 3);
  exchange.answer([{ id: 1, value: "a" }]);
  const again = /** @type {any[]} */ (await exchange.next(true));
  assert.deepEqual(again.map(({ id }) => id), [2, 3]);
  exchange.answer([{ id: 2, value: "b" }, { id: 3, value: "c" }]);
  assert.deepEqual(await Promise.all(works), ["a", "b", "c"]);
});

test("jobs of a browser that ended are rejected, answers that come late are ignored", async () => {
  const exchange = new Exchange();
  const work = exchange.submit({ kind: "run", batch: 1, component: { name: "x", url: "/" }, seconds: 1 });
  exchange.abandon(new Error("gone"));
  await assert.rejects(work, /gone/);
  exchange.answer([{ id: 1, value: 1 }]);
});

test("work that takes too long is given up", async () => {
  assert.equal(await withTimeout(new Promise(() => {}), 0.01, async () => "late"), "late");
  assert.equal(await withTimeout(Promise.resolve("done"), 10, async () => "late"), "done");
  await assert.rejects(withTimeout(Promise.reject(new Error("broken")), 10, async () => "late"), /broken/);
});

test("files become bytes wherever the type has bytes or text, and only there", async () => {
  const file = new URL(import.meta.url).pathname;
  const params = [
    { name: "a", type: { list: "u8" } }, { name: "b", type: { option: { record: [{ name: "x", type: "string" }] } } },
    { name: "c", type: { record: [{ name: "file", type: "u8" }] } }, { name: "d", type: { list: { list: "u8" } } },
  ];
  const args = [{ repeat: { file }, times: 2 }, { some: { x: { file } } }, { file: 1 }, [{ hex: "00" }, { join: [{ file }] }]];
  const { steps } = await resolveFiles({ steps: [{ params, args }] });
  const [a, b, c, d] = steps[0].args;
  assert.equal(a.times, 2);
  assert.ok(a.repeat.base64.length > 100);
  assert.equal(b.some.x.base64, a.repeat.base64);
  assert.deepEqual(c, { file: 1 });
  assert.equal(d[1].join[0].base64, a.repeat.base64);
});

test("calls are handed over in their order, several at once, and told in the same order", async () => {
  const file = new URL(import.meta.url).pathname;
  /** @type {string[]} */
  const handed = [];
  const target = /** @type {any} */ ({
    window: 3,
    // The first takes longest.
    run: async (/** @type {any} */ call) => {
      handed.push(call.id);
      await new Promise((resolve) => setTimeout(resolve, call.id === "file" ? 30 : 1));
      return { call: call.id, outcomes: [] };
    },
  });
  const text = { params: [{ name: "a", type: "string" }], args: [{ file }] };
  const calls = [{ id: "file", steps: [text] }, ...["b", "c", "d", "e"].map((id) => ({ id, steps: [{ args: [] }] }))];
  /** @type {any[]} */
  const told = [];
  await batch(target, { id: 7, calls }, (message) => told.push(message));
  assert.deepEqual(handed, ["file", "b", "c", "d", "e"]);
  assert.deepEqual(told.map(({ type, call }) => call ?? type), ["file", "b", "c", "d", "e", "done"]);
});
