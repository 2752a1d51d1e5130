/** What a runner of prepared calls (the parity suite's adapters, a test bench) needs besides the API for programs. */
export { HostError, messageOf, TrapError, WitError } from "./errors.js";
export { parseFunctionName } from "./names.js";
export { readAsync } from "./read-async.js";
export { argumentsFromJson, holdsAsync, toJson } from "./wit-json.js";
