//! `dict_keys`, `dict_values`, `dict_items`, and the iterators of dicts.

use std::cell::{Cell, RefCell};

use super::{Dict, lookup};
use crate::args::{Args, Builtin};
use crate::error::{OrRaise, Res};
use crate::object::{Body, TypeId};
use crate::ops::arithmetic::BinaryOp;
use crate::ops::compare::{self, CompareOp};
use crate::ops::iterate as iteration;
use crate::types::exception::ExcType;
use crate::types::iterator::Next;
use crate::types::set::{self, Set};
use crate::value::Value;
use crate::vm::Vm;

/// What a view shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ViewKind {
    /// `d.keys()`
    Keys,
    /// `d.values()`
    Values,
    /// `d.items()`
    Items,
}

/// A view of a dict.
pub struct View {
    /// The dict.
    pub dict: Value,
    /// What it shows.
    pub kind: ViewKind,
}

/// `d.keys()` and the like.
pub fn view(dict: &Value, kind: ViewKind) -> Value {
    let (name, class) = match kind {
        ViewKind::Keys => ("dict_keys", TypeId::DictKeys),
        ViewKind::Values => ("dict_values", TypeId::DictValues),
        ViewKind::Items => ("dict_items", TypeId::DictItems),
    };
    Value::iterator(
        name,
        class,
        View {
            dict: dict.clone(),
            kind,
        },
    )
}

/// The view that a value is.
pub fn as_view(value: &Value) -> Option<&View> {
    match value.body() {
        Some(Body::Iterator(iterator)) => iterator.state.as_view(),
        _ => None,
    }
}

impl View {
    /// How many entries.
    pub fn len(&self) -> usize {
        super::length(&self.dict)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Keys and items are compared and combined like sets.
    pub fn is_set_like(&self) -> bool {
        self.kind != ViewKind::Values
    }

    /// What it shows now, in order.
    pub fn items(&self) -> Vec<Value> {
        let Some(dict) = self.dict.as_dict() else {
            return Vec::new();
        };
        dict.borrow()
            .iter()
            .map(|(key, value)| shown(self.kind, key, value))
            .collect()
    }

    /// `item in view`
    pub fn contains(&self, vm: &mut Vm, item: &Value) -> Res<bool> {
        match self.kind {
            ViewKind::Keys => Ok(lookup(vm, &self.dict, item)?.is_some()),
            ViewKind::Values => crate::types::sequence::contains(vm, &self.items(), item),
            ViewKind::Items => {
                let Some(Body::Tuple(pair)) = item.body() else {
                    return Ok(false);
                };
                let [key, value] = &**pair else {
                    return Ok(false);
                };
                match lookup(vm, &self.dict, key)? {
                    Some(found) => compare::equal(vm, &found, value),
                    None => Ok(false),
                }
            }
        }
    }

    /// `iter(view)`
    pub fn iterate(&self) -> Value {
        entries(&self.dict, self.kind, false)
    }

    /// `reversed(view)`
    pub fn reversed(&self) -> Value {
        entries(&self.dict, self.kind, true)
    }
}

impl Next for View {
    fn next(&self, this: &Value, vm: &mut Vm) -> Res {
        let name = crate::ops::type_name(this);
        Err(vm.type_error(&format!("'{name}' object is not an iterator")))
    }

    fn length_hint(&self) -> Option<usize> {
        Some(self.len())
    }

    fn as_view(&self) -> Option<&View> {
        Some(self)
    }
}

fn shown(kind: ViewKind, key: &Value, value: &Value) -> Value {
    match kind {
        ViewKind::Keys => key.clone(),
        ViewKind::Values => value.clone(),
        ViewKind::Items => Value::tuple([key.clone(), value.clone()]),
    }
}

/// The iterator of a dict or view.
pub(super) fn entries(dict: &Value, kind: ViewKind, backwards: bool) -> Value {
    let name = match (kind, backwards) {
        (ViewKind::Keys, false) => "dict_keyiterator",
        (ViewKind::Values, false) => "dict_valueiterator",
        (ViewKind::Items, false) => "dict_itemiterator",
        (ViewKind::Keys, true) => "dict_reversekeyiterator",
        (ViewKind::Values, true) => "dict_reversevalueiterator",
        (ViewKind::Items, true) => "dict_reverseitemiterator",
    };
    let (length, end) = dict
        .as_dict()
        .map_or((0, 0), |dict| (dict.borrow().len(), dict.borrow().end()));
    let at = Cell::new(if backwards { end } else { 0 });
    let source = RefCell::new(Some(dict.clone()));
    Value::iterator(
        name,
        TypeId::Iterator,
        Entries {
            source,
            kind,
            backwards,
            at,
            length,
            left: Cell::new(length),
            broken: Cell::new(false),
        },
    )
}

struct Entries {
    /// None when it is exhausted.
    source: RefCell<Option<Value>>,
    kind: ViewKind,
    backwards: bool,
    at: Cell<usize>,
    /// What the dict's length was at the start; it must not change.
    length: usize,
    left: Cell<usize>,
    /// Whether the dict once had another size: it stays so.
    broken: Cell<bool>,
}

enum Step {
    Item(Value),
    End,
    OtherSize,
    OtherKeys,
}

impl Entries {
    fn step(&self, dict: &Dict) -> Step {
        if self.broken.get() || dict.len() != self.length {
            return Step::OtherSize;
        }
        let found = if self.backwards {
            dict.entry_before(self.at.get())
        } else {
            dict.entry_from(self.at.get())
        };
        let Some((at, key, value)) = found else {
            return Step::End;
        };
        if self.left.get() == 0 && !self.backwards {
            return Step::OtherKeys;
        }
        self.at.set(if self.backwards { at } else { at + 1 });
        self.left.set(self.left.get().saturating_sub(1));
        Step::Item(shown(self.kind, key, value))
    }
}

impl Next for Entries {
    fn next(&self, _: &Value, vm: &mut Vm) -> Res {
        let step = match self.source.borrow().as_ref().and_then(Value::as_dict) {
            Some(dict) => self.step(&dict.borrow()),
            None => return Ok(Value::ABSENT),
        };
        let message = match step {
            Step::Item(item) => return Ok(item),
            Step::End => {
                let ended = self.source.borrow_mut().take();
                drop(ended);
                return Ok(Value::ABSENT);
            }
            Step::OtherSize => {
                self.broken.set(true);
                self.left.set(0);
                "dictionary changed size during iteration"
            }
            Step::OtherKeys => {
                let ended = self.source.borrow_mut().take();
                drop(ended);
                "dictionary keys changed during iteration"
            }
        };
        Err(vm.error(ExcType::RuntimeError, message))
    }

    fn length_hint(&self) -> Option<usize> {
        Some(self.left.get())
    }
}

/// `view op b`
pub fn compare(vm: &mut Vm, op: CompareOp, a: &Value, b: &Value) -> Res<Option<bool>> {
    let (Some(left), Some(right)) = (length(a), length(b)) else {
        return Ok(None);
    };
    let (Some(view), true) = (as_view(a), right.1) else {
        return Ok(None);
    };
    if !view.is_set_like() {
        return Ok(None);
    }
    let (left, right) = (left.0, right.0);
    let answer = match op {
        CompareOp::Eq | CompareOp::Ne => {
            let equal = left == right && all_in(vm, a, b)?;
            return Ok(op.equality(equal));
        }
        CompareOp::Lt => left < right && all_in(vm, a, b)?,
        CompareOp::Le => left <= right && all_in(vm, a, b)?,
        CompareOp::Gt => left > right && all_in(vm, b, a)?,
        CompareOp::Ge => left >= right && all_in(vm, b, a)?,
    };
    Ok(Some(answer))
}

/// The length of a set or view, and whether it is set-like.
fn length(value: &Value) -> Option<(usize, bool)> {
    match value.body()? {
        Body::Set(set) | Body::FrozenSet(set) => Some((set.borrow().len(), true)),
        _ => as_view(value).map(|view| (view.len(), view.is_set_like())),
    }
}

fn items_of(value: &Value) -> Vec<Value> {
    match value.body() {
        Some(Body::Set(set) | Body::FrozenSet(set)) => set.borrow().items(),
        _ => as_view(value).map(View::items).unwrap_or_default(),
    }
}

fn all_in(vm: &mut Vm, part: &Value, whole: &Value) -> Res<bool> {
    for item in items_of(part) {
        if !is_in(vm, &item, whole)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `item in whole`, a set or view.
fn is_in(vm: &mut Vm, item: &Value, whole: &Value) -> Res<bool> {
    match whole.body() {
        Some(Body::Set(set) | Body::FrozenSet(set)) => set.borrow().contains(vm, item),
        _ => match as_view(whole) {
            Some(view) => view.contains(vm, item),
            None => Ok(false),
        },
    }
}

/// `view & other` and the like, a set; one of the operands is a view, the other any iterable.
pub fn binary(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res<Option<Value>> {
    let set_like = |value: &Value| as_view(value).is_some_and(View::is_set_like);
    if !set_like(a) && !set_like(b) {
        return Ok(None);
    }
    match op {
        BinaryOp::And => {
            let (view, other) = if set_like(a) { (a, b) } else { (b, a) };
            intersect(vm, view, other).map(Some)
        }
        BinaryOp::Xor if is_items(a) && is_items(b) => xor_items(vm, a, b).map(Some),
        BinaryOp::Or => combine(vm, a, b, set::update_items).map(Some),
        BinaryOp::Sub => combine(vm, a, b, set::remove_items).map(Some),
        BinaryOp::Xor => combine(vm, a, b, set::toggle_items).map(Some),
        _ => Ok(None),
    }
}

type Combine = fn(&mut Vm, &mut Set, &set::Operand) -> Res<()>;

/// A set of the left operand's items, to which something is done with the right one's.
fn combine(vm: &mut Vm, a: &Value, b: &Value, how: Combine) -> Res {
    // CPython makes a set of a view of keys from the dict, which gives the table another size.
    let left = match as_view(a) {
        Some(view) if view.kind == ViewKind::Keys => view.dict.clone(),
        _ => a.clone(),
    };
    set::operands_then(vm, vec![left, b.clone()], move |vm, operands| {
        let mut result = Set::new();
        if let [a, b] = &operands[..] {
            set::update_items(vm, &mut result, a)?;
            how(vm, &mut result, b)?;
        }
        Ok(set::value(result))
    })
}

fn is_items(value: &Value) -> bool {
    as_view(value).is_some_and(|view| view.kind == ViewKind::Items)
}

fn intersect(vm: &mut Vm, this: &Value, other: &Value) -> Res {
    let Some(mut view) = as_view(this) else {
        return Ok(Value::NONE);
    };
    if let Some(Body::Set(set)) = other.body()
        && view.len() <= set.borrow().len()
    {
        let items = set::Operand::Items(view.items());
        let result = set::intersection(vm, &set.borrow(), &items)?;
        return Ok(set::value(result));
    }
    let mut other = other.clone();
    let swapped = other.clone();
    if let Some(second) = as_view(&swapped)
        && second.is_set_like()
        && second.len() > view.len()
    {
        view = second;
        other = this.clone();
    }
    let kept = View {
        dict: view.dict.clone(),
        kind: view.kind,
    };
    iteration::collect_then(vm, &other, move |vm, items| {
        let mut result = Set::new();
        for item in &items {
            if kept.contains(vm, item)? {
                result.add(vm, item)?;
            }
        }
        Ok(set::value(result))
    })
}

/// The items that only one of two dicts has.
fn xor_items(vm: &mut Vm, a: &Value, b: &Value) -> Res {
    let (Some(a), Some(b)) = (as_view(a), as_view(b)) else {
        return Ok(Value::NONE);
    };
    let (Some(a), Some(b)) = (a.dict.as_dict(), b.dict.as_dict()) else {
        return Ok(Value::NONE);
    };
    let mut rest = a.borrow().clone();
    let mut result = Set::new();
    for ((hash, key), (_, value)) in b.borrow().hashed().zip(b.borrow().iter()) {
        let at = rest.find(vm, hash, key)?;
        let same = match at.and_then(|at| rest.value_at(at)) {
            Some(found) => compare::equal(vm, &found, value)?,
            None => false,
        };
        match at {
            Some(at) if same => drop(rest.remove_at(at)),
            _ => {
                result.add(vm, &Value::tuple([key.clone(), value.clone()]))?;
            }
        }
    }
    for (key, value) in rest.iter() {
        result.add(vm, &Value::tuple([key.clone(), value.clone()]))?;
    }
    Ok(set::value(result))
}

/// Methods of `dict_keys`.
pub static KEYS_METHODS: &[Builtin] =
    &[Builtin::method(TypeId::DictKeys, "isdisjoint", is_disjoint)];
/// Methods of `dict_items`.
pub static ITEMS_METHODS: &[Builtin] = &[Builtin::method(
    TypeId::DictItems,
    "isdisjoint",
    is_disjoint,
)];

fn is_disjoint(vm: &mut Vm, args: &Args<'_>) -> Res {
    let name = crate::ops::type_name(args.receiver());
    let other = args.one(&format!("{name}.isdisjoint")).or_raise(vm)?;
    let this = args.receiver().clone();
    if this.is(other) {
        return Ok(Value::bool(as_view(&this).is_none_or(View::is_empty)));
    }
    let ours = as_view(&this).map_or(0, View::len);
    if let Some((theirs, true)) = length(other)
        && theirs > ours
    {
        // The shorter one is gone through.
        for item in items_of(&this) {
            if is_in(vm, &item, other)? {
                return Ok(Value::FALSE);
            }
        }
        return Ok(Value::TRUE);
    }
    iteration::collect_then(vm, other, move |vm, items| {
        let Some(view) = as_view(&this) else {
            return Ok(Value::NONE);
        };
        for item in &items {
            if view.contains(vm, item)? {
                return Ok(Value::FALSE);
            }
        }
        Ok(Value::TRUE)
    })
}
