//! The methods and attributes of memoryviews.

use molt_text::Text;

use super::{MemoryView, alive, raise, scalar, to_vec};
use crate::args::{Args, Builtin, bind};
use crate::error::{OrRaise, Res};
use crate::object::{Body, TypeId};
use crate::types::bytes::content;
use crate::types::sequence;
use crate::value::Value;
use crate::vm::Vm;

pub static METHODS: &[Builtin] = &[
    Builtin::method(TypeId::MemoryView, "__enter__", enter),
    Builtin::method(TypeId::MemoryView, "__exit__", exit),
    Builtin::method(TypeId::MemoryView, "cast", cast),
    Builtin::method(TypeId::MemoryView, "hex", hex),
    Builtin::method(TypeId::MemoryView, "release", release),
    Builtin::method(TypeId::MemoryView, "tobytes", to_bytes),
    Builtin::method(TypeId::MemoryView, "tolist", to_list),
    Builtin::method(TypeId::MemoryView, "toreadonly", to_readonly),
];

/// The attributes. All of them are forbidden on a released view.
#[inline(never)]
pub fn attribute(vm: &mut Vm, o: &Value, name: &str) -> Option<Res> {
    let Some(Body::MemoryView(this)) = o.body() else {
        return None;
    };
    let view = &this.view;
    let value = match name {
        "obj" => this.base.clone(),
        "nbytes" => Value::size(view.byte_len()),
        "readonly" => Value::bool(view.readonly()),
        "itemsize" => Value::size(view.item_size()),
        "format" => Value::str(&view.format()),
        "ndim" => Value::size(view.dimensions()),
        "shape" => tuple(view.shape().iter().map(|n| Value::size(*n))),
        "strides" => tuple(view.strides().iter().map(|n| Value::int(*n as i64))),
        "suboffsets" => tuple(std::iter::empty()),
        "c_contiguous" => Value::bool(view.is_c_contiguous()),
        "f_contiguous" => Value::bool(view.is_f_contiguous()),
        "contiguous" => Value::bool(view.is_c_contiguous() || view.is_f_contiguous()),
        _ => return None,
    };
    Some(this.check(vm).map(|()| value))
}

fn tuple(items: impl Iterator<Item = Value>) -> Value {
    Value::tuple(items.collect::<Vec<_>>())
}

/// `m.__enter__()`
fn enter(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("memoryview.__enter__").or_raise(vm)?;
    alive(vm, args.receiver())?;
    Ok(args.receiver().clone())
}

/// `m.__exit__(..)`
fn exit(_: &mut Vm, args: &Args<'_>) -> Res {
    if let Some(Body::MemoryView(view)) = args.receiver().body() {
        view.release();
    }
    Ok(Value::NONE)
}

/// `m.release()`
fn release(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("memoryview.release").or_raise(vm)?;
    exit(vm, args)
}

/// `m.toreadonly()`
fn to_readonly(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("memoryview.toreadonly").or_raise(vm)?;
    let view = alive(vm, args.receiver())?;
    Ok(MemoryView::value(&view.base, view.view.to_readonly()))
}

/// `m.tobytes(order)`
fn to_bytes(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [order] = bind("tobytes", args, 1, ["order"], 0, 0).or_raise(vm)?;
    let view = alive(vm, args.receiver())?;
    let fortran = match order {
        None => false,
        Some(order) if order.is_none() => false,
        Some(order) => match order.as_text().map(Text::as_wtf8) {
            Some(b"C") => false,
            Some(b"F") => true,
            // As it lies in memory.
            Some(b"A") => view.view.is_f_contiguous() && !view.view.is_c_contiguous(),
            Some(_) => return Err(vm.value_error("order must be 'C', 'F' or 'A'")),
            None => {
                let given = crate::ops::type_name(order);
                let message =
                    format!("tobytes() argument 'order' must be str or None, not {given}");
                return Err(vm.type_error(&message));
            }
        },
    };
    to_vec(vm, view, fortran).map(Value::bytes)
}

/// `m.hex(sep, bytes_per_sep)`
fn hex(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [sep, group] = bind("hex", args, 1, ["sep", "bytes_per_sep"], 0, 0).or_raise(vm)?;
    let view = alive(vm, args.receiver())?;
    let bytes = to_vec(vm, view, false)?;
    content::hex_text(vm, &bytes, sep, group)
}

/// `m.tolist()`
fn to_list(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("memoryview.tolist").or_raise(vm)?;
    let this = alive(vm, args.receiver())?;
    let data = this.data();
    let mut offsets = this.view.offsets();
    let mut next = || {
        offsets
            .next()
            .and_then(|at| this.view.read(&data, at))
            .map(scalar)
    };
    nested(vm, this.view.shape(), &mut next)
}

/// Lists of lists for the dimensions, of items that come in order. There are 64 dimensions at most.
fn nested(vm: &mut Vm, shape: &[usize], next: &mut dyn FnMut() -> Option<Value>) -> Res {
    let Some((length, inner)) = shape.split_first() else {
        return match next() {
            Some(item) => Ok(item),
            None => Err(vm.index_error("index out of bounds on dimension 1")),
        };
    };
    let mut items = sequence::room(vm, *length)?;
    for _ in 0..*length {
        items.push(nested(vm, inner, next)?);
    }
    Ok(Value::list(items))
}

/// `m.cast(format, shape)`
fn cast(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [format, shape] = bind("cast", args, 1, ["format", "shape"], 0, 1).or_raise(vm)?;
    let Some(format) = format else {
        return Err(vm.type_error("cast() missing required argument 'format' (pos 1)"));
    };
    let Some(text) = format.as_text() else {
        let message = format!(
            "cast() argument 'format' must be str, not {}",
            content::clinic_type(format)
        );
        return Err(vm.type_error(&message));
    };
    let this = alive(vm, args.receiver())?;
    let code = this.view.code();
    let shape = match shape.map(items) {
        None => None,
        Some(Some(items)) => Some(items),
        Some(None) => {
            // CPython looks at the view before it looks at the shape.
            this.view
                .may_cast(Some(1))
                .map_err(|error| raise(vm, error, code))?;
            return Err(vm.type_error("shape must be a list or a tuple"));
        }
    };
    this.view
        .may_cast(shape.as_ref().map(Vec::len))
        .map_err(|error| raise(vm, error, code))?;
    if !text.is_ascii() {
        return Err(not_ascii(vm, format));
    }
    let line = this
        .view
        .cast_to_line(text.as_wtf8())
        .map_err(|error| raise(vm, error, code))?;
    let cast = match shape {
        None => line,
        Some(shape) => {
            let lengths = shape
                .iter()
                .map(|item| length(vm, item))
                .collect::<Res<Vec<usize>>>()?;
            line.cast_to_shape(&lengths)
                .map_err(|error| raise(vm, error, code))?
        }
    };
    Ok(MemoryView::value(&this.base, cast))
}

/// The items of a list or tuple.
fn items(value: &Value) -> Option<Vec<Value>> {
    match value.body()? {
        Body::List(items) => Some(items.borrow().clone()),
        Body::Tuple(items) => Some(items.to_vec()),
        _ => None,
    }
}

/// The error of a format that is not ASCII.
#[cold]
fn not_ascii(vm: &mut Vm, format: &Value) -> crate::Raise {
    let ascii = Value::str("ascii");
    let coding = crate::types::bytes::coding::Coding::of(vm, "cast", Some(&ascii), None);
    let encoded =
        coding.and_then(|coding| crate::types::bytes::coding::encode(vm, format, &coding));
    match encoded {
        Err(raise) => raise,
        Ok(_) => vm.value_error("memoryview: format is not ASCII"),
    }
}

/// One length of a shape.
fn length(vm: &mut Vm, item: &Value) -> Res<usize> {
    if !sequence::is_int(item) {
        return Err(vm.type_error("memoryview.cast(): elements of shape must be integers"));
    }
    let Some(length) = item.as_i64() else {
        return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
    };
    match usize::try_from(length) {
        Ok(length @ 1..) => Ok(length),
        // Longer than any buffer of a 32-bit machine.
        Err(_) if length > 0 => Ok(usize::MAX),
        _ => Err(vm.value_error("memoryview.cast(): elements of shape must be integers > 0")),
    }
}
