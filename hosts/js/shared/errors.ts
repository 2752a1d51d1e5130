/**
 * The three ways in which a call can fail. Every error that this package throws is one of them.
 *
 * - `WitError`: the function returned the `err` case of its WIT `result`. The instance is fine.
 * - `TrapError`: the guest trapped. The instance is locked for good.
 * - `HostError`: the call never reached the guest, or the component could not be loaded.
 */

/** The `err` case of a function's WIT `result`. */
export class WitError<T = unknown> extends Error {
  override readonly name = "WitError";
  /** The payload as a native value (see `wit-json.ts` for the mapping); `undefined` when the case has none. */
  readonly payload: T;
  /** Name of the function that returned the error. */
  readonly functionName: string;

  constructor(functionName: string, payload: T) {
    super(`${functionName} returned an error: ${describePayload(payload)}`);
    this.functionName = functionName;
    this.payload = payload;
  }

  /** What callers branch on: a variant's or enum's case name, or the `kind` of a record or of its `cause`; `undefined` where there is none. */
  get kind(): string | undefined {
    return payloadKind(this.payload);
  }
}

/** The guest trapped, or the instance is locked because it trapped before. */
export class TrapError extends Error {
  override readonly name = "TrapError";
  /** Name of the component, as given to `load`. */
  readonly component: string;
  /** Function that was being called. */
  readonly functionName: string;
  /** What the engine says, such as `unreachable`. The wording differs between engines. */
  readonly reason: string;

  constructor(component: string, functionName: string, reason: string, options?: ErrorOptions) {
    super(`component "${component}" trapped in ${functionName}: ${reason}`, options);
    this.component = component;
    this.functionName = functionName;
    this.reason = reason;
  }
}

/**
 * Why a call or a load did not happen.
 *
 * - `missing-function`: the component has no such export.
 * - `wrong-arguments`: the arguments do not fit the function's type; the message names the path.
 * - `missing-import`: the component imports something that `imports` does not have.
 * - `not-a-component`: the bytes are no WebAssembly component.
 * - `compile`: a component that the engine or the transpiler refuses.
 * - `locked`: an earlier call trapped.
 * - `unsupported`: valid, but this host cannot do it.
 * - `io`: a file or a URL could not be read.
 */
export type HostErrorKind =
  | "missing-function" | "wrong-arguments" | "missing-import" | "not-a-component" | "compile" | "locked" | "unsupported" | "io";

/** The host refused: nothing ran in the guest. */
export class HostError extends Error {
  override readonly name = "HostError";
  readonly kind: HostErrorKind;

  constructor(kind: HostErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  return typeof thrown === "string" ? thrown : String(thrown);
}

function payloadKind(payload: unknown): string | undefined {
  if (typeof payload === "string") return payload;
  if (payload === null || typeof payload !== "object") return undefined;
  const { tag, kind, cause } = payload as { tag?: unknown; kind?: unknown; cause?: unknown };
  if (typeof tag === "string") return tag;
  return payloadKind(kind ?? cause);
}

function describePayload(payload: unknown): string {
  if (payload === undefined) return "(no payload)";
  if (typeof payload === "string") return payload;
  const kind = payloadKind(payload);
  const { message, cause } = (payload ?? {}) as { message?: unknown; cause?: unknown };
  if (typeof message !== "string" && cause !== null && typeof cause === "object") return describePayload(cause);
  if (typeof message === "string") return kind === undefined ? message : `${kind}: ${message}`;
  return kind ?? "(see .payload)";
}
