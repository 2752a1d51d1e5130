import assert from "node:assert/strict";
import { test } from "node:test";
import { WitError } from "@molt/host";

test("a_wit_error_says_what_its_payload_says", () => {
  /** @param {unknown} payload */
  const of = (payload) => {
    const { kind, message } = new WitError("f", payload);
    return [kind, message.replace("f returned an error: ", "")];
  };
  assert.deepEqual(of("too large"), ["too large", "too large"]);
  assert.deepEqual(of(undefined), [undefined, "(no payload)"]);
  assert.deepEqual(of({ tag: "not-found", val: 1 }), ["not-found", "not-found"]);
  assert.deepEqual(of({ kind: "truncated", offset: 5n, message: "the input ended" }), ["truncated", "truncated: the input ended"]);
  assert.deepEqual(of({ stage: "decode", cause: { kind: "truncated", message: "the input ended" } }), ["truncated", "truncated: the input ended"]);
  assert.deepEqual(of({ line: 1 }), [undefined, "(see .payload)"]);
  assert.deepEqual(of(7), [undefined, "(see .payload)"]);
});
