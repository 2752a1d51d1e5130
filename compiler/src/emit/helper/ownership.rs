//! Giving back.

use super::{Code, Context};
use crate::emit::value::{EMPTY, TAG_POINTER};

/// Gives back those values that are pointers.
pub fn drop_values(context: &mut Context<'_>, count: u8) -> Code {
    let mut code = Code::new(usize::from(count));
    for value in 0..u32::from(count) {
        code.get(value);
        code.has_tag(TAG_POINTER);
        code.if_(EMPTY);
        code.get(value);
        context.call_import(&mut code, "memory", "release");
        code.end();
    }
    code
}

/// `memory.retain` or `release` of a big int's handle; nothing for other ints.
pub fn with_pointer(context: &mut Context<'_>, name: &str) -> Code {
    let mut code = Code::new(1);
    code.get(0);
    code.is_big();
    code.if_(EMPTY);
    code.get(0);
    code.big_to_pointer();
    context.call_import(&mut code, "memory", name);
    code.end();
    code
}
