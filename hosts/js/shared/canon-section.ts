/** Entries of a component's canonical-function section, as far as function types and async use need them. */
import type { BinaryReader } from "./binary-reader.js";

export interface Canon {
  /** Type of the component function that a `canon lift` defines; null for everything else. */
  liftType: number | null;
  /** True for built-ins and options that only async components use. */
  async: boolean;
}

/** Operands of the built-ins: `i` index, `o` options, `b` a flag byte, `t` a value type, `r` a result list. */
const OPERANDS: Record<number, string> = {
  0x02: "i", 0x03: "i", 0x04: "i", 0x05: "", 0x06: "b", 0x09: "ro", 0x0a: "ti", 0x0b: "ti", 0x0c: "b", 0x0d: "", 0x0e: "i",
  0x0f: "io", 0x10: "io", 0x11: "ib", 0x12: "ib", 0x13: "i", 0x14: "i", 0x15: "i", 0x16: "io", 0x17: "io", 0x18: "ib",
  0x19: "ib", 0x1a: "i", 0x1b: "i", 0x1c: "o", 0x1d: "o", 0x1e: "", 0x1f: "", 0x20: "bi", 0x21: "bi", 0x22: "", 0x23: "",
  0x24: "", 0x25: "", 0x26: "", 0x27: "ii", 0x28: "", 0x29: "b", 0x2a: "b", 0x2b: "b", 0x2c: "b", 0x2d: "b",
};

/** Handles of resources; everything else in `OPERANDS` belongs to the async part. */
const SYNC_BUILT_INS: ReadonlySet<number> = new Set([0x02, 0x03, 0x04]);

export function readCanon(r: BinaryReader): Canon {
  const form = r.u8();
  if (form === 0x00 || form === 0x01) {
    r.u8();
    r.u32();
    const async = readOptions(r);
    return { liftType: form === 0x00 ? r.u32() : null, async };
  }
  const operands = OPERANDS[form];
  if (operands === undefined) return r.fail(`a canonical function of form 0x${form.toString(16)}, which this reader does not know`);
  for (const operand of operands) readOperand(operand, r);
  return { liftType: null, async: !SYNC_BUILT_INS.has(form) };
}

function readOperand(operand: string, r: BinaryReader): void {
  if (operand === "b") r.u8();
  else if (operand === "o") readOptions(r);
  else if (operand === "r") {
    if (r.u8() === 0) r.u32();
    else r.u8();
  } else r.u32(); // indices; a one-byte value type reads as one as well
}

/** Reads past canonical options; true when `async` or `callback` is among them. */
function readOptions(r: BinaryReader): boolean {
  let async = false;
  r.vec(() => {
    const option = r.u8();
    if (option >= 0x03 && option <= 0x08 && option !== 0x06) r.u32();
    if (option === 0x06 || option === 0x07) async = true;
    if (option > 0x09) r.fail(`a canonical option ${option}, which this reader does not know`);
  });
  return async;
}
