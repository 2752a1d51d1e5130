/**
 * Measures the table "What calls cost" of the README: the least of many runs, on whatever machine this is.
 * Usage, after `npm run build`: node test/costs.js
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as transpiler from "@bytecodealliance/jco-transpile/component";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { load } from "@molt/host";
import { PATCHES } from "../dist/node/patches.js";
import { engineHasMultiMemory } from "../dist/shared/multi-memory.js";

const RUNS = 400;
const ARITH = "test:arith/arith@0.1.0";
const folder = await mkdtemp(join(tmpdir(), "molt-costs-"));
let modules = 0;

/** A fixture; `composed-bytes` is `composed-text` with lists in place of texts. @param {string} name */
async function component(name) {
  const lists = name === "composed-bytes";
  const text = await readFile(new URL(`./fixtures/${lists ? "composed-text" : name}.wat`, import.meta.url), "utf8");
  return parse(lists ? text.replaceAll(" string)", " (list u8))") : text);
}

/**
 * The exports of a component as the transpiler emits it, with some of our patches.
 * @param {string} name @param {{ multiMemory?: boolean, patches?: string[] }} [options]
 */
async function emitted(name, { multiMemory = false, patches = [] } = {}) {
  await transpiler.$init;
  const { files } = transpiler.generate(await component(name), {
    name: "component", instantiation: { tag: "async" }, base64Cutoff: 0, noNodejsCompat: true, noTypescript: true,
    noComponentErrorWrapping: false, multiMemory,
  });
  const contents = new Map(files);
  const source = PATCHES.filter((patch) => patches.includes(patch.name)).reduce(
    (text, patch) => text.replace(patch.find, () => patch.replace), new TextDecoder().decode(contents.get("component.js")));
  const path = join(folder, `component-${modules++}.mjs`);
  await writeFile(path, source);
  const { instantiate } = await import(pathToFileURL(path).href);
  return instantiate((/** @type {string} */ file) => WebAssembly.compile(Uint8Array.from(contents.get(file) ?? [])), {});
}

/** Nanoseconds of one of `times` calls. @param {() => unknown} run */
function least(run, times = 1, runs = RUNS) {
  let best = Infinity;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    run();
    best = Math.min(best, ((performance.now() - start) * 1e6) / times);
  }
  return best;
}

/** @param {() => unknown} call @param {number} times */
const repeated = (call, times) => least(() => { for (let i = 0; i < times; i++) call(); }, times);

/** @param {string} what @param {number} ns */
const print = (what, ns) => console.log(`${what.padEnd(64)} ${Math.round(ns).toLocaleString("en").padStart(14)} ns`);

/** @param {string} name @param {boolean} [multiMemory] */
const ours = async (name, multiMemory = engineHasMultiMemory()) =>
  (await load(await component(name), { multiMemory, cacheDir: join(folder, "cache") })).instantiate();

const rawComposed = await emitted("composed");
print("composed call, emitted", least(() => rawComposed.run(200), 200));
const composed = await ours("composed");
print("composed call", least(() => composed.exports.run(20_000), 20_000));

const rawArith = await emitted("arith");
print("call from JavaScript, emitted", repeated(() => rawArith[ARITH].add(1n, 2n), 200));
const quiet = await emitted("arith", { patches: ["debug-log"] });
print("call from JavaScript, emitted without the debug messages", repeated(() => quiet[ARITH].add(1n, 2n), 200));
const arith = await ours("arith");
print("call from JavaScript, exports", repeated(() => arith.exports[ARITH].add(1n, 2n), 2_000));
print("call from JavaScript, call", repeated(() => arith.call(`${ARITH}#add`, [1n, 2n]), 2_000));
print("call from JavaScript, call by a short name", repeated(() => arith.call("add", [1n, 2n]), 2_000));

for (const [name, value] of /** @type {const} */ ([["composed-text", "x".repeat(1_000_000)], ["composed-bytes", new Uint8Array(1_000_000)]])) {
  for (const multiMemory of engineHasMultiMemory() ? [false, true] : [false]) {
    const what = `1 MB there and back, ${name.slice(9)}, ${multiMemory ? "multi-memory" : "one memory at a time"}`;
    const raw = await emitted(name, { multiMemory });
    print(`${what}, emitted`, least(() => raw.echo(value), 1, 20));
    const { exports } = await ours(name, multiMemory);
    print(what, least(() => exports.echo(value), 1, 100));
  }
}

for (const name of ["arith", "composed"]) {
  const { program } = await ours(name);
  let best = Infinity;
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now();
    await program.instantiate();
    best = Math.min(best, (performance.now() - start) * 1e6);
  }
  print(`one more instance of ${name}`, best);
}
await rm(folder, { recursive: true, force: true });
