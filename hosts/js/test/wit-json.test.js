import assert from "node:assert/strict";
import { test } from "node:test";
import { fromJson, toJson } from "@molt/host/wit-json";
import { ReadFuture, ReadStream } from "../dist/shared/wit-json.js";
import { readAsync } from "../dist/shared/read-async.js";
import { hostError } from "./fixtures.js";

/** @typedef {import("@molt/host").Type} Type */

const OPTION_OPTION = /** @type {Type} */ ({ option: { option: "u8" } });
const PERSON = /** @type {Type} */ ({ record: [{ name: "the-age", type: "u64" }, { name: "tag", type: { option: "string" } }] });
const SHAPE = /** @type {Type} */ ({ variant: [{ name: "point", type: null }, { name: "circle-of", type: "f64" }] });
const FLAGS = /** @type {Type} */ ({ flags: ["read-only", "b", "c"] });

/** Values that are the same after both conversions. @type {[Type, any, any][]} */
const BOTH_WAYS = [
  ["bool", true, true],
  ["u8", 255, 255],
  ["s8", -128, -128],
  ["u32", 4294967295, 4294967295],
  ["s32", -2147483648, -2147483648],
  ["u64", "18446744073709551615", 18446744073709551615n],
  ["u64", "9007199254740993", 9007199254740993n],
  ["s64", "-9223372036854775808", -9223372036854775808n],
  ["f64", 0.1, 0.1],
  ["f64", 5e-324, 5e-324],
  ["f64", "-0", -0],
  ["f64", "nan", NaN],
  ["f32", "inf", Infinity],
  ["f32", "-inf", -Infinity],
  ["f32", 0.10000000149011612, Math.fround(0.1)],
  ["char", "\u{1f600}", "\u{1f600}"],
  ["string", "\0\ufeff\u{1f600}e\u0301", "\0\ufeff\u{1f600}e\u0301"],
  [{ list: "u8" }, { base64: "AP8=" }, Uint8Array.of(0, 255)],
  [{ list: "u16" }, [1, 65535], Uint16Array.of(1, 65535)],
  [{ list: "s64" }, ["-1"], BigInt64Array.of(-1n)],
  [{ list: "f32" }, ["nan", "-0"], Float32Array.of(NaN, -0)],
  [{ list: { list: "string" } }, [["a"], []], [["a"], []]],
  [{ option: "u8" }, null, undefined],
  [{ option: "u8" }, { some: 1 }, 1],
  [OPTION_OPTION, null, { tag: "none" }],
  [OPTION_OPTION, { some: null }, { tag: "some", val: undefined }],
  [OPTION_OPTION, { some: { some: 1 } }, { tag: "some", val: 1 }],
  [{ result: { ok: "u8", err: null } }, { ok: 1 }, { tag: "ok", val: 1 }],
  [{ result: { ok: "u8", err: null } }, { err: null }, { tag: "err", val: undefined }],
  [{ tuple: ["u8", "string"] }, [1, "a"], [1, "a"]],
  [PERSON, { "the-age": "1", tag: null }, { theAge: 1n, tag: undefined }],
  [SHAPE, { case: "point" }, { tag: "point" }],
  [SHAPE, { case: "circle-of", value: 1.5 }, { tag: "circle-of", val: 1.5 }],
  [{ enum: ["red", "dark-blue"] }, "dark-blue", "dark-blue"],
  [FLAGS, ["read-only", "c"], { readOnly: true, b: false, c: true }],
];

for (const [type, json, native] of BOTH_WAYS) {
  test(`${JSON.stringify(type)} ${JSON.stringify(json)} crosses both ways`, () => {
    assert.deepStrictEqual(fromJson(type, json), native);
    assert.deepStrictEqual(toJson(type, native), json);
  });
}

test("flags_come_out_in_declaration_order", () => {
  assert.deepEqual(toJson(FLAGS, fromJson(FLAGS, ["c", "read-only"])), ["read-only", "c"]);
});

test("bytes_have_many_forms", () => {
  const bytes = (/** @type {any} */ json) => Buffer.from(/** @type {Uint8Array} */ (fromJson({ list: "u8" }, json, "v", {
    readFile: (path) => new TextEncoder().encode(`file ${path}`),
  }))).toString("latin1");
  assert.equal(bytes({ hex: "61 62" }), "ab");
  assert.equal(bytes({ utf8: "ab" }), "ab");
  assert.equal(bytes([97, 98]), "ab");
  assert.equal(bytes({ repeat: { utf8: "abc" }, times: 5 }), "abcabcabcabcabc");
  assert.equal(bytes({ repeat: { utf8: "a" }, times: 0 }), "");
  assert.equal(bytes({ join: [{ utf8: "a" }, { repeat: { hex: "62" }, times: 2 }] }), "abb");
  assert.equal(bytes({ file: "x" }), "file x");
  assert.equal(fromJson("string", { repeat: { utf8: "é" }, times: 2 }), "éé");
});

/** Wrong values and the place that the error names. @type {[Type, any, RegExp][]} */
const REFUSED = [
  ["u8", 256, /^v: expected u8, found 256$/],
  ["u8", 1.5, /^v: expected u8/],
  ["u8", "1", /^v: expected u8/],
  ["u8", null, /^v: expected u8, found null$/],
  ["u64", 2 ** 53, /decimal string/],
  ["u64", "18446744073709551616", /^v: expected u64/],
  ["s64", "1e3", /^v: expected s64/],
  ["f64", "Infinity", /"nan", "inf"/],
  ["char", "ab", /one char/],
  ["char", "\ud800", /one char/],
  ["string", "a\udc00", /lone surrogates/],
  ["string", { hex: "ff" }, /UTF-8/],
  [{ list: "u8" }, { hex: "0" }, /^v\.hex: /],
  [{ list: "u8" }, { base64: "%%" }, /^v\.base64: /],
  [{ list: "u8" }, { file: "x" }, /no file here/],
  [{ list: "u8" }, [0, 256], /^v\[1\]: expected u8/],
  [{ list: "u8" }, { repeat: { hex: "00" }, times: 2 ** 40 }, /at most/],
  [{ option: "u8" }, 1, /null or/],
  [{ option: "u8" }, { some: 300 }, /^v\.some: /],
  [PERSON, { "the-age": 1 }, /^v\.tag: /],
  [PERSON, { "the-age": 1, tag: null, extra: 1 }, /^v\.extra: .*the-age, tag/],
  [PERSON, [], /^v: expected record/],
  [SHAPE, { case: "square" }, /^v\.case: expected one of point, circle-of/],
  [SHAPE, { case: "circle-of" }, /^v\.value: /],
  [SHAPE, { case: "point", value: 1 }, /^v\.value: /],
  [{ enum: ["red"] }, "blue", /one of red/],
  [FLAGS, ["d"], /^v\[0\]: /],
  [{ tuple: ["u8"] }, [1, 2], /tuple<u8>/],
  [{ result: { ok: null, err: null } }, { ok: 1 }, /^v\.ok: expected null/],
  [{ own: "node" }, 5, /for node/],
  [{ own: "node" }, { var: "gone" }, /"gone"/],
  [{ list: { record: [{ name: "a", type: { tuple: ["u8", "u8"] } }] } }, [{ a: [1, 2] }, { a: [1, 999] }], /^v\[1\]\.a\[1\]: expected u8/],
];

for (const [type, json, message] of REFUSED) {
  test(`${JSON.stringify(type)} refuses ${JSON.stringify(json)}`, () => {
    assert.throws(() => fromJson(type, json, "v"), hostError("wrong-arguments", message));
  });
}

test("a_variable_stands_for_a_handle", () => {
  const handle = {};
  assert.equal(fromJson({ borrow: "node" }, { var: "n" }, "v", { variable: (name) => (name === "n" ? handle : undefined) }), handle);
});

test("streams_and_futures_are_read_and_shown", async () => {
  async function* numbers() {
    yield Uint32Array.of(1, 2);
    yield Uint32Array.of(3);
  }
  const type = /** @type {Type} */ ({ tuple: [{ stream: "u32" }, { future: { result: { ok: "u64", err: "string" } } }] });
  const read = await readAsync(type, [numbers(), Promise.resolve({ tag: "ok", val: 5n })]);
  assert.deepEqual(toJson(type, read), [{ stream: [1, 2, 3] }, { future: { ok: "5" } }]);
  assert.deepEqual(toJson({ stream: "u16" }, new ReadStream([1], true)), { stream: [1], dropped: true });
  assert.deepEqual(toJson({ stream: "u8" }, new ReadStream([0, 255], false)), { stream: { base64: "AP8=" } });
  assert.deepEqual(toJson({ future: null }, new ReadFuture(undefined)), { future: null });
  assert.throws(() => toJson({ stream: "u8" }, numbers()), hostError("unsupported"));
});

test("a_stream_can_be_left_early", async () => {
  let ended = false;
  async function* endless() {
    try {
      for (let i = 0; ; i++) yield i;
    } finally {
      ended = true;
    }
  }
  const read = await readAsync({ stream: "u64" }, endless(), { take: 3 });
  assert.deepEqual(read, new ReadStream([0, 1, 2], true));
  assert.ok(ended);
});
