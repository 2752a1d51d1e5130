import { HostError, messageOf, TrapError, WitError } from "./errors.js";
import { guestFrames } from "./frames.js";

/** Messages of the transpiled code for results that no valid guest returns: the guest broke the canonical ABI. */
const ABI_VIOLATION = /invalid (?:variant )?discriminant|is not aligned to|not a valid char|flags have extraneous bits|must be between|The encoded data was not valid|decod(?:ing|e) failed|failed to decode/i;
/** Its message for a handle that was dropped, given away, or belongs to someone else. */
const BAD_HANDLE = /^Resource error:/;
/** What engines say when the stack is used up, each in its own words. */
const STACK_OVERFLOW = /call stack|too much recursion|stack overflow/i;

/** Turns what transpiled code throws into the errors of this package. */
export class ErrorConverter {
  constructor(private readonly component: string) {}

  /** An error of a call to `name`. */
  call(name: string, thrown: unknown): WitError | TrapError | HostError {
    if (thrown instanceof WitError || thrown instanceof TrapError || thrown instanceof HostError) return thrown;
    if (isPayload(thrown)) return new WitError(name, thrown.payload);
    const message = messageOf(thrown);
    if (thrown instanceof TypeError && BAD_HANDLE.test(message)) {
      return new HostError("wrong-arguments", `${name}: ${message.replace(BAD_HANDLE, "").trim()} It was dropped, given away, or is another component's.`, { cause: thrown });
    }
    if (thrown instanceof TypeError && !ABI_VIOLATION.test(message)) {
      return new HostError("wrong-arguments", `${name}: ${message}`, { cause: thrown });
    }
    return this.trap(name, thrown);
  }

  /** An error of instantiation. */
  instantiation(thrown: unknown): TrapError | HostError {
    if (thrown instanceof HostError) return thrown;
    if (thrown instanceof WebAssembly.RuntimeError) return this.trap("instantiation", thrown);
    const kind = thrown instanceof WebAssembly.LinkError ? "missing-import" : "compile";
    return new HostError(kind, `component "${this.component}" cannot be instantiated: ${messageOf(thrown)}`, { cause: thrown });
  }

  locked(name: string, trap: TrapError): HostError {
    return new HostError("locked",
      `component "${this.component}" cannot run ${name}: it trapped earlier (${trap.reason} in ${trap.functionName}). Make a fresh instance.`);
  }

  private trap(name: string, thrown: unknown): TrapError {
    const frames = guestFrames(thrown).filter((frame) => frame !== name);
    const where = frames.length > 0 ? ` in ${frames.slice(0, 3).join(" < ")}` : "";
    const message = messageOf(thrown).replace(/^wasm trap: /, "");
    const reason = STACK_OVERFLOW.test(message) ? "call stack exhausted" : message;
    return new TrapError(this.component, name, reason + where, { cause: thrown });
  }
}

function isPayload(thrown: unknown): thrown is { payload: unknown } {
  return thrown instanceof Error && thrown.constructor.name === "ComponentError" && Object.hasOwn(thrown, "payload");
}
