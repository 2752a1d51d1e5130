//! `molt:runtime/containers`

use crate::object::Body;
use crate::ops::{displays, items, patterns, unpack};
use crate::types::exception::ExcType;
use crate::types::slice::Slice;
use crate::value::{BITS_ABSENT, Value};
use crate::vm::Vm;

/// Puts a value on the stage. What is no value is staged as None and raises at nobody: the next intrinsic is not to blame.
pub fn stage(vm: &mut Vm, a: u64) {
    let value = vm.handles.import(a).unwrap_or(Value::NONE);
    vm.stage.push(value);
}

/// Stages two.
pub fn stage2(vm: &mut Vm, a: u64, b: u64) {
    stage(vm, a);
    stage(vm, b);
}

/// Stages four.
pub fn stage4(vm: &mut Vm, a: u64, b: u64, c: u64, d: u64) {
    stage2(vm, a, b);
    stage2(vm, c, d);
}

/// Takes the last staged value.
pub fn unstage(vm: &mut Vm) -> u64 {
    match vm.stage.pop() {
        Some(value) => vm.export(Ok(value)),
        None => BITS_ABSENT,
    }
}

/// Drops the last staged values.
pub fn drop_staged(vm: &mut Vm, count: u32) {
    let left = vm.stage.len().saturating_sub(count as usize);
    drop(vm.stage.split_off(left));
}

/// A tuple of staged values.
pub fn make_tuple(vm: &mut Vm, count: u32) -> u64 {
    match vm.take_staged(count) {
        Some(items) => vm.export(Ok(Value::tuple(items))),
        None => vm.export_stage_underflow(),
    }
}

/// A list of staged values.
pub fn make_list(vm: &mut Vm, count: u32) -> u64 {
    match vm.take_staged(count) {
        Some(items) => vm.export(Ok(Value::list(items))),
        None => vm.export_stage_underflow(),
    }
}

/// A set of staged values.
pub fn make_set(vm: &mut Vm, count: u32) -> u64 {
    let Some(staged) = vm.take_staged(count) else {
        return vm.export_stage_underflow();
    };
    let result = displays::set(vm, staged);
    vm.export(result)
}

/// A dict of staged pairs.
pub fn make_dict(vm: &mut Vm, count: u32) -> u64 {
    let Some(staged) = count.checked_mul(2).and_then(|count| vm.take_staged(count)) else {
        return vm.export_stage_underflow();
    };
    let result = displays::dict(vm, staged);
    vm.export(result)
}

/// A slice.
pub fn make_slice(vm: &mut Vm, start: u64, stop: u64, step: u64) -> u64 {
    borrow!(vm, start, stop, step);
    vm.export(Ok(Slice::value(start, stop, step)))
}

/// `list.append`
pub fn list_append(vm: &mut Vm, target: u64, item: u64) -> u64 {
    let Some(item) = vm.handles.import(item) else {
        return vm.refuse_bits(item);
    };
    if let Some(Body::List(items)) = vm.handles.peek(target).and_then(Value::body) {
        items.borrow_mut().push(item);
        return crate::value::BITS_NONE;
    }
    borrow!(vm, target);
    let result = displays::append(vm, &target, item);
    vm.export(result)
}

/// `set.add`
pub fn set_add(vm: &mut Vm, target: u64, item: u64) -> u64 {
    borrow!(vm, target, item);
    let result = displays::add(vm, &target, item);
    vm.export(result)
}

/// A star in a list or set display.
pub fn extend(vm: &mut Vm, target: u64, items: u64) -> u64 {
    borrow!(vm, target, items);
    let result = displays::extend(vm, &target, &items);
    vm.export(result)
}

/// Two stars in a dict display or a call.
pub fn merge(vm: &mut Vm, target: u64, mapping: u64, caller: u64) -> u64 {
    borrow!(vm, target, mapping);
    borrow_optional!(vm, caller);
    let result = displays::merge(vm, &target, &mapping, caller);
    vm.export(result)
}

/// `o[key]`
pub fn get_item(vm: &mut Vm, o: u64, key: u64) -> u64 {
    lend!(vm, o, key);
    let result = items::get(vm, &o, &key);
    vm.export(result)
}

/// `o[index]`
pub fn get_item_at(vm: &mut Vm, o: u64, index: i64) -> u64 {
    if let Some(item) = vm.handles.peek(o).and_then(|o| item_at(o, index)) {
        return vm.export_value(item);
    }
    get_item_by(vm, o, index)
}

/// What is no item of a list or tuple.
#[inline(never)]
fn get_item_by(vm: &mut Vm, o: u64, index: i64) -> u64 {
    lend!(vm, o);
    let result = items::get(vm, &o, &Value::int(index));
    vm.export(result)
}

#[inline]
fn item_at(o: &Value, index: i64) -> Option<Value> {
    let at = |items: &[Value]| {
        let index = if index < 0 {
            index.checked_add(items.len() as i64)?
        } else {
            index
        };
        items.get(usize::try_from(index).ok()?).cloned()
    };
    match o.body()? {
        Body::List(items) => at(&items.borrow()),
        Body::Tuple(items) => at(items),
        _ => None,
    }
}

/// `o[key] = item`
pub fn set_item(vm: &mut Vm, o: u64, key: u64, item: u64) -> u64 {
    lend!(vm, o, key, item);
    let result = items::set(vm, &o, &key, &item);
    vm.export_done(result)
}

/// `o[index] = item`
pub fn set_item_at(vm: &mut Vm, o: u64, index: i64, item: u64) -> u64 {
    if let Some(Body::List(items)) = vm.handles.peek(o).and_then(Value::body) {
        let mut items = items.borrow_mut();
        let at = if index < 0 {
            index.saturating_add(items.len() as i64)
        } else {
            index
        };
        if let Some(slot) = usize::try_from(at).ok().and_then(|at| items.get_mut(at))
            && let Some(item) = vm.handles.import(item)
        {
            let old = std::mem::replace(slot, item);
            drop(items);
            drop(old);
            return crate::value::BITS_NONE;
        }
    }
    set_item_by(vm, o, index, item)
}

/// What is no item of a list.
#[inline(never)]
fn set_item_by(vm: &mut Vm, o: u64, index: i64, item: u64) -> u64 {
    lend!(vm, o, item);
    let result = items::set(vm, &o, &Value::int(index), &item);
    vm.export_done(result)
}

/// `del o[key]`
pub fn del_item(vm: &mut Vm, o: u64, key: u64) -> u64 {
    borrow!(vm, o, key);
    let result = items::delete(vm, &o, &key);
    vm.export_done(result)
}

/// `item in o`
pub fn contains(vm: &mut Vm, o: u64, item: u64) -> u64 {
    lend!(vm, o, item);
    let result = items::contains(vm, &o, &item);
    vm.export(result)
}

/// `len(o)`
pub fn length(vm: &mut Vm, o: u64) -> u64 {
    lend!(vm, o);
    match items::length_value(vm, &o) {
        // Compiled programs keep lengths in words.
        Ok(length) if length.as_small().is_none() => {
            let message = "len() of a range of 2**46 items or more is not supported";
            let raise = vm.error(ExcType::NotImplementedError, message);
            vm.export(Err(raise))
        }
        result => vm.export(result),
    }
}

/// `a, b, c = o`
pub fn unpack(vm: &mut Vm, o: u64, count: u32) -> u64 {
    lend!(vm, o);
    if let Some(Body::Tuple(items)) = o.body()
        && items.len() == count as usize
    {
        vm.stage.extend(items.iter().rev().cloned());
        return crate::value::BITS_NONE;
    }
    let result = unpack::exact(vm, &o, count as usize);
    vm.export(result)
}

/// `a, *b, c = o`
pub fn unpack_star(vm: &mut Vm, o: u64, before: u32, after: u32) -> u64 {
    borrow!(vm, o);
    let result = unpack::star(vm, &o, before as usize, after as usize);
    vm.export(result)
}

/// `case [..]`
pub fn is_sequence_pattern(vm: &mut Vm, o: u64) -> bool {
    vm.handles
        .import(o)
        .is_some_and(|o| patterns::is_sequence(&o))
}

/// `case {..}`
pub fn is_mapping_pattern(vm: &mut Vm, o: u64) -> bool {
    vm.handles
        .import(o)
        .is_some_and(|o| matches!(o.body(), Some(Body::Dict(_))))
}

/// A key of a mapping pattern.
pub fn match_key(vm: &mut Vm, o: u64, key: u64) -> u64 {
    borrow!(vm, o, key);
    match patterns::key(vm, &o, &key) {
        Ok(value) if value.is_absent() => BITS_ABSENT,
        result => vm.export(result),
    }
}

/// What a mapping pattern did not name.
pub fn match_rest(vm: &mut Vm, o: u64, count: u32) -> u64 {
    let Some(keys) = vm.take_staged(count) else {
        return vm.export_stage_underflow();
    };
    borrow!(vm, o);
    let result = patterns::rest(vm, &o, keys);
    vm.export(result)
}

/// `case C(..)`
pub fn match_class(vm: &mut Vm, o: u64, class: u64, positional: u32, names: u64) -> u64 {
    borrow!(vm, o, class, names);
    let result = patterns::class(vm, &o, &class, positional as usize, &names);
    vm.export(result)
}

impl Vm {
    /// Takes the last `count` staged values, in order.
    pub(crate) fn take_staged(&mut self, count: u32) -> Option<Vec<Value>> {
        let at = self.stage.len().checked_sub(count as usize)?;
        Some(self.stage.split_off(at))
    }

    /// More was asked of the stage than is on it.
    #[cold]
    pub(crate) fn export_stage_underflow(&mut self) -> u64 {
        let raise = self.error(
            ExcType::SystemError,
            "the stage does not hold that many values",
        );
        self.export(Err(raise))
    }
}
