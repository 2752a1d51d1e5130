/** Each adapter, end to end over the protocol, with the components of the host's tests. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { findBrowser } from "../lib/browser-process.js";
import { findWorkerd } from "../lib/workerd-process.js";

const folder = await mkdtemp(join(tmpdir(), "molt-adapter-test-"));
after(() => rm(folder, { recursive: true, force: true }));

/** @param {string} name */
async function component(name) {
  const text = await readFile(new URL(`../../../../hosts/js/test/fixtures/${name}.wat`, import.meta.url), "utf8");
  const path = join(folder, `${name}.wasm`);
  await writeFile(path, await parse(text));
  return { name, path };
}

const arith = await component("arith");
const composed = await component("composed");
const text = join(folder, "text.txt");
await writeFile(text, "from a file");

/**
 * Runs an adapter to its end and gives everything that it said.
 * @param {string[]} command
 * @param {object[]} messages
 * @param {Record<string, string>} [env]
 */
function converse(command, messages, env = {}) {
  return new Promise((resolve, reject) => {
    const [script = "", ...args] = command;
    const path = fileURLToPath(new URL(`../${script}`, import.meta.url));
    const child = spawn(process.execPath, [path, ...args], { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, ...env } });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.on("error", reject).on("exit", (code) => {
      const lines = output.trim().split("\n").map((line) => JSON.parse(line));
      resolve({ code, hello: lines[0], said: lines.slice(1) });
    });
    child.stdin.end(messages.map((message) => `${JSON.stringify(message)}\n`).join(""));
  });
}

const I = "test:arith/arith@0.1.0";
/** @param {string} id @param {string} name @param {any[]} args @param {object} [extra] */
const call = (id, name, args, extra = {}) => ({ id, instance: "shared", ...extra, steps: [{ function: `${I}#${name}`, args, params: [] }] });

const MESSAGES = [
  { type: "batch", id: 1, component: arith, calls: [
    call("add", "add", ["18446744073709551615", "3"]),
    call("wrong", "add", [1, -1]),
    call("error", "check", [11]),
    call("trap", "divide", [1, 0]),
    call("after-trap", "divide", [7, 2]),
    call("hang", "spin", [], { timeout: 1 }),
    call("after-hang", "divide", [9, 3], { instance: "fresh" }),
    call("missing", "nothing", []),
    { id: "file", instance: "shared", steps: [{ function: `${I}#echo`, params: [{ name: "text", type: "string" }], args: [{ file: text }] }] },
    { id: "digest", instance: "shared", steps: [{ function: `${I}#echo`, params: [{ name: "text", type: "string" }], args: [{ repeat: { utf8: "é" }, times: 200 }], digest: true }] },
    { id: "resource", instance: "fresh", steps: [
      { function: `${I}#[constructor]number`, args: [5], let: "n" },
      { function: `${I}#[method]number.get`, args: [{ var: "n" }] },
      { function: `${I}#[resource-drop]number`, args: [{ var: "n" }] },
      { function: `${I}#[method]number.get`, args: [{ var: "n" }] },
      { function: `${I}#add`, args: [1, 1] },
    ] },
  ] },
  { type: "batch", id: 2, component: { name: "none", path: text }, calls: [call("add", "add", [1, 2])] },
  { type: "batch", id: 3, component: composed, calls: [{ id: "run", instance: "shared", steps: [{ function: "run", args: [1000], params: [] }] }] },
  { type: "measure", id: 4, component: composed, function: "run", args: [10], iterations: 200 },
  { type: "bye" },
];

/** What every adapter must say. @param {any[]} said */
function checkAnswers(said) {
  const outcomes = Object.fromEntries(said.filter((m) => m.type === "result" && m.batch === 1).map((m) => [m.call, m.outcomes]));
  assert.deepEqual(Object.keys(outcomes), ["add", "wrong", "error", "trap", "after-trap", "hang", "after-hang", "missing", "file", "digest", "resource"]);
  const kind = (/** @type {string} */ name) => outcomes[name].at(-1).error?.kind;
  assert.deepEqual(outcomes.add, [{ ok: "2" }]);
  assert.equal(kind("wrong"), "wrong-arguments");
  assert.deepEqual(outcomes.error, [{ ok: { err: "too large" } }]);
  assert.match(outcomes.trap[0].trap.message, /"arith" trapped in .*#divide/);
  assert.deepEqual(outcomes["after-trap"], [{ ok: 3 }]);
  assert.equal(kind("hang"), "timeout");
  assert.deepEqual(outcomes["after-hang"], [{ ok: 3 }]);
  assert.equal(kind("missing"), "missing-function");
  assert.deepEqual(outcomes.file, [{ ok: "from a file" }]);
  assert.deepEqual(outcomes.digest, [{ ok: { sha256: "df20b2aa6262e99e133aa7f3614be707d35c4155d17e2aa7cbb49da555a454c3", length: 400 } }]);
  assert.equal(outcomes.resource.length, 4);
  assert.deepEqual(outcomes.resource.slice(0, 3), [{ ok: { resource: "number" } }, { ok: 5 }, { ok: null }]);
  assert.equal(kind("resource"), "wrong-arguments");
  const failed = said.find((m) => m.type === "failed");
  assert.equal(failed.batch, 2);
  assert.equal(failed.error.kind, "not-a-component");
  assert.deepEqual(said.find((m) => m.call === "run").outcomes, [{ ok: "500500" }]);
  const measured = said.find((m) => m.type === "measured");
  for (const key of ["cold_start_ns", "instantiate_ns", "call_ns"]) assert.ok(measured[key] >= 0, `${key}: ${measured[key]}`);
}

const ADAPTERS = /** @type {[string, string[], unknown, string][]} */ ([
  ["node", ["node.js", "--this-node"], true, ""],
  ["node", ["node.js"], true, ""],
  ["chromium", ["browser.js", "--engine", "chromium"], findBrowser("chromium"), "apt-get install chromium"],
  ["firefox", ["browser.js", "--engine", "firefox"], findBrowser("firefox"), "apt-get install firefox-esr"],
  ["worker", ["worker.js"], findWorkerd(), "npm install"],
]);

for (const [target, command, found, fix] of ADAPTERS) {
  test(`${command.join(" ")} speaks the protocol`, { skip: found ? false : `not installed: ${fix}`, timeout: 180_000 }, async () => {
    const { code, hello, said } = await converse(command, MESSAGES);
    assert.equal(hello.type, "hello");
    assert.equal(hello.target, target);
    assert.match(hello.version, /^\d+\.\d+/);
    checkAnswers(said);
    assert.equal(code, 0);
  });
}

test("a browser that is not there is told with what mends it", async () => {
  const { code, hello, said } = await converse(["browser.js", "--engine", "firefox"], MESSAGES, { MOLT_FIREFOX: "/nowhere/firefox" });
  assert.deepEqual(said, []);
  assert.equal(hello.type, "missing");
  assert.equal(hello.what, "Firefox");
  assert.match(hello.fix, /apt-get install firefox-esr/);
  assert.equal(code, 0);
});
