/**
 * What is changed in the transpiler's JavaScript. Each patch replaces one piece of text that must be there exactly once or
 * is left out: a patch that no longer applies costs speed or exactness, never a broken module. `patches.test.js` fails when
 * one does not apply to the pinned transpiler.
 */

export interface Patch {
  name: string;
  /** Applies to compositions without anything async only. */
  lean: boolean;
  /** Applies to components that import capabilities only: others have not the code. */
  imports?: boolean;
  find: string;
  replace: string;
}

export const PATCHES: Patch[] = [
  {
    // Every call logs four times, and each time asks for an environment variable: 75 % of the cost of a call in Node.
    name: "debug-log",
    lean: false,
    find: "if (!globalThis?.process?.env?.JCO_DEBUG) { return; }\n    console.debug(...args);",
    replace: "",
  },
  {
    // The default decoder drops a leading U+FEFF, and replaces what is not UTF-8 instead of refusing it.
    name: "text-decoder",
    lean: false,
    find: "const TEXT_DECODER_UTF8 = new TextDecoder();",
    replace: "const TEXT_DECODER_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });",
  },
  {
    // A task object for each call, of which nothing is used when no function is async.
    name: "lean-task",
    lean: true,
    find: "function createNewCurrentTask(args) {",
    replace: `const LEAN_TASK = [{
    id() { return 0; }, componentIdx() { return 0; }, setCalleeIsAsync() {}, enterSync() { return true; },
    mayBlock() { return false; }, setReturnMemoryIdx() {}, setReturnMemory() {}, resolve() {}, exit() {}, reject() {},
    setErrored() {}, isResolvedState() { return true; }, isExited() { return true; }, setParentSubtask() {}, getParentSubtask() {},
  }, 0];
  function createNewCurrentTask() { return LEAN_TASK; }
  function unusedCreateNewCurrentTask(args) {`,
  },
  {
    // The matching scope around each call.
    name: "lean-scope",
    lean: true,
    find: "function _withGlobalCurrentTaskMeta(args) {",
    replace: "function _withGlobalCurrentTaskMeta({ fn }) { return fn(); }\n  function unusedWithGlobalCurrentTaskMeta(args) {",
  },
  {
    // A subtask for each call of an import. The code of a capability lowers its result by itself, and `Instance` sees to it that
    // none calls back into the component.
    name: "lean-import",
    lean: true,
    imports: true,
    find: "function _lowerImportBackwardsCompat(args) {",
    replace: `function _lowerImportBackwardsCompat({ componentIdx, importFn }, ...params) {
    _checkMayLeave(componentIdx);
    return importFn(...params);
  }
  function unusedLowerImportBackwardsCompat(args) {`,
  },
];

export interface Patched {
  source: string;
  applied: string[];
}

/**
 * Applies the patches; `lean` says that nothing in the composition is async and nothing but capabilities is imported, `imports`
 * that something is. The lean patches depend on each other: all are applied or none.
 */
export function applyPatches(source: string, lean: boolean, imports = false): Patched {
  const fits = (patch: Patch): boolean => source.split(patch.find).length === 2;
  const wanted = PATCHES.filter((patch) => imports || patch.imports !== true);
  const leanFits = lean && wanted.filter((patch) => patch.lean).every(fits);
  const applied = wanted.filter((patch) => (patch.lean ? leanFits : fits(patch)));
  const patched = applied.reduce((text, patch) => text.replace(patch.find, () => patch.replace), source);
  return { source: patched, applied: applied.map((patch) => patch.name) };
}

const MEMORY_VIEW = /new DataView\((exports\d+\.\w+)\.buffer\)/g;
/** A view is good until its memory grows: the buffer is detached then, and empty. */
const VIEW_OF = `
let viewedMemory, viewedBuffer, view;
function viewOf(memory) {
  if (memory === viewedMemory && viewedBuffer.byteLength !== 0) return view;
  viewedMemory = memory;
  viewedBuffer = memory.buffer;
  return (view = new DataView(viewedBuffer));
}
`;

/**
 * Without multi-memory, adapters between components reach one of the two memories through JavaScript, byte by byte, and the
 * transpiled code makes a view for each byte. One view for all of them makes that eight times faster.
 */
export function shareMemoryViews(source: string): string {
  return MEMORY_VIEW.test(source) ? source.replace(MEMORY_VIEW, "viewOf($1)") + VIEW_OF : source;
}

/** A wasm module that the transpiled JavaScript carries as an array of bytes and compiles when it is loaded. */
export interface InlineModule {
  /** The variable that holds it. */
  variable: string;
  bytes: Uint8Array;
}

const INLINE_MODULE = /const (\w+) = new WebAssembly\.Module\(new Uint8Array\(\[([0-9a-fA-Fx,\s]*)\]\)\);/g;

/**
 * Takes the inline modules out, for engines that compile no wasm from bytes. Each is then expected as a core module called
 * `<variable>.wasm`.
 */
export function extractInlineModules(source: string): { source: string; modules: InlineModule[] } {
  const modules: InlineModule[] = [];
  const replaced = source.replace(INLINE_MODULE, (_, variable: string, list: string) => {
    const bytes = Uint8Array.from(list.split(",").map((item) => item.trim()).filter(Boolean), Number);
    modules.push({ variable, bytes });
    return `const ${variable} = getCoreModule("${variable}.wasm");`;
  });
  return { source: replaced, modules };
}
