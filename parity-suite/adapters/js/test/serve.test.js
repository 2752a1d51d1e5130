/** `browser.js --serve`, and every adapter without a built host. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";

const HERE = fileURLToPath(new URL("..", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "molt-serve-test-"));
after(() => rm(folder, { recursive: true, force: true }));

/** @param {string[]} args */
const run = (...args) => spawnSync(process.execPath, args, { encoding: "utf8", timeout: 60_000 });
/** @param {string | Uint8Array} content */
async function serve(content) {
  const file = join(folder, "batches.jsonl");
  await writeFile(file, content);
  const { status, stderr } = run(join(HERE, "browser.js"), "--serve", file);
  assert.equal(status, 2, stderr);
  return stderr.replaceAll(file, "FILE");
}

test("a file that holds no batches is refused by line, in one line", async () => {
  const component = await parse(await readFile(new URL("../../../../hosts/js/test/fixtures/composed.wat", import.meta.url), "utf8"));
  const binary = await serve(component);
  assert.match(binary, /^browser\.js: FILE, line 1 is not a batch: it is no JSON: [^\n]+\n$/);
  assert.doesNotMatch(binary.slice(0, -1), /\p{C}/u);
  const hello = '{"type":"hello"}';
  assert.match(await serve(`${hello}\n\n{"type":\n`), /FILE, line 3 is not a batch: it is no JSON/);
  assert.match(await serve("[]"), /FILE, line 1 is not a batch: it is no object with a "type"/);
  assert.match(await serve('{"type":"batch","calls":[]}'), /line 1 is not a batch: "component" has no "name" and "path"/);
  assert.match(await serve('{"type":"batch","component":{"name":"x","path":"x"}}'), /"calls" is no list/);
  assert.match(await serve('{"type":"batch","component":{"name":"x","path":"x"},"calls":[{"id":"a","steps":[]},{"id":"b","steps":[1]}]}'), /call 2 has no/);
  for (const content of ["", hello]) assert.match(await serve(content), /FILE has no batch: /);
});

test("what the command cannot use is told without a stack", () => {
  const of = (/** @type {string[]} */ ...args) => {
    const { status, stderr } = run(join(HERE, "browser.js"), ...args);
    assert.equal(status, 2, stderr);
    assert.doesNotMatch(stderr, /\n\s+at /);
    return stderr;
  };
  assert.match(of("--serve", join(folder, "none.jsonl")), /cannot read .*none\.jsonl/);
  assert.match(of("--serve", "x", "--port", "many"), /--port takes a number from 0 to 65535, not many/);
  assert.match(of("--engine", "netscape"), /no engine is called netscape/);
  assert.match(of("--nonsense"), /usage: browser\.js/);
  assert.match(of(), /usage: browser\.js/);
});

test("a port that is taken is named", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  after(() => other.close());
  const { port } = /** @type {import("node:net").AddressInfo} */ (other.address());
  const file = join(folder, "empty.jsonl");
  await writeFile(file, '{"type":"batch","component":{"name":"x","path":"/nowhere"},"calls":[]}');
  const { status, stderr } = run(join(HERE, "browser.js"), "--serve", file, "--port", String(port));
  assert.equal(status, 2, stderr);
  assert.ok(stderr.includes(`port ${port} cannot be used (EADDRINUSE)`), stderr);
});

test("batches are served, blank lines and other messages are passed over", async () => {
  const file = join(folder, "good.jsonl");
  await writeFile(file, '\n{"type":"hello"}\n{"type":"batch","component":{"name":"x","path":"/nowhere/x.wasm"},"calls":[]}\n');
  const child = spawn(process.execPath, [join(HERE, "browser.js"), "--serve", file]);
  after(() => child.kill());
  let output = "";
  let errors = "";
  child.stderr.on("data", (chunk) => (errors += chunk));
  for await (const chunk of child.stdout) {
    output += chunk;
    if (output.includes("\n")) break;
  }
  const url = /http:\S+/.exec(output)?.[0] ?? assert.fail(output);
  assert.equal((await fetch(url)).status, 200);
  assert.equal((await fetch(new URL("/host/browser/index.js", url))).status, 200);
  assert.match(errors, /good\.jsonl:3: left out: cannot read \/nowhere\/x\.wasm/);
});

test("without a built host everything says how to build it", async () => {
  const copy = join(folder, "copy");
  for (const part of ["lib", "browser.js", "node.js", "worker.js", "package.json"]) await cp(join(HERE, part), join(copy, part), { recursive: true });
  const check = (/** @type {string} */ fix) => {
    const { status, stderr } = run(join(copy, "browser.js"), "--serve", "x.jsonl");
    assert.equal(status, 2);
    assert.match(stderr, new RegExp(`^browser\\.js: the built package @molt/host is missing: run \`${fix}\``));
    for (const adapter of [["browser.js", "--engine", "chromium"], ["node.js", "--this-node"], ["worker.js"]]) {
      const { status, stdout } = run(join(copy, adapter[0] ?? ""), ...adapter.slice(1));
      const { type, fix: said } = JSON.parse(stdout);
      assert.deepEqual([status, type], [0, "missing"]);
      assert.ok(said.includes(fix), said);
    }
  };
  check("npm install");
  const host = join(copy, "node_modules", "@molt", "host");
  await mkdir(host, { recursive: true });
  await cp(join(HERE, "../../../hosts/js/package.json"), join(host, "package.json"));
  check("npm run build");
});
