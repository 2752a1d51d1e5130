/**
 * The function types of a component, read from its bytes.
 *
 * A composed component says nowhere in one place what its exports look like: they are what the exports of the components
 * inside it amount to. So the component is evaluated: component values are closures, instances are maps of names to
 * entities, and an instantiation runs the closure with its arguments. Core modules are skipped. The component has passed
 * the transpiler's validation before, so types are taken as they stand.
 */
import { BinaryReader } from "./binary-reader.js";
import type { Case, ComponentTypes, Field, FunctionType, Type } from "./types.js";
import { readCanon } from "./canon-section.js";

/** A resource's identity. Its name is the one under which it was exported first. */
interface Resource { name: string | null }
/** A value type in which handles still point at their resource. */
type RawType = unknown;
interface RawFunction { params: { name: string; type: RawType }[]; result: RawType | null; async: boolean }

type TypeEntity =
  | { sort: "value"; type: RawType }
  | { sort: "resource"; resource: Resource }
  | { sort: "func-type"; type: RawFunction }
  | { sort: "instance-type"; body: BinaryReader; scope: Scope }
  | { sort: "component-type" };
type Entity =
  | { kind: "func"; type: RawFunction }
  | { kind: "type"; type: TypeEntity }
  | { kind: "instance"; exports: Instance }
  | { kind: "component"; body: BinaryReader; scope: Scope | null }
  | { kind: "core" };
type Instance = Map<string, Entity>;

interface Scope {
  outer: Scope | null;
  types: TypeEntity[];
  funcs: RawFunction[];
  instances: Instance[];
  components: Entity[];
}

interface Findings { async: boolean; steps: number; imports: Instance }

/** Components inside each other deeper than this are refused. */
const MAX_DEPTH = 100;
/** Instantiations and instance types evaluated; a real composition has a few dozen, a hostile one could have 2^n. */
const MAX_STEPS = 100_000;

const PRIMITIVES: Record<number, string> = {
  0x7f: "bool", 0x7e: "s8", 0x7d: "u8", 0x7c: "s16", 0x7b: "u16", 0x7a: "s32", 0x79: "u32", 0x78: "s64", 0x77: "u64",
  0x76: "f32", 0x75: "f64", 0x74: "char", 0x73: "string",
};

/**
 * Reads the types of a component's exports and imports.
 * @throws BinaryError when the bytes use something that this reader does not know, or are damaged.
 */
export function readComponentTypes(bytes: Uint8Array): ComponentTypes {
  const findings: Findings = { async: false, steps: 0, imports: new Map() };
  const body = new BinaryReader(bytes, 8, bytes.length);
  const exports = new Evaluator(findings).component(body, null, null, 0);
  return { functions: functionsOf(exports), imports: functionsOf(findings.imports), async: findings.async };
}

function functionsOf(instance: Instance): Record<string, FunctionType> {
  const functions: Record<string, FunctionType> = {};
  const add = (prefix: string, exports: Instance): void => {
    for (const [name, entity] of exports) {
      if (entity.kind === "func") functions[prefix + name] = finishFunction(entity.type);
      else if (entity.kind === "instance" && prefix === "") add(`${name}#`, entity.exports);
    }
  };
  add("", instance);
  return functions;
}

function finishFunction(raw: RawFunction): FunctionType {
  const params: Field[] = raw.params.map(({ name, type }) => ({ name, type: finish(type) }));
  return { params, result: raw.result === null ? null : finish(raw.result), async: raw.async };
}

/** Replaces resource identities by names. */
function finish(raw: RawType): Type {
  const named = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(named);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => {
      if (key === "own" || key === "borrow") return [key, (member as Resource).name ?? "resource"];
      return [key, named(member)];
    }));
  };
  return named(raw) as Type;
}

class Evaluator {
  constructor(private readonly findings: Findings) {}

  /** Runs a component's sections; `args` is null for the root, whose imports are recorded instead. */
  component(source: BinaryReader, outer: Scope | null, args: Instance | null, depth: number): Instance {
    this.step(source, depth);
    const reader = new BinaryReader(source.bytes, source.pos, source.end);
    const scope: Scope = { outer, types: [], funcs: [], instances: [], components: [] };
    const exports: Instance = new Map();
    while (!reader.done) {
      const id = reader.u8();
      const section = reader.sub(reader.u32());
      this.section(id, section, scope, exports, args, depth);
    }
    return exports;
  }

  private step(reader: BinaryReader, depth: number): void {
    if (depth > MAX_DEPTH) reader.invalid("components nested too deep");
    if (++this.findings.steps > MAX_STEPS) reader.invalid("a composition with too many instances");
  }

  private section(id: number, r: BinaryReader, scope: Scope, exports: Instance, args: Instance | null, depth: number): void {
    switch (id) {
      case 0: case 1: case 2: case 3: return; // custom, core modules, core instances, core types
      case 4: // a nested component, after its own 8 byte preamble
        r.pos += 8;
        scope.components.push({ kind: "component", body: r, scope });
        return;
      case 5: r.vec(() => scope.instances.push(this.instance(r, scope, depth))); return;
      case 6: r.vec(() => this.alias(r, scope)); return;
      case 7: r.vec(() => scope.types.push(this.type(r, scope))); return;
      case 8:
        r.vec(() => {
          const canon = readCanon(r);
          if (canon.async) this.findings.async = true;
          if (canon.liftType !== null) scope.funcs.push(this.funcType(scope, canon.liftType, r));
        });
        return;
      case 10: r.vec(() => this.import(r, scope, args, depth)); return;
      case 11: r.vec(() => this.export(r, scope, exports, depth)); return;
      default: r.fail(`a section of kind ${id}, which this reader does not know`);
    }
  }

  private instance(r: BinaryReader, scope: Scope, depth: number): Instance {
    const form = r.u8();
    if (form === 1) return new Map(r.vec((): [string, Entity] => [this.externName(r), this.sortIndex(r, scope)]));
    if (form !== 0) r.fail("unknown form of instance");
    const component = at(scope.components, r.u32(), r);
    const args: Instance = new Map(r.vec((): [string, Entity] => [r.name(), this.sortIndex(r, scope)]));
    if (component.kind !== "component") return r.invalid("an instance of an imported component");
    return this.component(component.body, component.scope, args, depth + 1);
  }

  private sortIndex(r: BinaryReader, scope: Scope): Entity {
    const sort = r.u8();
    if (sort === 0) {
      r.u8();
      r.u32();
      return { kind: "core" };
    }
    const index = r.u32();
    switch (sort) {
      case 1: return { kind: "func", type: at(scope.funcs, index, r) };
      case 3: return { kind: "type", type: at(scope.types, index, r) };
      case 4: return at(scope.components, index, r);
      case 5: return { kind: "instance", exports: at(scope.instances, index, r) };
      default: return r.fail(`unknown sort ${sort}`);
    }
  }

  private push(scope: Scope, entity: Entity): void {
    if (entity.kind === "func") scope.funcs.push(entity.type);
    else if (entity.kind === "type") scope.types.push(entity.type);
    else if (entity.kind === "instance") scope.instances.push(entity.exports);
    else if (entity.kind === "component") scope.components.push(entity);
  }

  private alias(r: BinaryReader, scope: Scope): void {
    const sort = r.u8();
    if (sort === 0) r.u8();
    const target = r.u8();
    if (target === 0) {
      const entity = at(scope.instances, r.u32(), r).get(r.name());
      this.push(scope, entity ?? r.invalid("an alias of an export that is not there"));
    } else if (target === 1) {
      r.u32();
      r.name();
    } else if (target === 2) {
      let from: Scope | null = scope;
      for (let count = r.u32(); count > 0; count--) from = from?.outer ?? null;
      const index = r.u32();
      if (from === null) r.invalid("an alias of a scope that is not there");
      else if (sort === 3) scope.types.push(at(from.types, index, r));
      else if (sort === 4) scope.components.push(at(from.components, index, r));
    } else r.fail("unknown form of alias");
  }

  private import(r: BinaryReader, scope: Scope, args: Instance | null, depth: number): void {
    const name = this.externName(r);
    const declared = this.externType(r, scope, depth);
    nameResource(name, declared);
    if (args === null) this.findings.imports.set(name, declared);
    const given = args?.get(name);
    this.push(scope, given ?? declared);
  }

  private export(r: BinaryReader, scope: Scope, exports: Instance, depth: number): void {
    const name = this.externName(r);
    const entity = this.sortIndex(r, scope);
    // An ascribed type says the same; it only has to be read past.
    r.opt(() => this.externType(r, scope, depth));
    nameResource(name, entity);
    exports.set(name, entity);
    this.push(scope, entity);
  }

  private externName(r: BinaryReader): string {
    const form = r.u8();
    if (form > 2) r.fail("unknown form of name");
    const name = r.name();
    if (form === 2) r.vec(() => (r.u8(), r.name()));
    return name;
  }

  private externType(r: BinaryReader, scope: Scope, depth: number): Entity {
    const form = r.u8();
    switch (form) {
      case 0: r.u8(); r.u32(); return { kind: "core" };
      case 1: return { kind: "func", type: this.funcType(scope, r.u32(), r) };
      case 3:
        if (r.u8() === 0) return { kind: "type", type: at(scope.types, r.u32(), r) };
        return { kind: "type", type: { sort: "resource", resource: { name: null } } };
      case 4: r.u32(); return { kind: "component", body: new BinaryReader(r.bytes, 0, 0), scope: null };
      case 5: {
        const type = at(scope.types, r.u32(), r);
        if (type.sort !== "instance-type") return r.invalid("expected the type of an instance");
        return { kind: "instance", exports: this.instanceType(type.body, type.scope, depth + 1) };
      }
      default: return r.fail(`unknown kind of import or export ${form}`);
    }
  }

  /** An instance that fits an instance type, with resources of its own. */
  private instanceType(source: BinaryReader, outer: Scope, depth: number): Instance {
    this.step(source, depth);
    const r = new BinaryReader(source.bytes, source.pos, source.end);
    const scope: Scope = { outer, types: [], funcs: [], instances: [], components: [] };
    const exports: Instance = new Map();
    r.vec(() => this.declaration(r, scope, exports, depth));
    return exports;
  }

  private declaration(r: BinaryReader, scope: Scope, exports: Instance, depth: number): void {
    const form = r.u8();
    switch (form) {
      case 1: scope.types.push(this.type(r, scope)); return;
      case 2: this.alias(r, scope); return;
      case 3: this.externName(r); this.push(scope, this.externType(r, scope, depth)); return;
      case 4: {
        const name = this.externName(r);
        const entity = this.externType(r, scope, depth);
        nameResource(name, entity);
        exports.set(name, entity);
        this.push(scope, entity);
        return;
      }
      default: r.fail(`unknown declaration ${form}`);
    }
  }

  private funcType(scope: Scope, index: number, r: BinaryReader): RawFunction {
    const type = at(scope.types, index, r);
    return type.sort === "func-type" ? type.type : r.invalid("expected the type of a function");
  }

  private type(r: BinaryReader, scope: Scope): TypeEntity {
    const form = r.u8();
    switch (form) {
      case 0x40: case 0x43: return { sort: "func-type", type: this.functionType(r, scope, form === 0x43) };
      case 0x41: case 0x42: {
        const start = r.pos;
        // Evaluated once to find its end; what it declares is evaluated again at each use, for resources of its own.
        this.declarations(r, scope);
        if (form === 0x41) return { sort: "component-type" };
        return { sort: "instance-type", body: new BinaryReader(r.bytes, start, r.pos), scope };
      }
      case 0x3f:
        r.u8();
        r.opt(() => r.u32());
        return { sort: "resource", resource: { name: null } };
      default: return { sort: "value", type: this.definedType(form, r, scope) };
    }
  }

  private declarations(r: BinaryReader, outer: Scope): void {
    let depth = 0;
    for (let scope: Scope | null = outer; scope; scope = scope.outer) depth++;
    this.step(r, depth);
    const scope: Scope = { outer, types: [], funcs: [], instances: [], components: [] };
    r.vec(() => this.declaration(r, scope, new Map(), depth));
  }

  private functionType(r: BinaryReader, scope: Scope, async: boolean): RawFunction {
    if (async) this.findings.async = true;
    const params = r.vec(() => ({ name: r.name(), type: this.valueType(r, scope) }));
    if (r.u8() === 0) return { params, result: this.valueType(r, scope), async };
    if (r.u8() !== 0) r.fail("a function with named results");
    return { params, result: null, async };
  }

  private definedType(form: number, r: BinaryReader, scope: Scope): RawType {
    const value = (): RawType => this.valueType(r, scope);
    const primitive = PRIMITIVES[form];
    if (primitive !== undefined) return primitive;
    switch (form) {
      case 0x72: return { record: r.vec(() => ({ name: r.name(), type: value() })) };
      case 0x71: return { variant: r.vec(() => this.variantCase(r, scope)) };
      case 0x70: return { list: value() };
      case 0x6f: return { tuple: r.vec(value) };
      case 0x6e: return { flags: this.flags(r) };
      case 0x6d: return { enum: r.vec(() => r.name()) };
      case 0x6b: return { option: value() };
      case 0x6a: return { result: { ok: r.opt(value), err: r.opt(value) } };
      case 0x69: return { own: this.resource(r, scope) };
      case 0x68: return { borrow: this.resource(r, scope) };
      case 0x66: this.findings.async = true; return { stream: r.opt(value) };
      case 0x65: this.findings.async = true; return { future: r.opt(value) };
      default: return r.invalid(`a type of form 0x${form.toString(16)}, which this reader does not know`);
    }
  }

  private flags(r: BinaryReader): string[] {
    const labels = r.vec(() => r.name());
    return labels.length <= 32 ? labels : r.fail("a flags type of more than 32 labels");
  }

  private variantCase(r: BinaryReader, scope: Scope): Case {
    const name = r.name();
    const type = r.opt(() => this.valueType(r, scope)) as Type | null;
    r.u8(); // formerly "refines", always 0
    return { name, type };
  }

  private resource(r: BinaryReader, scope: Scope): Resource {
    const type = at(scope.types, r.u32(), r);
    return type.sort === "resource" ? type.resource : r.invalid("a handle to something that is no resource");
  }

  /** A primitive (one byte from 0x64 to 0x7f) or the index of a type. */
  private valueType(r: BinaryReader, scope: Scope): RawType {
    const primitive = PRIMITIVES[r.peek()];
    if (primitive !== undefined) {
      r.pos++;
      return primitive;
    }
    const type = at(scope.types, r.u32(), r);
    return type.sort === "value" ? type.type : r.invalid("expected a value type");
  }
}

function nameResource(name: string, entity: Entity): void {
  if (entity.kind === "type" && entity.type.sort === "resource") entity.type.resource.name ??= name;
}

function at<T>(list: T[], index: number, r: BinaryReader): T {
  const item = list[index];
  if (item === undefined) return r.invalid(`index ${index} is not there`);
  return item;
}
