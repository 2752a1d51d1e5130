//! `struct`

pub mod object;

use std::cell::Cell;

use molt_text::Text;
use molt_text::bytes::packing::{self, Format, Kind as FieldKind, Order};

use crate::args::{Args, Builtin, between, bind};
use crate::error::{OrRaise, Raise, Res};
use crate::object::{Body, TypeId};
use crate::ops::{truth, type_name};
use crate::types::bytes::coding::{self, Coding};
use crate::types::bytes::content;
use crate::types::exception::ExcType;
use crate::types::iterator::Next;
use crate::types::memoryview;
use crate::types::module::Module;
use crate::types::sequence;
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// The module.
pub static MODULE: Module = Module {
    name: "struct",
    functions: &[
        Builtin::function("calcsize", calc_size),
        Builtin::function("iter_unpack", iter_unpack),
        Builtin::function("pack", pack),
        Builtin::function("pack_into", pack_into),
        Builtin::function("unpack", unpack),
        Builtin::function("unpack_from", unpack_from),
    ],
    attribute,
};

fn attribute(vm: &mut Vm, name: &str) -> Option<Res> {
    match name {
        "error" => Some(Ok(vm.exception_class(ExcType::StructError))),
        "Struct" => Some(Ok(object::class(vm))),
        _ => None,
    }
}

#[cold]
fn error(vm: &mut Vm, message: &str) -> Raise {
    vm.error(ExcType::StructError, message)
}

/// The format that a str or bytes object describes.
fn format_of(vm: &mut Vm, value: &Value) -> Res<Format> {
    let text = match (value.as_text(), value.body()) {
        (Some(text), _) if text.is_ascii() => text.as_wtf8(),
        (Some(_), _) => return Err(not_ascii(vm, value)),
        (_, Some(Body::Bytes(text))) => text,
        (_, Some(Body::ByteArray(_))) => return Err(vm.type_error("unhashable type: 'bytearray'")),
        _ => {
            let given = type_name(value);
            let message = format!("Struct() argument 1 must be a str or bytes object, not {given}");
            return Err(vm.type_error(&message));
        }
    };
    if text.contains(&0) {
        return Err(error(vm, "embedded null character"));
    }
    Format::parse(text).map_err(|wrong| error(vm, &wrong.to_string()))
}

/// The error of encoding a text that is not ASCII as ASCII.
#[cold]
fn not_ascii(vm: &mut Vm, text: &Value) -> Raise {
    let ascii = Text::from("ascii");
    let coding = Coding {
        encoding: Some(&ascii),
        errors: None,
    };
    match coding::encode(vm, text, &coding) {
        Err(raise) => raise,
        Ok(_) => error(vm, "bad char in struct format"),
    }
}

fn no_keywords(vm: &mut Vm, args: &Args<'_>, name: &str) -> Res<()> {
    if args.names.is_empty() {
        return Ok(());
    }
    args.no_keywords(&format!("_struct.{name}")).or_raise(vm)
}

/// `calcsize(format)`
fn calc_size(vm: &mut Vm, args: &Args<'_>) -> Res {
    no_keywords(vm, args, "calcsize")?;
    let [format] = args.pos else {
        let given = args.pos.len();
        let message = format!("_struct.calcsize() takes exactly one argument ({given} given)");
        return Err(vm.type_error(&message));
    };
    let format = format_of(vm, format)?;
    Ok(Value::int(i64::try_from(format.size()).unwrap_or(i64::MAX)))
}

/// `pack(format, ..)`
fn pack(vm: &mut Vm, args: &Args<'_>) -> Res {
    no_keywords(vm, args, "pack")?;
    let Some((format, values)) = args.pos.split_first() else {
        return Err(vm.type_error("missing format argument"));
    };
    let format = format_of(vm, format)?;
    packed(vm, &format, values)
}

/// The bytes of values.
fn packed(vm: &mut Vm, format: &Format, values: &[Value]) -> Res {
    check_count(vm, "pack", format, values)?;
    let mut out = zeros(vm, format.size())?;
    put(vm, format, values, &mut out)?;
    Ok(Value::bytes(out))
}

fn zeros(vm: &mut Vm, size: u64) -> Res<Vec<u8>> {
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    match molt_text::bytes::buffer(size) {
        Ok(mut out) => {
            out.resize(size, 0);
            Ok(out)
        }
        Err(molt_text::TooLong) => Err(vm.memory_error()),
    }
}

fn check_count(vm: &mut Vm, name: &str, format: &Format, values: &[Value]) -> Res<()> {
    if format.values() == values.len() as u64 {
        return Ok(());
    }
    let (expected, given) = (format.values(), values.len());
    Err(error(
        vm,
        &format!("{name} expected {expected} items for packing (got {given})"),
    ))
}

/// Writes values into as many bytes as the format has. Gaps keep what is in them.
fn put(vm: &mut Vm, format: &Format, values: &[Value], out: &mut [u8]) -> Res<()> {
    for (field, value) in format.fields().zip(values) {
        let Some(slot) = field.of_mut(out) else {
            continue;
        };
        put_one(vm, field.code, format.order, value, slot)?;
    }
    Ok(())
}

fn put_one(vm: &mut Vm, code: u8, order: Order, value: &Value, slot: &mut [u8]) -> Res<()> {
    let letter = char::from(code);
    match packing::kind(code) {
        FieldKind::Int => {
            let Some(number) = memoryview::integer(value) else {
                return Err(error(vm, "required argument is not an integer"));
            };
            packing::write_int(code, order, number, slot)
                .map_err(|wrong| error(vm, &wrong.to_string()))
        }
        FieldKind::Float => {
            let number = match value.kind() {
                Kind::Float(number) => Some(number),
                _ => value
                    .as_big()
                    .and_then(|number| molt_number::int::to_f64(&number).ok()),
            };
            let Some(number) = number else {
                return Err(error(vm, "required argument is not a float"));
            };
            if packing::write_float(code, order, number, slot) {
                return Ok(());
            }
            if sequence::is_int(value) {
                return Err(error(vm, "int too large to convert"));
            }
            Err(vm.overflow_error(&format!("float too large to pack with {letter} format")))
        }
        FieldKind::Bool => {
            slot.fill(u8::from(truth::truth(vm, value)?));
            Ok(())
        }
        FieldKind::Char => match value.body() {
            Some(Body::Bytes(byte)) if byte.len() == 1 => {
                slot.copy_from_slice(byte);
                Ok(())
            }
            _ => Err(error(vm, "char format requires a bytes object of length 1")),
        },
        FieldKind::Bytes | FieldKind::Pascal => match content::plain(value) {
            Some(bytes) => {
                packing::write_bytes(code, &bytes, slot);
                Ok(())
            }
            None => Err(error(
                vm,
                &format!("argument for '{letter}' must be a bytes object"),
            )),
        },
    }
}

/// What a format says that bytes hold, as a tuple.
fn take(vm: &mut Vm, format: &Format, bytes: &[u8]) -> Res {
    let mut items = sequence::room(vm, usize::try_from(format.values()).unwrap_or(usize::MAX))?;
    for field in format.fields() {
        if let Some(bytes) = field.of(bytes) {
            items.push(memoryview::scalar(packing::read(
                field.code,
                format.order,
                bytes,
            )));
        }
    }
    Ok(Value::tuple(items))
}

/// `unpack(format, buffer)`
fn unpack(vm: &mut Vm, args: &Args<'_>) -> Res {
    no_keywords(vm, args, "unpack")?;
    between("unpack", args.pos, 2, 2).or_raise(vm)?;
    let format = format_of(vm, &args.pos[0])?;
    unpacked(vm, &format, &args.pos[1])
}

/// The values of a buffer that has the format's size.
fn unpacked(vm: &mut Vm, format: &Format, buffer: &Value) -> Res {
    let bytes = content::require(vm, buffer)?;
    if bytes.len() as u64 != format.size() {
        let size = format.size();
        return Err(error(
            vm,
            &format!("unpack requires a buffer of {size} bytes"),
        ));
    }
    take(vm, format, &bytes)
}

/// Where `size` bytes at `offset` start in a buffer of `length` bytes. `words` are "unpack_from", "unpacking", and how a negative offset
/// without room behind it is refused.
fn place(vm: &mut Vm, offset: i64, length: usize, size: u64, words: [&str; 3]) -> Res<usize> {
    let length_i = length as i64;
    let size_i = i64::try_from(size).unwrap_or(i64::MAX);
    let mut at = offset;
    if offset < 0 {
        if offset.saturating_add(size_i) > 0 {
            return Err(error(
                vm,
                &format!("{} {size} bytes at offset {offset}", words[2]),
            ));
        }
        at = offset.saturating_add(length_i);
        if at < 0 {
            return Err(error(
                vm,
                &format!("offset {offset} out of range for {length}-byte buffer"),
            ));
        }
    }
    if length_i.saturating_sub(at) < size_i {
        let [name, doing, _] = words;
        let needed = at as i128 + i128::from(size);
        let message = format!(
            "{name} requires a buffer of at least {needed} bytes for {doing} {size} bytes at offset {at} (actual buffer size is {length})"
        );
        return Err(error(vm, &message));
    }
    Ok(usize::try_from(at).unwrap_or(usize::MAX))
}

/// `unpack_from(format, buffer, offset)`
fn unpack_from(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [format, buffer, offset] =
        bind("unpack_from", args, 0, ["", "buffer", "offset"], 1, 2).or_raise(vm)?;
    let (Some(format), Some(buffer)) = (format, buffer) else {
        return Err(vm.type_error("unpack_from() missing required argument 'buffer' (pos 2)"));
    };
    let format = format_of(vm, format)?;
    unpacked_at(vm, &format, buffer, offset)
}

/// The values that start at an offset of a buffer.
fn unpacked_at(vm: &mut Vm, format: &Format, buffer: &Value, offset: Option<&Value>) -> Res {
    let bytes = content::require(vm, buffer)?;
    let offset = offset.map_or(Ok(0), |offset| sequence::integer(vm, offset))?;
    let words = ["unpack_from", "unpacking", "not enough data to unpack"];
    let at = place(vm, offset, bytes.len(), format.size(), words)?;
    take(vm, format, bytes.get(at..).unwrap_or_default())
}

/// `pack_into(format, buffer, offset, ..)`
fn pack_into(vm: &mut Vm, args: &Args<'_>) -> Res {
    no_keywords(vm, args, "pack_into")?;
    let Some((format, rest)) = args.pos.split_first() else {
        return Err(vm.type_error("missing format argument"));
    };
    let format = format_of(vm, format)?;
    pack_at(vm, &format, rest)
}

/// Packs into a buffer: `rest` is the buffer, the offset, and the values.
fn pack_at(vm: &mut Vm, format: &Format, rest: &[Value]) -> Res {
    let [buffer, offset, values @ ..] = rest else {
        let missing = if rest.is_empty() { "buffer" } else { "offset" };
        return Err(error(vm, &format!("pack_into expected {missing} argument")));
    };
    check_count(vm, "pack_into", format, values)?;
    let Some((base, from, length)) = memoryview::writable(vm, buffer) else {
        let given = type_name(buffer);
        let message = format!("argument must be read-write bytes-like object, not {given}");
        return Err(vm.type_error(&message));
    };
    let offset = sequence::position(vm, offset, |given| {
        format!("'{given}' object cannot be interpreted as an integer")
    })?;
    let words = ["pack_into", "packing", "no space to pack"];
    let at = place(vm, offset, length, format.size(), words)?;
    // Values are asked for their truth, so the buffer is borrowed only to copy.
    let mut packed = zeros(vm, format.size())?;
    let outcome = put(vm, format, values, &mut packed);
    // CPython packs in place: what comes before a value that cannot be packed is written.
    if let Some(Body::ByteArray(array)) = base.body() {
        let mut data = array.content.borrow_mut();
        if let Some(slot) = data
            .get_mut(from + at..)
            .and_then(|rest| rest.get_mut(..packed.len()))
        {
            slot.copy_from_slice(&packed);
        }
    }
    outcome.map(|()| Value::NONE)
}

/// `iter_unpack(format, buffer)`
fn iter_unpack(vm: &mut Vm, args: &Args<'_>) -> Res {
    no_keywords(vm, args, "iter_unpack")?;
    between("iter_unpack", args.pos, 2, 2).or_raise(vm)?;
    let format = format_of(vm, &args.pos[0])?;
    unpacking(vm, format, &args.pos[1])
}

/// An iterator over the values of one piece of a buffer after the other.
fn unpacking(vm: &mut Vm, format: Format, buffer: &Value) -> Res {
    let length = content::require(vm, buffer)?.len();
    let size = usize::try_from(format.size()).unwrap_or(usize::MAX);
    if size == 0 {
        return Err(error(
            vm,
            "cannot iteratively unpack with a struct of length 0",
        ));
    }
    if !length.is_multiple_of(size) {
        let message =
            format!("iterative unpacking requires a buffer of a multiple of {size} bytes");
        return Err(error(vm, &message));
    }
    // A view of its own: as long as it iterates, a bytearray keeps its size.
    let view = (memoryview::DEF.construct)(vm, &Args::of(std::slice::from_ref(buffer)))?;
    Ok(Value::iterator(
        "unpack_iterator",
        TypeId::Iterator,
        Unpacking {
            view,
            format,
            size,
            at: Cell::new(0),
        },
    ))
}

struct Unpacking {
    view: Value,
    format: Format,
    size: usize,
    at: Cell<usize>,
}

impl Next for Unpacking {
    fn next(&self, _: &Value, vm: &mut Vm) -> Res {
        let bytes = content::require(vm, &self.view)?;
        let Some(part) = bytes
            .get(self.at.get()..)
            .and_then(|rest| rest.get(..self.size))
        else {
            return Ok(Value::ABSENT);
        };
        self.at.set(self.at.get() + self.size);
        take(vm, &self.format, part)
    }

    fn length_hint(&self) -> Option<usize> {
        let Some(Body::MemoryView(view)) = self.view.body() else {
            return None;
        };
        Some(view.byte_length().saturating_sub(self.at.get()) / self.size.max(1))
    }
}
