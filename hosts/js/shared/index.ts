/** What every entry of the package exports. */
export type { Capabilities, Sink } from "./capabilities.js";
export { HostError, TrapError, WitError, type HostErrorKind } from "./errors.js";
export type { Manifest } from "./manifest.js";
export { Instance, Program } from "./program.js";
export type { ComponentTypes, FunctionType, Type } from "./types.js";
export { argumentsFromJson, fromJson, toJson, type Json } from "./wit-json.js";
