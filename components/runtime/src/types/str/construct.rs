//! `str(..)`

use molt_text::Text;

use crate::args::{Args, bind};
use crate::error::{OrRaise, Res};
use crate::ops::text;
use crate::types::bytes::coding::decode_object;
use crate::value::Value;
use crate::vm::Vm;

/// `str()`, `str(o)`, `str(bytes, encoding, errors)`
pub fn construct(vm: &mut Vm, args: &Args<'_>) -> Res {
    if let ([object], []) = (args.pos, args.names) {
        return text::str(vm, object);
    }
    let [object, encoding, errors] =
        bind("str", args, 0, ["object", "encoding", "errors"], 0, 0).or_raise(vm)?;
    match (object, encoding, errors) {
        (None, ..) => Ok(Value::text(Text::default())),
        (Some(object), None, None) => text::str(vm, object),
        (Some(object), ..) => decode_object(vm, object, encoding, errors),
    }
}
