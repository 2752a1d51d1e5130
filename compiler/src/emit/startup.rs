//! What happens before the module's first line: constants are made and functions described, both from tables in memory.

use wasm_encoder::{MemArg, ValType};

use super::abi::realloc;
use super::code::{Code, Symbol};
use super::context::Context;
use super::helper::Helper;
use super::value::{EMPTY, GIVES_I64, NONE, boxed_bool, boxed_int};
use crate::ir::{Constant, ConstantId, ConstantItem, FunctionId, Intrinsic, Op, Program};

/// Bits 48 to 63 of an item of a constant tuple that is itself a constant; no value has them.
const ITEM_CONSTANT: i64 = 0x7fff;

fn at(offset: u64) -> MemArg {
    MemArg {
        offset,
        align: 2,
        memory_index: 0,
    }
}

fn words(table: &[u32]) -> Vec<u8> {
    table.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A kind of constant that one intrinsic makes out of bytes: its table and its loop.
struct Maker {
    interface: &'static str,
    name: &'static str,
    /// For each constant: where its value goes, the bytes' address, their length.
    table: Vec<u32>,
}

/// Makes the constants. Tuples come last: their items are there already.
pub fn constants(context: &mut Context<'_>) -> Symbol {
    let symbol = context.module.declare("constants", &[], &[]);
    let mut code = Code::new(0);
    let mut makers = [
        ("text", "literal"),
        ("binary", "literal"),
        ("scalars", "int-from-decimal"),
        ("calls", "builtin"),
    ]
    .map(|(interface, name)| Maker {
        interface,
        name,
        table: Vec::new(),
    });
    for (index, constant) in context.program.constants.iter().enumerate() {
        let (maker, bytes) = match constant {
            Constant::Str(text) => (0, text.as_slice()),
            Constant::Bytes(bytes) => (1, bytes.as_slice()),
            Constant::Int(digits) => (2, digits.as_bytes()),
            Constant::Builtin(name) => (3, name.as_bytes()),
            Constant::Tuple(_) => continue,
        };
        let address = context.module.text(bytes);
        let to = context.constant(ConstantId(index as u32));
        makers[maker]
            .table
            .extend([to, address, bytes.len() as u32]);
    }
    let row = code.local(ValType::I32);
    for maker in makers.iter().filter(|maker| !maker.table.is_empty()) {
        let end = context.module.place(&words(&maker.table)) + maker.table.len() as u32 * 4;
        code.rows(row, end, maker.table.len() as u32 * 4, 12, |code| {
            code.get(row);
            code.ins().i32_load(at(0));
            for offset in [4, 8] {
                code.get(row);
                code.ins().i32_load(at(offset));
            }
            context.call_import(code, maker.interface, maker.name);
            code.ins().i64_store(MemArg { align: 3, ..at(0) });
        });
    }
    tuples(context, &mut code, row);
    context.module.define(symbol, code);
    symbol
}

/// Constant tuples: for each where it goes and the number of its items, and the items of all in one table.
fn tuples(context: &mut Context<'_>, code: &mut Code, row: u32) {
    let (mut heads, mut items) = (Vec::new(), Vec::new());
    for (index, constant) in context.program.constants.iter().enumerate() {
        let Constant::Tuple(of) = constant else {
            continue;
        };
        heads.extend([context.constant(ConstantId(index as u32)), of.len() as u32]);
        items.extend(of.iter().flat_map(|item| {
            let bits = match item {
                ConstantItem::None => NONE,
                ConstantItem::Bool(flag) => boxed_bool(*flag),
                ConstantItem::Int(number) => boxed_int(*number),
                ConstantItem::Float(bits) => super::value::boxed_float(f64::from_bits(*bits)),
                ConstantItem::Constant(id) => {
                    (ITEM_CONSTANT << 48) | i64::from(context.constant(*id))
                }
            };
            bits.to_le_bytes()
        }));
    }
    if heads.is_empty() {
        return;
    }
    let (item, left) = (code.local(ValType::I32), code.local(ValType::I32));
    let value = code.local(ValType::I64);
    let first_item = context.module.place(&items);
    let end = context.module.place(&words(&heads)) + heads.len() as u32 * 4;
    code.ins().i32_const(first_item.cast_signed());
    code.set(item);
    code.rows(row, end, heads.len() as u32 * 4, 8, |code| {
        code.get(row);
        code.ins().i32_load(at(4));
        code.set(left);
        let done = code.block(EMPTY);
        let again = code.loop_(EMPTY);
        code.get(left);
        code.ins().i32_eqz();
        code.br_if(done);
        code.get(item);
        code.ins().i64_load(MemArg { align: 3, ..at(0) });
        code.set(value);
        code.get(value);
        code.has_tag(ITEM_CONSTANT);
        code.if_(GIVES_I64);
        code.get(value);
        code.ins()
            .i32_wrap_i64()
            .i64_load(MemArg { align: 3, ..at(0) });
        code.else_();
        code.get(value);
        code.end();
        context.call_import(code, "containers", "stage");
        code.get(item);
        code.ins().i32_const(8).i32_add();
        code.set(item);
        code.get(left);
        code.ins().i32_const(1).i32_sub();
        code.set(left);
        code.br(again);
        code.end();
        code.end();
        code.get(row);
        code.ins().i32_load(at(0));
        code.get(row);
        code.ins().i32_load(at(4));
        context.call_import(code, "containers", "make-tuple");
        code.ins().i64_store(MemArg { align: 3, ..at(0) });
    });
}

/// Describes the source and every code.
pub fn descriptions(context: &mut Context<'_>) -> Symbol {
    let symbol = context.module.declare("descriptions", &[], &[]);
    let program = context.program;
    let mut code = Code::new(0);
    for text in [&program.file, &program.source] {
        let address = context.module.text(text.as_bytes());
        code.ins()
            .i32_const(address.cast_signed())
            .i32_const(text.len() as i32);
    }
    context.call_import(&mut code, "calls", "describe-source");
    let mut table = Vec::new();
    for (number, described) in program.codes.iter().enumerate() {
        let mut text = |text: &str| [context.module.text(text.as_bytes()), text.len() as u32];
        let names: Vec<u32> = described
            .parameters
            .iter()
            .flat_map(|name| text(name))
            .collect();
        let (name, qualified) = (text(&described.name), text(&described.qualified_name));
        let varargs = text(described.varargs.as_deref().unwrap_or(""));
        let varkeywords = text(described.varkeywords.as_deref().unwrap_or(""));
        let names_at = context.module.place(&words(&names));
        table.push(number as u32);
        table.extend(name.into_iter().chain(qualified));
        table.push(described.line);
        table.extend([names_at, described.parameters.len() as u32]);
        table.extend([described.positional_only, described.keyword_only]);
        table.extend(varargs.into_iter().chain(varkeywords));
    }
    let row = code.local(ValType::I32);
    let size = table.len() as u32 * 4;
    let end = context.module.place(&words(&table)) + size;
    if size > 0 {
        code.rows(row, end, size, DESCRIBE_WORDS * 4, |code| {
            for word in 0..DESCRIBE_WORDS {
                code.get(row);
                code.ins().i32_load(at(u64::from(word) * 4));
            }
            context.call_import(code, "calls", "describe");
        });
    }
    context.module.define(symbol, code);
    symbol
}

/// How many words `calls.describe` takes.
const DESCRIBE_WORDS: u32 = 14;

/// The entry of a code for the runtime's requests: takes the arguments, calls the body, gives the arguments back.
pub fn entries(context: &mut Context<'_>) {
    if !context.wants_entries {
        return;
    }
    let mut table = Vec::new();
    let mut none = None;
    for described in &context.program.codes {
        let symbol = match described.entry {
            Some(body) => entry(context, &described.qualified_name, described.cells, body),
            None => *none.get_or_insert_with(|| {
                let symbol = context
                    .module
                    .declare("entry of nothing", &[], &[ValType::I64]);
                let mut code = Code::new(0);
                code.ins().unreachable();
                context.module.define(symbol, code);
                symbol
            }),
        };
        table.push(symbol);
    }
    context.module.set_table(table);
}

fn entry(context: &mut Context<'_>, name: &str, cells: u32, body: FunctionId) -> Symbol {
    let symbol = context
        .module
        .declare(&format!("entry of {name}"), &[], &[ValType::I64]);
    let mut code = Code::new(0);
    let parameters = context
        .program
        .functions
        .get(body.0 as usize)
        .map_or(0, |function| function.parameters);
    let arguments = parameters.saturating_sub(cells);
    let locals: Vec<u32> = (0..parameters).map(|_| code.local(ValType::I64)).collect();
    for (position, local) in (0..parameters).zip(&locals) {
        let (name, position) = if position < arguments {
            ("argument", position)
        } else {
            ("closure", position - arguments)
        };
        code.ins().i32_const(position.cast_signed());
        context.call_import(&mut code, "tasks", name);
        code.set(*local);
    }
    code.ins().global_get(context.depth).i32_const(1).i32_add();
    for local in &locals {
        code.get(*local);
    }
    if let Some(callee) = context.body(body) {
        code.call(callee);
    }
    for local in &locals {
        code.get(*local);
        context.call_helper(&mut code, Helper::Drop(1));
    }
    context.module.define(symbol, code);
    symbol
}

/// What comes before everything else.
pub fn start(context: &mut Context<'_>) -> Symbol {
    let symbol = context.module.declare("start", &[], &[]);
    let (constants, descriptions) = (constants(context), descriptions(context));
    let mut code = Code::new(0);
    code.call(descriptions);
    if imports(context.program, "sys") {
        arguments(context, &mut code);
    }
    code.call(constants);
    context.module.define(symbol, code);
    symbol
}

/// Whether a program imports a module of the runtime, anywhere.
fn imports(program: &Program, name: &str) -> bool {
    let blocks = program.functions.iter().flat_map(|body| &body.blocks);
    blocks.flat_map(|block| &block.instructions).any(
        |instruction| matches!(&instruction.op, Op::Intrinsic { call: Intrinsic::Import(module), .. } if module == name),
    )
}

/// `sys.argv`: what the host says, handed on. Both functions have the list in the same form.
fn arguments(context: &mut Context<'_>, code: &mut Code) {
    realloc(context);
    let returned = context.module.place(&[0; 8]).cast_signed();
    code.ins().i32_const(returned);
    context.call_import(code, "arguments", "get");
    code.ins().i32_const(returned).i32_load(at(0));
    code.ins().i32_const(returned).i32_load(at(4));
    context.call_import(code, "calls", "describe-arguments");
}

/// `molt:capabilities/program#run`.
pub fn run(context: &mut Context<'_>, start: Symbol) -> Symbol {
    let symbol = context.module.declare("run", &[], &[ValType::I32]);
    let mut code = Code::new(0);
    if let Some(ready) = context.abi.ready {
        code.call(ready);
        code.ins().drop();
    } else if let Some(module) = context.body(FunctionId(0)) {
        code.call(start);
        code.ins().i32_const(1);
        code.call(module);
        code.ins().drop();
    }
    context.call_import(&mut code, "flow", "finish");
    let result = code.local(ValType::I64);
    code.set(result);
    code.get(result);
    code.is_pending();
    code.if_(GIVES_I64);
    code.get(result);
    context.call_helper(&mut code, Helper::Settle);
    code.else_();
    code.get(result);
    code.end();
    code.ins().i32_wrap_i64().i32_const(255).i32_and();
    context.module.define(symbol, code);
    symbol
}

impl Code {
    /// Walks a table that ends at `end`: `row` is the address of the current row in `each`.
    fn rows(&mut self, row: u32, end: u32, size: u32, step: u32, each: impl FnOnce(&mut Self)) {
        self.ins().i32_const((end - size).cast_signed());
        self.set(row);
        let again = self.loop_(EMPTY);
        each(self);
        self.get(row);
        self.ins().i32_const(step.cast_signed()).i32_add();
        self.tee(row);
        self.ins().i32_const(end.cast_signed()).i32_lt_u();
        self.br_if(again);
        self.end();
    }
}
