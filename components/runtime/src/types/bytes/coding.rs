//! `bytes.decode`, `str.encode`, and what else decodes and encodes.

use molt_text::Text;
use molt_text::codec::{self, Encoding, Failure, Handler, Lookup};

use super::content::{self, clinic_type};
use crate::args::{Args, bind};
use crate::error::{OrRaise, Raise, Res};
use crate::types::exception::{ExcType, UnicodeFault};
use crate::value::Value;
use crate::vm::Vm;

/// The names of an encoding and an error handler.
pub struct Coding<'a> {
    /// None: UTF-8.
    pub encoding: Option<&'a Text>,
    /// None: strict.
    pub errors: Option<&'a Text>,
}

impl<'a> Coding<'a> {
    /// From arguments that are absent, or must be strs. `function` is as messages have it: `decode`, `bytes`.
    pub fn of(
        vm: &mut Vm,
        function: &str,
        encoding: Option<&'a Value>,
        errors: Option<&'a Value>,
    ) -> Res<Coding<'a>> {
        let encoding = name(vm, function, "encoding", encoding)?;
        let errors = name(vm, function, "errors", errors)?;
        Ok(Coding { encoding, errors })
    }

    fn handler(&self) -> Handler {
        self.errors
            .map_or(Handler::Strict, |name| Handler::from_name(name.as_wtf8()))
    }
}

/// A name: a str that C could have.
fn name<'a>(
    vm: &mut Vm,
    function: &str,
    argument: &str,
    value: Option<&'a Value>,
) -> Res<Option<&'a Text>> {
    let Some(value) = value else { return Ok(None) };
    let Some(text) = value.as_text() else {
        let message = format!(
            "{function}() argument '{argument}' must be str, not {}",
            clinic_type(value)
        );
        return Err(vm.type_error(&message));
    };
    if text.has_surrogate() {
        return Err(vm.surrogates_error(value));
    }
    if text.as_wtf8().contains(&0) {
        return Err(vm.value_error("embedded null character"));
    }
    Ok(Some(text))
}

/// The encoding of a name; `verb` is what the message about codecs that are none of text says.
fn encoding(vm: &mut Vm, name: Option<&Text>, verb: &str) -> Res<Encoding> {
    let Some(name) = name else {
        return Ok(Encoding::Utf8);
    };
    let name = name.to_string();
    let message = match codec::lookup(&name) {
        Lookup::Known(encoding) => return Ok(encoding),
        Lookup::NotSupported => format!("encoding '{name}' is not supported by molt"),
        Lookup::NotText => {
            format!(
                "'{name}' is not a text encoding; use codecs.{verb}() to handle arbitrary codecs"
            )
        }
        Lookup::Unknown => format!("unknown encoding: {name}"),
    };
    Err(vm.error(ExcType::LookupError, &message))
}

/// Decodes bytes.
pub fn decode(vm: &mut Vm, bytes: &[u8], coding: &Coding<'_>) -> Res {
    // CPython looks at no name when there is nothing to decode.
    if bytes.is_empty() {
        return Ok(Value::str(""));
    }
    let encoding = encoding(vm, coding.encoding, "decode")?;
    match codec::decode(encoding, bytes, coding.handler()) {
        Ok(wtf8) => match Text::from_wtf8(wtf8) {
            Some(text) => Ok(Value::text(text)),
            None => Err(vm.error(ExcType::SystemError, "a codec made what is no text")),
        },
        Err(failure) => Err(raise(vm, failure, coding, |error| {
            let object = bytes.get(error.object_start..).unwrap_or_default();
            (ExcType::UnicodeDecodeError, Value::bytes(object))
        })),
    }
}

/// Encodes a str.
pub fn encode(vm: &mut Vm, text: &Value, coding: &Coding<'_>) -> Res<Vec<u8>> {
    let encoding = encoding(vm, coding.encoding, "encode")?;
    let wtf8 = text.as_text().map(Text::as_wtf8).unwrap_or_default();
    match codec::encode(encoding, wtf8, coding.handler()) {
        Ok(bytes) => Ok(bytes),
        Err(failure) => Err(raise(vm, failure, coding, |_| {
            (ExcType::UnicodeEncodeError, text.clone())
        })),
    }
}

#[cold]
fn raise(
    vm: &mut Vm,
    failure: Failure,
    coding: &Coding<'_>,
    object: impl FnOnce(&codec::UnicodeError) -> (ExcType, Value),
) -> Raise {
    match failure {
        Failure::Unicode(error) => {
            let (kind, object) = object(&error);
            vm.unicode_error(UnicodeFault {
                kind,
                encoding: error.encoding,
                object,
                start: error.start,
                end: error.end,
                reason: error.reason,
            })
        }
        Failure::UnknownHandler => {
            let name = coding.errors.map(Text::to_string).unwrap_or_default();
            vm.error(
                ExcType::LookupError,
                &format!("unknown error handler name '{name}'"),
            )
        }
        Failure::WrongHandler => {
            vm.type_error("don't know how to handle UnicodeDecodeError in error callback")
        }
        Failure::NotSupported(what) => vm.error(
            ExcType::LookupError,
            &format!("{what} is not supported by molt"),
        ),
        Failure::TooLong => vm.memory_error(),
    }
}

/// `b.decode(encoding, errors)`
pub fn decode_method(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [encoding, errors] = bind("decode", args, 1, ["encoding", "errors"], 0, 0).or_raise(vm)?;
    let coding = Coding::of(vm, "decode", encoding, errors)?;
    decode(vm, &content::own(args), &coding)
}

/// `s.encode(encoding, errors)`
pub fn encode_method(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [encoding, errors] = bind("encode", args, 1, ["encoding", "errors"], 0, 0).or_raise(vm)?;
    let coding = Coding::of(vm, "encode", encoding, errors)?;
    encode(vm, args.receiver(), &coding).map(Value::bytes)
}

/// `str(b, encoding, errors)`, for what is no str: decodes a bytes-like object, or raises.
pub fn decode_object(
    vm: &mut Vm,
    object: &Value,
    encoding: Option<&Value>,
    errors: Option<&Value>,
) -> Res {
    let coding = Coding::of(vm, "str", encoding, errors)?;
    if object.as_text().is_some() {
        return Err(vm.type_error("decoding str is not supported"));
    }
    let bytes = match content::buffer(vm, object) {
        Ok(Some(bytes)) => bytes.to_vec(),
        // CPython says the same of a memoryview that is not in one piece.
        _ => {
            let message = format!(
                "decoding to str: need a bytes-like object, {} found",
                crate::ops::type_name(object)
            );
            return Err(vm.type_error(&message));
        }
    };
    decode(vm, &bytes, &coding)
}
