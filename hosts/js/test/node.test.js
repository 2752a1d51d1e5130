import assert from "node:assert/strict";
import { test } from "node:test";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { load, TrapError, WitError } from "@molt/host";
import { transpileCached } from "@molt/host/cache";
import { engineHasMultiMemory } from "../dist/shared/multi-memory.js";
import { component, hostError, temporaryFolder } from "./fixtures.js";

const ARITH = "test:arith/arith@0.1.0";
const cacheDir = await temporaryFolder();
const arith = await load(await component("arith"), { name: "arith", cacheDir });

test("exports_are_listed_with_their_types", () => {
  assert.ok(arith.exports.includes(`${ARITH}#add`));
  assert.deepEqual(arith.types.functions[`${ARITH}#check`], {
    params: [{ name: "n", type: "u32" }], result: { result: { ok: "u32", err: "string" } }, async: false,
  });
  assert.deepEqual(arith.types.functions[`${ARITH}#[method]number.get`]?.params, [{ name: "self", type: { borrow: "number" } }]);
  assert.equal(arith.async, false);
});

test("call_takes_and_gives_native_values", async () => {
  const instance = await arith.instantiate();
  assert.equal(instance.call(`${ARITH}#add`, [2n ** 64n - 1n, 2n]), 1n);
  assert.equal(instance.exports[ARITH].add(3n, 4n), 7n);
  assert.equal(instance.call(`${ARITH}#echo`, ["\ufeff\0\u{1f600}"]), "\ufeff\0\u{1f600}");
});

test("the_error_of_a_result_is_thrown_with_its_payload", async () => {
  const instance = await arith.instantiate();
  assert.equal(instance.call(`${ARITH}#check`, [10]), 10);
  assert.throws(() => instance.call(`${ARITH}#check`, [11]), (error) =>
    error instanceof WitError && error.payload === "too large" && error.kind === "too large" && error.functionName === `${ARITH}#check`);
  assert.deepEqual(await instance.callJson(`${ARITH}#check`, [11]), { err: "too large" });
  assert.equal(instance.trapped, null);
});

test("a_trap_names_component_and_function_and_locks_the_instance", async () => {
  const instance = await arith.instantiate();
  assert.throws(() => instance.call(`${ARITH}#divide`, [1, 0]), (error) =>
    error instanceof TrapError && error.component === "arith" && error.functionName === `${ARITH}#divide` && /divide by zero/.test(error.message));
  assert.throws(() => instance.call(`${ARITH}#add`, [1n, 1n]), hostError("locked", /trapped earlier .*divide/));
  assert.throws(() => instance.exports[ARITH].add(1n, 1n), hostError("locked"));
  const fresh = await arith.instantiate();
  assert.equal(fresh.call(`${ARITH}#divide`, [7, -2]), -3);
});

test("an_endless_recursion_and_text_that_is_no_utf8_are_traps", async () => {
  const deep = await arith.instantiate();
  assert.throws(() => deep.call(`${ARITH}#recurse`, [1]), (error) => error instanceof TrapError && /call stack exhausted/.test(error.message));
  const bad = await arith.instantiate();
  assert.throws(() => bad.call(`${ARITH}#bad-text`), TrapError);
  assert.ok(bad.trapped);
});

test("arguments_that_do_not_fit_are_refused_by_name_and_nothing_runs", async () => {
  const instance = await arith.instantiate();
  assert.throws(() => instance.call(`${ARITH}#add`, [1n]), hostError("wrong-arguments", /expected 2 \(a, b\), found 1/));
  assert.throws(() => instance.call(`${ARITH}#add`, [1n, 2]), hostError("wrong-arguments", /^b: expected u64, found 2$/));
  assert.throws(() => instance.call(`${ARITH}#add`, [1n, -1n]), hostError("wrong-arguments", /^b: /));
  assert.throws(() => instance.call(`${ARITH}#echo`, ["\ud800"]), hostError("wrong-arguments", /lone surrogates/));
  await assert.rejects(instance.callJson(`${ARITH}#divide`, [1, 2 ** 31]), hostError("wrong-arguments", /^divisor: expected s32/));
  assert.equal(instance.trapped, null);
});

test("a_missing_function_is_refused_with_the_nearest_name", async () => {
  const instance = await arith.instantiate();
  assert.throws(() => instance.call("other:pkg/arith#add", [1n, 1n]), hostError("missing-function", /it exports test:arith\/arith@0\.1\.0#add, /));
  for (const name of ["toString", "__proto__", `${ARITH}#toString`, ""]) {
    assert.throws(() => instance.call(name, []), hostError("missing-function"));
  }
});

test("functions_are_called_by_short_names_too", async () => {
  const instance = await arith.instantiate();
  for (const name of ["add", "arith#add", "test:arith/arith#add", `${ARITH}#add`]) {
    assert.equal(instance.call(name, [2n, 3n]), 5n, name);
    assert.equal(await instance.callJson(name, ["2", "3"]), "5", name);
    assert.equal(arith.find(name), `${ARITH}#add`);
  }
  const value = instance.call("arith#[constructor]number", [41]);
  assert.equal(instance.call("[method]number.get", [value]), 41);
  assert.throws(() => instance.call("check", [11]), (error) => error instanceof WitError && error.functionName === `${ARITH}#check`);
  await assert.rejects(instance.callJson("arith#ad", []), hostError("missing-function", /no function `arith#ad`: it exports .*#add/));
});

test("a_resource_lives_until_it_is_dropped", async () => {
  const instance = await arith.instantiate();
  const value = /** @type {any} */ (instance.call(`${ARITH}#[constructor]number`, [41]));
  assert.ok(value instanceof instance.exports[ARITH].Number);
  assert.equal(instance.call(`${ARITH}#[method]number.get`, [value]), 41);
  assert.equal(value.get(), 41);
  instance.dropResource(value);
  assert.throws(() => value.get(), hostError("wrong-arguments", /dropped/));
  assert.equal(instance.trapped, null);
});

test("composed_calls_skip_the_task_bookkeeping", async () => {
  const program = await load(await component("composed"), { cacheDir });
  const instance = await program.instantiate();
  const n = 200_000;
  assert.equal(instance.call("run", [n]), BigInt(n) * BigInt(n + 1) / 2n);
  instance.call("run", [n]);
  const start = performance.now();
  instance.call("run", [n]);
  const ns = ((performance.now() - start) * 1e6) / n;
  // About 12 ns on an idle machine; with the bookkeeping it is above 3,000.
  assert.ok(ns < 1_000, `${ns} ns a composed call`);
});

for (const multiMemory of [true, false]) {
  const skip = multiMemory && !engineHasMultiMemory() ? "this engine has no multi-memory" : false;
  test(`texts_cross_between_components_${multiMemory ? "with" : "without"}_multi_memory`, { skip }, async () => {
    const program = await load(await component("composed-text"), { cacheDir, multiMemory });
    const instance = await program.instantiate();
    for (const text of ["", "a\0\u{1f600}", "é".repeat(200_000), "after the memories have grown"]) {
      assert.equal(instance.call("echo", [text]), text);
    }
  });
}

test("an_engine_without_multi_memory_is_told_what_to_do", async (context) => {
  const { folder } = await transpileCached(await component("composed-text"), { cacheDir, multiMemory: true });
  if (engineHasMultiMemory()) {
    const refuse = async () => { throw new WebAssembly.CompileError("WebAssembly.compile(): At most one memory is supported"); };
    context.mock.method(WebAssembly, "compile", refuse);
    context.mock.method(WebAssembly, "validate", () => false);
  }
  await assert.rejects(load(folder), hostError("unsupported", /transpile it with --single-memory, or use Node 22 or newer$/));
});

test("a_core_module_that_is_damaged_is_not_taken_for_a_missing_feature", async () => {
  const { folder, manifest } = await transpileCached(await component("arith"), { cacheDir: await temporaryFolder(), multiMemory: true });
  await writeFile(join(folder, String(manifest.cores[0])), "damaged");
  const single = join(folder, "manifest.json");
  await writeFile(single, JSON.stringify({ ...manifest, multiMemory: false }));
  await assert.rejects(load(folder, { name: "arith" }), hostError("compile", /"arith" .*this engine cannot compile it: /));
});

test("imports_are_required_and_used", async () => {
  const bytes = await component("needs-clock");
  await assert.rejects(load(bytes, { name: "needs-clock", cacheDir }), hostError("missing-import", /"needs-clock" imports test:clock\/clock@0\.1\.0/));
  const program = await load(bytes, { cacheDir, imports: { "test:clock/clock@0.1.0": { now: () => 41 } } });
  assert.equal((await program.instantiate()).call("later"), 42);
});

test("what_is_no_component_is_told_apart", async () => {
  const bytes = await component("arith");
  const cases = /** @type {[string, Uint8Array, RegExp][]} */ ([
    ["not-a-component", new Uint8Array(0), /empty file/],
    ["not-a-component", new TextEncoder().encode("(component)"), /is text/],
    ["not-a-component", Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0), /core WebAssembly module/],
    ["not-a-component", Uint8Array.of(1, 2, 3, 250), /no WebAssembly/],
    ["not-a-component", bytes.subarray(0, bytes.length - 100), /truncated/],
    ["compile", breakType(bytes), /not valid/],
  ]);
  for (const [kind, input, message] of cases) await assert.rejects(load(input, { cacheDir }), hostError(kind, message));
  await assert.rejects(load("/nowhere/x.wasm", { cacheDir }), hostError("io", /cannot read/));
});

/** Damages a name in the component, so that it can be read but is not valid. @param {Uint8Array} bytes */
function breakType(bytes) {
  const at = Buffer.from(bytes).indexOf("dividend");
  const copy = Uint8Array.from(bytes);
  copy[at] = 0x20;
  return copy;
}

test("a_component_is_transpiled_once_and_a_damaged_cache_mends_itself", async () => {
  const bytes = await component("composed");
  const { folder } = await transpileCached(bytes, { cacheDir });
  const before = (await stat(join(folder, "manifest.json"))).mtimeMs;
  assert.equal((await transpileCached(bytes, { cacheDir })).folder, folder);
  assert.equal((await stat(join(folder, "manifest.json"))).mtimeMs, before);
  await writeFile(join(folder, "manifest.json"), "{");
  await transpileCached(bytes, { cacheDir });
  assert.equal(JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")).lean, true);
});

test("a_transpiled_folder_is_loaded_without_the_transpiler", async () => {
  const { folder } = await transpileCached(await component("arith"), { cacheDir });
  const instance = await (await load(folder)).instantiate();
  assert.equal(instance.call(`${ARITH}#add`, [1n, 2n]), 3n);
  await assert.rejects(load(cacheDir), hostError("compile", /no manifest/));
});
