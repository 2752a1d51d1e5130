//! The bytes of bytes-like objects, and arguments that are bytes.

use std::borrow::Cow;
use std::cell::Ref;
use std::ops::Deref;

use molt_text::TooLong;
use molt_text::bytes::hex;

use crate::args::Args;
use crate::error::{Raise, Res};
use crate::object::{Body, TypeId};
use crate::ops::type_name;
use crate::types::exception::ExcType;
use crate::types::memoryview;
use crate::types::sequence;
use crate::value::Value;
use crate::vm::Vm;

/// The content of a bytes-like object, borrowed. Not to be held over a call that may change the object.
pub enum Content<'a> {
    /// Of bytes.
    Fixed(&'a [u8]),
    /// Of a bytearray.
    Shared(Ref<'a, [u8]>),
}

impl Deref for Content<'_> {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Content::Fixed(bytes) => bytes,
            Content::Shared(bytes) => bytes,
        }
    }
}

/// The content of bytes or a bytearray; None for everything else.
#[inline]
pub fn plain(value: &Value) -> Option<Content<'_>> {
    match value.body()? {
        Body::Bytes(content) => Some(Content::Fixed(content)),
        Body::ByteArray(buffer) => {
            Some(Content::Shared(Ref::map(
                buffer.content.borrow(),
                |c| &c[..],
            )))
        }
        _ => None,
    }
}

/// The receiver's content: a method's receiver was checked to be bytes or a bytearray.
#[inline]
pub fn own<'a>(args: &Args<'a>) -> Content<'a> {
    plain(args.receiver()).unwrap_or(Content::Fixed(&[]))
}

/// The content of a bytes-like object in one piece; None for what is none. A memoryview that is released, or not in one piece, raises.
pub fn buffer<'a>(vm: &mut Vm, value: &'a Value) -> Res<Option<Content<'a>>> {
    match value.body() {
        Some(Body::MemoryView(view)) => memoryview::contiguous(vm, view).map(Some),
        _ => Ok(plain(value)),
    }
}

/// The same, or "a bytes-like object is required, not 'str'".
pub fn require<'a>(vm: &mut Vm, value: &'a Value) -> Res<Content<'a>> {
    match buffer(vm, value)? {
        Some(content) => Ok(content),
        None => Err(not_bytes_like(vm, value)),
    }
}

/// The bytes of any bytes-like object, copied together when they are not in one piece; None for what is none.
pub fn gathered<'a>(vm: &mut Vm, value: &'a Value) -> Res<Option<Cow<'a, [u8]>>> {
    match value.body() {
        Some(Body::MemoryView(view)) => {
            memoryview::to_vec(vm, view, false).map(|bytes| Some(Cow::Owned(bytes)))
        }
        Some(Body::Bytes(content)) => Ok(Some(Cow::Borrowed(content))),
        Some(Body::ByteArray(buffer)) => Ok(Some(Cow::Owned(buffer.content.borrow().clone()))),
        _ => Ok(None),
    }
}

/// "a bytes-like object is required, not 'str'"
#[cold]
pub fn not_bytes_like(vm: &mut Vm, value: &Value) -> Raise {
    vm.type_error(&format!(
        "a bytes-like object is required, not '{}'",
        type_name(value)
    ))
}

/// Whether a result is to be a bytearray: it is what the receiver is.
fn is_mutable(like: &Value) -> bool {
    matches!(like.body(), Some(Body::ByteArray(_)))
}

/// New bytes, or a new bytearray where `like` is one.
pub fn make(like: &Value, bytes: Vec<u8>) -> Value {
    if is_mutable(like) {
        Value::bytearray(bytes)
    } else {
        Value::bytes(bytes)
    }
}

/// A part of `like`, which bytes are themselves when it is all of them.
pub fn part(vm: &mut Vm, like: &Value, bytes: &[u8]) -> Res {
    if let Some(Body::Bytes(whole)) = like.body()
        && whole.len() == bytes.len()
    {
        return Ok(like.clone());
    }
    made(vm, like, molt_text::bytes::copy(bytes))
}

/// The result of an operation that may be too large.
pub fn made(vm: &mut Vm, like: &Value, result: Result<Vec<u8>, TooLong>) -> Res {
    match result {
        Ok(bytes) => Ok(make(like, bytes)),
        Err(TooLong) => Err(vm.memory_error()),
    }
}

/// `name` of the receiver's type, as messages about numbers of arguments have it: `bytes.join`.
pub fn qualified(args: &Args<'_>, name: &str) -> String {
    format!("{}.{name}", args.receiver().type_id().name())
}

/// A byte: an int from 0 to 255. `what` starts the message of the `ValueError`: `byte`, `bytes`.
pub fn byte(vm: &mut Vm, value: &Value, what: &str) -> Res<u8> {
    match value.as_i64().map(u8::try_from) {
        Some(Ok(byte)) => Ok(byte),
        None if !sequence::is_int(value) => Err(sequence::not_an_integer(vm, value)),
        _ => Err(vm.value_error(&format!("{what} must be in range(0, 256)"))),
    }
}

/// An int that C's `int` holds.
pub fn c_int(vm: &mut Vm, value: &Value) -> Res<i32> {
    match value.as_i64().map(i32::try_from) {
        Some(Ok(number)) => Ok(number),
        None if !sequence::is_int(value) => Err(sequence::not_an_integer(vm, value)),
        _ => Err(vm.overflow_error("Python int too large to convert to C int")),
    }
}

/// A bound of a search: None is the default, an int beyond 64 bits the farthest.
pub fn bound(vm: &mut Vm, value: Option<&Value>, default: i64) -> Res<i64> {
    match value {
        None => Ok(default),
        Some(value) if value.is_none() => Ok(default),
        Some(value) => match crate::types::slice::clamp(value) {
            Some(number) => Ok(number),
            None => Err(
                vm.type_error("slice indices must be integers or None or have an __index__ method")
            ),
        },
    }
}

/// The type of an argument in the words of CPython's argument clinic.
pub fn clinic_type(value: &Value) -> String {
    if value.is_none() {
        "None".to_string()
    } else {
        type_name(value)
    }
}

/// `b.hex(sep, bytes_per_sep)` of any bytes.
pub fn hex_text(vm: &mut Vm, bytes: &[u8], sep: Option<&Value>, group: Option<&Value>) -> Res {
    let group = match group {
        Some(group) => c_int(vm, group)?,
        None => 1,
    };
    let sep = match sep {
        Some(sep) => Some(separator(vm, sep)?),
        None => None,
    };
    match hex::encode(bytes, sep, i64::from(group)) {
        Ok(text) => Ok(ascii_text(text)),
        Err(TooLong) => Err(vm.memory_error()),
    }
}

fn separator(vm: &mut Vm, sep: &Value) -> Res<u8> {
    if crate::ops::items::length(vm, sep)? != 1 {
        return Err(vm.value_error("sep must be length 1."));
    }
    let byte = match (sep.as_text(), sep.body()) {
        (Some(text), _) => text
            .get(0)
            .and_then(|c| u8::try_from(c).ok())
            .filter(u8::is_ascii),
        (_, Some(Body::Bytes(content))) => content.first().copied().filter(u8::is_ascii),
        _ => return Err(vm.type_error("sep must be str or bytes.")),
    };
    match byte {
        Some(byte) => Ok(byte),
        None => Err(vm.value_error("sep must be ASCII.")),
    }
}

/// A str of what is known to be ASCII.
pub fn ascii_text(text: Vec<u8>) -> Value {
    Value::text(molt_text::Text::from_ascii(text).unwrap_or_else(|| molt_text::Text::from("")))
}

/// `T.fromhex(text)`
pub fn from_hex(vm: &mut Vm, args: &Args<'_>, owner: TypeId) -> Res<Vec<u8>> {
    let name = owner.name();
    let text = match (args.pos, args.names) {
        ([text], []) => text,
        (_, [_, ..]) => {
            return Err(vm.type_error(&format!("{name}.fromhex() takes no keyword arguments")));
        }
        (pos, _) => {
            let message = format!(
                "{name}.fromhex() takes exactly one argument ({} given)",
                pos.len()
            );
            return Err(vm.type_error(&message));
        }
    };
    let Some(text) = text.as_text() else {
        let message = format!("fromhex() argument must be str, not {}", clinic_type(text));
        return Err(vm.type_error(&message));
    };
    match hex::decode(text.as_wtf8()) {
        Ok(bytes) => Ok(bytes),
        Err(hex::FromHexError::TooLong) => Err(vm.memory_error()),
        Err(hex::FromHexError::Digit(at)) => {
            let message = format!("non-hexadecimal number found in fromhex() arg at position {at}");
            Err(vm.error(ExcType::ValueError, &message))
        }
    }
}
