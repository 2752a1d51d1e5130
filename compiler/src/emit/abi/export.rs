//! Functions that the component exports.

use std::collections::BTreeSet;

use wasm_encoder::ValType;

use super::error::{RECORD, SIZE, report};
use super::layout::{Layout, flatten, to_wit};
use super::lift::lift;
use super::lower::lower;
use super::memory::{allocate, at, realloc, store_flat};
use super::names::kebab;
use super::shape::Shape;
use crate::emit::code::{Code, Symbol};
use crate::emit::context::Context;
use crate::emit::helper::Helper;
use crate::emit::module::ModuleError;
use crate::emit::value::EMPTY;
use crate::ir::{Export, FunctionId};

/// How many flat parameters there may be before they go through memory.
const MAX_FLAT: usize = 16;
/// The interface's name within the program's package.
pub const INTERFACE: &str = "api";

/// Emits what the program exports, and its interface in WIT; empty when it exports nothing. `start` makes the constants and
/// describes the program.
pub fn exports(
    context: &mut Context<'_>,
    package: &str,
    start: Symbol,
) -> Result<String, ModuleError> {
    if context.program.exports.is_empty() {
        return Ok(String::new());
    }
    realloc(context);
    let state = context.module.global(ValType::I32, 0, "initialised");
    let ready = initialise(context, state, start);
    context.abi.ready = Some(ready);
    let mut functions = String::new();
    let mut names = BTreeSet::new();
    let program = context.program;
    for export in &program.exports {
        let refuse = |why: &str| ModuleError::Export {
            name: export.name.clone(),
            line: export.line,
            why: why.to_owned(),
        };
        let name = kebab(&export.name)
            .ok_or_else(|| refuse("its name has no form in WIT: use letters, digits and _"))?;
        if !names.insert(name.clone()) {
            return Err(refuse("another export has the same name in WIT"));
        }
        functions.push_str(&declaration(export, &name).map_err(|why| refuse(&why))?);
        emit(context, export, &core_name(package, &name), ready);
    }
    Ok(format!("interface {INTERFACE} {{\n{RECORD}{functions}}}\n"))
}

/// `ns:name@1.0.0` and `f` -> `ns:name/api@1.0.0#f`
fn core_name(package: &str, function: &str) -> String {
    format!("{}#{function}", interface_id(package))
}

/// The interface's name with package and version.
pub fn interface_id(package: &str) -> String {
    match package.split_once('@') {
        Some((name, version)) => format!("{name}/{INTERFACE}@{version}"),
        None => format!("{package}/{INTERFACE}"),
    }
}

fn declaration(export: &Export, name: &str) -> Result<String, String> {
    let mut parameters = Vec::new();
    let mut names = BTreeSet::new();
    for parameter in &export.parameters {
        let ty = to_wit(&Shape::of(&parameter.r#type)).ok_or_else(|| {
            format!(
                "parameter {} has a type that WIT has no form for",
                parameter.name
            )
        })?;
        let name = kebab(&parameter.name)
            .ok_or_else(|| format!("parameter {} has no form in WIT", parameter.name))?;
        if !names.insert(name.clone()) {
            return Err(format!("two parameters are called {name} in WIT"));
        }
        parameters.push(format!("{}: {ty}", escaped(&name)));
    }
    let result = match Shape::of(&export.result) {
        Shape::Unit => "_".to_owned(),
        shape => to_wit(&shape).ok_or("its result has a type that WIT has no form for")?,
    };
    let parameters = parameters.join(", ");
    let name = escaped(name);
    Ok(format!(
        "    {name}: func({parameters}) -> result<{result}, error>;\n"
    ))
}

/// A name with a `%` when WIT has it as a keyword.
fn escaped(name: &str) -> String {
    const KEYWORDS: &str = " as async bool borrow char constructor enum error-context export f32 f64 flags from func future \
        import include interface list map option own package record resource result s16 s32 s64 s8 static stream string \
        tuple type u16 u32 u64 u8 use variant with world ";
    if KEYWORDS.contains(&format!(" {name} ")) {
        format!("%{name}")
    } else {
        name.to_owned()
    }
}

/// Runs the module's code before the first call. Returns whether it has raised.
fn initialise(context: &mut Context<'_>, state: u32, start: Symbol) -> Symbol {
    let symbol = context.module.declare("initialise", &[], &[ValType::I32]);
    let mut code = Code::new(0);
    code.ins().global_get(state).i32_eqz();
    code.if_(EMPTY);
    code.call(start);
    code.end();
    code.ins().global_get(state).i32_const(2).i32_ne();
    code.if_(EMPTY);
    // What a failing module has done stays done: the next call tries again, as an import statement would.
    code.ins().i32_const(1).global_set(state).i32_const(1);
    if let Some(module) = context.body(FunctionId(0)) {
        code.call(module);
    }
    code.is_raised();
    code.if_(EMPTY);
    code.ins().i32_const(1).return_();
    code.end();
    code.ins().i32_const(2).global_set(state);
    code.end();
    code.ins().i32_const(0);
    context.module.define(symbol, code);
    symbol
}

fn emit(context: &mut Context<'_>, export: &Export, core_name: &str, ready: Symbol) {
    let types: Vec<Shape> = export
        .parameters
        .iter()
        .map(|parameter| Shape::of(&parameter.r#type))
        .collect();
    let (record, offsets) = Layout::record(types.iter().map(Layout::of));
    let mut flats = Vec::new();
    for (ty, offset) in types.iter().zip(&offsets) {
        flatten(ty, *offset, &mut flats);
    }
    let is_direct = flats.len() <= MAX_FLAT;
    let params: Vec<ValType> = if is_direct {
        flats.iter().map(|flat| flat.ty).collect()
    } else {
        vec![ValType::I32]
    };
    let symbol =
        context
            .module
            .declare(&format!("export {}", export.name), &params, &[ValType::I32]);
    let mut code = Code::new(params.len());
    let area = if is_direct {
        let area = code.local(ValType::I32);
        allocate(context, &mut code, record.size, record.align);
        code.set(area);
        for (local, flat) in flats.iter().enumerate() {
            code.get(area);
            code.get(local as u32);
            store_flat(&mut code, flat);
        }
        area
    } else {
        0
    };
    body(
        context,
        &mut code,
        export,
        (&types, &offsets),
        (area, ready),
    );
    context.module.define(symbol, code);
    context.module.export(core_name, symbol);
    let after = after(context);
    context
        .module
        .export(&format!("cabi_post_{core_name}"), after);
}

fn body(
    context: &mut Context<'_>,
    code: &mut Code,
    export: &Export,
    (types, offsets): (&[Shape], &[u32]),
    (area, ready): (u32, Symbol),
) {
    let result_shape = Shape::of(&export.result);
    let layout = Layout::of(&result_shape);
    // The case, then the result or the error, aligned for both.
    let align = layout.align.max(4);
    let payload = align;
    let returned = code.local(ValType::I32);
    let result = code.local(ValType::I64);
    allocate(
        context,
        code,
        payload + layout.size.max(SIZE).next_multiple_of(align),
        align,
    );
    code.set(returned);
    let done = code.block(EMPTY);
    let raised = code.block(EMPTY);
    code.call(ready);
    code.br_if(raised);
    let arguments: Vec<u32> = types.iter().map(|_| code.local(ValType::I64)).collect();
    for (index, ((ty, offset), argument)) in types.iter().zip(offsets).zip(&arguments).enumerate() {
        let lift = lift(context, ty);
        code.get(area);
        code.ins().i32_const(offset.cast_signed()).i32_add();
        code.call(lift);
        code.set(*argument);
        code.get(*argument);
        code.is_raised();
        code.if_(EMPTY);
        for earlier in arguments.iter().take(index) {
            code.get(*earlier);
            context.call_helper(code, Helper::Drop(1));
        }
        code.br(raised);
        code.end();
    }
    // The module is frame 1.
    code.ins().i32_const(1);
    for argument in &arguments {
        code.get(*argument);
    }
    let code_entry = context.program.codes.get(export.code.0 as usize);
    if let Some(callee) = code_entry
        .and_then(|described| described.entry)
        .and_then(|entry| context.body(entry))
    {
        code.call(callee);
    }
    code.set(result);
    for argument in &arguments {
        code.get(*argument);
        context.call_helper(code, Helper::Drop(1));
    }
    code.get(result);
    code.is_raised();
    code.br_if(raised);
    let lower = lower(context, &result_shape);
    let failed = code.local(ValType::I32);
    code.get(result);
    code.get(returned);
    code.ins().i32_const(payload.cast_signed()).i32_add();
    code.call(lower);
    code.set(failed);
    code.get(result);
    context.call_helper(code, Helper::Drop(1));
    code.get(failed);
    code.br_if(raised);
    code.get(returned);
    code.ins().i32_const(0).i32_store8(at(0, 1));
    code.br(done);
    code.end();
    let report = report(context);
    code.get(returned);
    code.ins().i32_const(1).i32_store8(at(0, 1));
    code.get(returned);
    code.ins().i32_const(payload.cast_signed()).i32_add();
    code.call(report);
    code.end();
    // What was printed is sent.
    context.call_import(code, "flow", "finish");
    code.ins().drop();
    code.get(returned);
}

/// `cabi_post`: what was allocated for the call is forgotten.
fn after(context: &mut Context<'_>) -> Symbol {
    let signature = (&[ValType::I32][..], &[][..]);
    super::once(context, "after a call".to_owned(), signature, |context| {
        let mut code = Code::new(1);
        let (heap, start) = (context.module.heap(), context.module.heap_start());
        code.ins().global_get(start).global_set(heap);
        code
    })
}
