import assert from "node:assert/strict";
import { test } from "node:test";
import * as transpiler from "@bytecodealliance/jco-transpile/component";
import { applyPatches, extractInlineModules, PATCHES } from "../dist/node/patches.js";
import { transpile } from "../dist/node/transpile.js";
import { component } from "./fixtures.js";

/** @param {string} name */
async function raw(name) {
  await transpiler.$init;
  const { files } = transpiler.generate(await component(name), {
    name: "component", instantiation: { tag: "async" }, base64Cutoff: 0, noNodejsCompat: true, noComponentErrorWrapping: false,
  });
  return new TextDecoder().decode(files.find(([file]) => file === "component.js")?.[1]);
}

test("every_patch_applies_to_the_pinned_transpiler", async () => {
  const always = PATCHES.filter((patch) => !patch.imports).map((patch) => patch.name);
  assert.deepEqual(applyPatches(await raw("arith"), true).applied, always);
  // It lifts no string, so it has no decoder.
  const imports = PATCHES.map((patch) => patch.name).filter((name) => name !== "text-decoder");
  assert.deepEqual(applyPatches(await raw("hello"), true, true).applied, imports);
});

test("lean_patches_stay_out_when_the_composition_is_not_lean", async () => {
  const { applied } = applyPatches(await raw("arith"), false);
  assert.deepEqual(applied, PATCHES.filter((patch) => !patch.lean).map((patch) => patch.name));
});

test("a_patch_that_does_not_fit_is_left_out", () => {
  assert.deepEqual(applyPatches("nothing to see", true), { source: "nothing to see", applied: [] });
});

test("inline_modules_become_core_modules", async () => {
  const { source, modules } = extractInlineModules(await raw("composed"));
  assert.ok(modules.length > 0);
  assert.ok(modules.every(({ bytes }) => WebAssembly.validate(Uint8Array.from(bytes))));
  assert.doesNotMatch(source, /new WebAssembly\.Module\(/);
});

test("a_component_with_imports_keeps_the_checks_that_imports_need", async () => {
  const { files, manifest } = await transpile(await component("needs-clock"));
  assert.equal(manifest.lean, true);
  assert.doesNotMatch(new TextDecoder().decode(files.get("component.js")), /LEAN_TASK/);
});
