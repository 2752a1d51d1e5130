//! `struct.Struct`: a class whose methods are the runtime's.

use std::cell::RefCell;

use molt_text::bytes::packing::Format;

use super::{format_of, pack_at, packed, unpacked, unpacked_at, unpacking};
use crate::args::{Args, Builtin, bind};
use crate::error::{OrRaise, Res};
use crate::object::{Body, TypeId};
use crate::types::bytes::content;
use crate::types::class::Class;
use crate::types::exception::ExcType;
use crate::types::names::Names;
use crate::value::Value;
use crate::vm::Vm;

pub static METHODS: &[Builtin] = &[
    Builtin::method(TypeId::Instance, "__init__", init),
    Builtin::method(TypeId::Instance, "iter_unpack", iter_unpack),
    Builtin::method(TypeId::Instance, "pack", pack),
    Builtin::method(TypeId::Instance, "pack_into", pack_into),
    Builtin::method(TypeId::Instance, "unpack", unpack),
    Builtin::method(TypeId::Instance, "unpack_from", unpack_from),
];

/// The class, made when it is first asked for.
pub fn class(vm: &mut Vm) -> Value {
    if let Some(known) = vm.state.singletons.get("struct.Struct") {
        return known.clone();
    }
    let mut namespace = Names::default();
    for builtin in METHODS {
        let name = vm.intern(builtin.name);
        namespace.set(&name, vm.function(builtin));
    }
    let object = vm.type_class(TypeId::Object);
    let class = Value::object(Body::Class(Box::new(Class {
        name: "Struct".to_string(),
        qualified_name: "Struct".to_string(),
        module: "_struct",
        builtin: None,
        exception: None,
        bases: vec![object.clone()],
        mro: vec![object],
        namespace: RefCell::new(namespace),
        of_program: true,
    })));
    vm.state.singletons.insert("struct.Struct", class.clone());
    class
}

/// `Struct(format)`: the instance keeps the format's text and its size.
fn init(vm: &mut Vm, args: &Args<'_>) -> Res {
    // CPython misses the argument before it looks at the names of others.
    let none_is_it =
        args.rest().is_empty() && args.kw.len() == 1 && args.keyword("format").is_none();
    let [format] = match none_is_it {
        true => bind("Struct", &Args::of(&[]), 0, ["format"], 0, 1).or_raise(vm)?,
        false => bind("Struct", args, 1, ["format"], 0, 1).or_raise(vm)?,
    };
    let (Some(format), Some(Body::Instance(this))) = (format, args.receiver().body()) else {
        return Err(vm.type_error("Struct() missing required argument 'format' (pos 1)"));
    };
    let parsed = format_of(vm, format)?;
    let text = match format.body() {
        Some(Body::Bytes(text)) => content::ascii_text(text.to_vec()),
        _ => format.clone(),
    };
    let size = Value::int(i64::try_from(parsed.size()).unwrap_or(i64::MAX));
    for (name, value) in [("format", text), ("size", size)] {
        let name = vm.intern(name);
        let before = this.attributes.borrow_mut().set(&name, value);
        drop(before);
    }
    Ok(Value::NONE)
}

/// The format of the receiver.
fn own(vm: &mut Vm, args: &Args<'_>) -> Res<Format> {
    let format = match args.receiver().body() {
        Some(Body::Instance(this)) => this.attributes.borrow().get_str("format").cloned(),
        _ => None,
    };
    match format {
        Some(format) => format_of(vm, &format),
        None => Err(vm.error(ExcType::RuntimeError, "Struct object is not initialized")),
    }
}

/// `s.pack(..)`
fn pack(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("Struct.pack").or_raise(vm)?;
    let format = own(vm, args)?;
    packed(vm, &format, args.rest())
}

/// `s.pack_into(buffer, offset, ..)`
fn pack_into(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("Struct.pack_into").or_raise(vm)?;
    let format = own(vm, args)?;
    pack_at(vm, &format, args.rest())
}

/// `s.unpack(buffer)`
fn unpack(vm: &mut Vm, args: &Args<'_>) -> Res {
    let buffer = args.one("Struct.unpack").or_raise(vm)?;
    let format = own(vm, args)?;
    unpacked(vm, &format, buffer)
}

/// `s.unpack_from(buffer, offset)`
fn unpack_from(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [buffer, offset] = bind("unpack_from", args, 1, ["buffer", "offset"], 0, 1).or_raise(vm)?;
    let Some(buffer) = buffer else {
        return Err(vm.type_error("unpack_from() missing required argument 'buffer' (pos 1)"));
    };
    let format = own(vm, args)?;
    unpacked_at(vm, &format, buffer, offset)
}

/// `s.iter_unpack(buffer)`
fn iter_unpack(vm: &mut Vm, args: &Args<'_>) -> Res {
    let buffer = args.one("Struct.iter_unpack").or_raise(vm)?;
    let format = own(vm, args)?;
    unpacking(vm, format, buffer)
}
