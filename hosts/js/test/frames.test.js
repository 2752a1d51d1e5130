import assert from "node:assert/strict";
import { test } from "node:test";
import { demangle, guestFrames } from "../dist/shared/frames.js";

/** @param {string} stack */
const errorWith = (stack) => Object.assign(new Error("unreachable"), { stack });

test("rust_symbols_are_readable", () => {
  assert.equal(demangle("_ZN9molt_echo9component5traps7trap_at17ha642ce5a183c4e50E"), "molt_echo::component::traps::trap_at");
  assert.equal(demangle("_ZN4core3ptr42drop_in_place$LT$alloc..string..String$GT$17h0123456789abcdefE"), "core::ptr::drop_in_place<alloc::string::String>");
  assert.equal(demangle("_RNvCsfLfy6EI15iL_7___rustc12___rust_abort"), "__rustc::__rust_abort");
  assert.equal(demangle("json::parse::h0123456789abcdef"), "json::parse");
  for (const plain of ["run", "molt:probe/traps@0.1.0#deep", "_ZN", "_R", "_ZN99x", "_Z"]) assert.equal(demangle(plain), plain);
});

test("frames_of_v8_and_firefox_are_named_without_the_panic_machinery", () => {
  const v8 = errorWith(`RuntimeError: unreachable
    at guest.wasm._RNvCsfLfy6EI15iL_7___rustc12___rust_abort (wasm://wasm/guest.wasm-000711c2:wasm-function[194]:0xce75)
    at guest.wasm._ZN4core9panicking5panic17h0123456789abcdefE (wasm://wasm/guest.wasm-000711c2:wasm-function[1]:0x1)
    at guest.wasm._ZN4json5parse17h0123456789abcdefE (wasm://wasm/guest.wasm-000711c2:wasm-function[2]:0x2)
    at guest.wasm._ZN4json5parse17h0123456789abcdefE (wasm://wasm/guest.wasm-000711c2:wasm-function[2]:0x2)
    at wasm://wasm/000711c2:wasm-function[3]:0x3
    at decode (file:///x/component.js:1:1)`);
  assert.deepEqual(guestFrames(v8), ["json::parse"]);
  const firefox = errorWith(`_ZN4json5parse17h0123456789abcdefE@http://x/component.core.wasm:wasm-function[2]:0x2
call@http://x/component.js:1:1`);
  assert.deepEqual(guestFrames(firefox), ["json::parse"]);
  assert.deepEqual(guestFrames("thrown text"), []);
});
