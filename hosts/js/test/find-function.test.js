import assert from "node:assert/strict";
import { test } from "node:test";
import { findFunction } from "../dist/shared/find-function.js";
import { hostError } from "./fixtures.js";

const type = { params: [], result: null, async: false };
/** @param {string[]} names */
const functions = (...names) => Object.fromEntries(names.map((name) => [name, type]));
const MATH = "test:guest/math@1.2.0";
const known = functions(`${MATH}#add`, `${MATH}#need`, "test:guest/more@1.2.0#add", "grow", `${MATH}#[method]number.get`);

test("names_are_whole_or_short", () => {
  for (const name of [`${MATH}#add`, "test:guest/math#add", "math#add"]) assert.equal(findFunction(known, name), `${MATH}#add`);
  assert.equal(findFunction(known, "need"), `${MATH}#need`);
  assert.equal(findFunction(known, "grow"), "grow");
  assert.equal(findFunction(known, "math#[method]number.get"), `${MATH}#[method]number.get`);
});

test("a_name_that_is_whole_is_taken_before_one_that_is_short", () => {
  assert.equal(findFunction(functions("run", "a:b/c#run"), "run"), "run");
});

test("a_short_name_that_fits_several_is_refused_with_all_of_them", () => {
  assert.throws(() => findFunction(known, "add"), hostError("missing-function",
    /^`add` is the name of several functions: say which: test:guest\/math@1\.2\.0#add, test:guest\/more@1\.2\.0#add$/));
});

test("a_name_that_fits_none_is_refused_with_the_nearest", () => {
  assert.throws(() => findFunction(known, "math#ad"), hostError("missing-function",
    /^the component exports no function `math#ad`: it exports test:guest\/math@1\.2\.0#add, test:guest\/more@1\.2\.0#add, /));
  for (const name of ["", "#", "#grow", "other#add", "guest/math#add", `${MATH}0#add`, "1.2.0#add", "toString", "__proto__"]) {
    assert.throws(() => findFunction(known, name), hostError("missing-function"), name);
  }
  assert.throws(() => findFunction({}, "x"), hostError("missing-function", /exports no functions at all/));
});

test("an_error_names_five_functions_at_most", () => {
  const many = functions(...Array.from({ length: 9 }, (_, i) => `item-${i}`));
  assert.throws(() => findFunction(many, "item"), hostError("missing-function", /it exports item-0, item-1, item-2, item-3, item-4 and 4 more$/));
});
