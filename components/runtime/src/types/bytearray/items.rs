//! `b[key] = item`, `del b[key]`.

use std::rc::Rc;

use super::{Buffer, TypeId};
use crate::error::Res;
use crate::object::Body;
use crate::types::bytes::{construct, content};
use crate::types::sequence;
use crate::types::slice::Span;
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// `o[key] = item`. May be pending: a slice takes its bytes from any iterable.
#[inline(never)]
pub fn set_item(vm: &mut Vm, o: &Value, key: &Value, item: &Value) -> Res<()> {
    let Some(Body::ByteArray(buffer)) = o.body() else {
        return Ok(());
    };
    let length = buffer.content.borrow().len();
    let Some(Body::Slice(slice)) = key.body() else {
        let at = sequence::position(vm, key, not_an_index)?;
        let byte = content::byte(vm, item, "byte")?;
        return match sequence::within(at, length) {
            Some(at) => {
                buffer.content.borrow_mut()[at] = byte;
                Ok(())
            }
            None => Err(vm.index_error("bytearray index out of range")),
        };
    };
    let span = slice.span(vm, length)?;
    if let Some(Body::ByteArray(new)) = item.body() {
        // A copy: it may be the same one.
        let new = new.content.borrow().clone();
        return buffer.set_span(vm, span, &new);
    }
    if item.as_text().is_some() || matches!(item.kind(), Kind::Float(_)) || sequence::is_int(item) {
        let message = "can assign only bytes, buffers, or iterables of ints in range(0, 256)";
        return Err(vm.type_error(message));
    }
    let (this, key) = (o.clone(), key.clone());
    let done = Rc::new(move |vm: &mut Vm, new: Vec<u8>| {
        // The program may have changed the length meanwhile: CPython looks at the slice again, too.
        if let (Some(Body::ByteArray(buffer)), Some(Body::Slice(slice))) = (this.body(), key.body())
        {
            let length = buffer.content.borrow().len();
            let span = slice.span(vm, length)?;
            buffer.set_span(vm, span, &new)?;
        }
        Ok(Value::NONE)
    });
    construct::from_source(vm, TypeId::ByteArray, [Some(item), None, None], done).map(|_| ())
}

/// `del o[key]`
#[inline(never)]
pub fn del_item(vm: &mut Vm, o: &Value, key: &Value) -> Res<()> {
    let Some(Body::ByteArray(buffer)) = o.body() else {
        return Ok(());
    };
    let length = buffer.content.borrow().len();
    if let Some(Body::Slice(slice)) = key.body() {
        let span = slice.span(vm, length)?;
        return buffer.delete_span(vm, span);
    }
    let at = sequence::position(vm, key, not_an_index)?;
    match sequence::within(at, length) {
        Some(at) => buffer.splice(vm, at, at + 1, &[]),
        None => Err(vm.index_error("bytearray index out of range")),
    }
}

fn not_an_index(given: &str) -> String {
    format!("bytearray indices must be integers or slices, not {given}")
}

impl Buffer {
    fn set_span(&self, vm: &mut Vm, span: Span, new: &[u8]) -> Res<()> {
        if span.step == 1 {
            let start = span.start as usize;
            return self.splice(vm, start, start + span.count, new);
        }
        if new.is_empty() {
            return self.delete_span(vm, span);
        }
        if new.len() != span.count {
            let (size, count) = (new.len(), span.count);
            let message =
                format!("attempt to assign bytes of size {size} to extended slice of size {count}");
            return Err(vm.value_error(&message));
        }
        let mut content = self.content.borrow_mut();
        for (at, byte) in span.positions().zip(new) {
            if let Some(slot) = content.get_mut(at) {
                *slot = *byte;
            }
        }
        Ok(())
    }

    fn delete_span(&self, vm: &mut Vm, span: Span) -> Res<()> {
        if span.step == 1 {
            let start = span.start as usize;
            return self.splice(vm, start, start + span.count, &[]);
        }
        // Views forbid it even where nothing would go.
        self.may_resize(vm)?;
        if span.count == 0 {
            return Ok(());
        }
        let mut content = self.content.borrow_mut();
        // The positions are evenly spaced, so one pass from the lowest keeps what is between them.
        let (low, step) = match span.step {
            1.. => (span.start, span.step),
            _ => (span.start + (span.count as i64 - 1) * span.step, -span.step),
        };
        let high = low + (span.count as i64 - 1) * step;
        let mut at = 0;
        content.retain(|_| {
            let gone = at >= low && at <= high && (at - low) % step == 0;
            at += 1;
            !gone
        });
        Ok(())
    }
}
