//! `hash(v)`: the numbers that CPython computes with `PYTHONHASHSEED=0`, because a set's order depends on them.

use crate::error::Res;
use crate::object::{Body, Str};
use crate::types;
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// hash(None)
const NONE: i64 = 0xfca8_6420;

/// The hash, never -1; `TypeError` for what has none.
pub fn hash(vm: &mut Vm, value: &Value) -> Res<i64> {
    let obj = match value.kind() {
        Kind::Int(number) => return Ok(hash_small(number)),
        Kind::Float(number) => return Ok(molt_number::float::hash(number)),
        Kind::Bool(truth) => return Ok(i64::from(truth)),
        Kind::None => return Ok(NONE),
        Kind::Obj(obj) => obj,
    };
    match &obj.body {
        Body::Str(str) => Ok(hash_str(str)),
        Body::Int(big) => Ok(molt_number::int::hash(big)),
        Body::Bytes(content) => Ok(hash_bytes(content)),
        Body::Tuple(items) => {
            vm.deeper(" while hashing an object")?;
            let result = types::tuple::hash(vm, items);
            vm.shallower();
            result
        }
        Body::FrozenSet(set) => Ok(set.borrow().hash()),
        Body::Range(range) => types::range::hash(vm, range),
        Body::Slice(slice) => types::slice::hash(vm, slice),
        Body::MemoryView(_) => types::memoryview::hash(vm, value),
        Body::List(_) | Body::Dict(_) | Body::Set(_) | Body::ByteArray(_) => {
            Err(unhashable(vm, value))
        }
        Body::Iterator(iterator)
            if iterator
                .state
                .as_view()
                .is_some_and(|view| view.is_set_like()) =>
        {
            Err(unhashable(vm, value))
        }
        _ => Ok(hash_identity(value)),
    }
}

/// The hash, without a call where it is known.
#[inline]
pub fn quick(vm: &mut Vm, value: &Value) -> Res<i64> {
    match value.kind() {
        Kind::Int(number) => Ok(hash_small(number)),
        Kind::Obj(obj) => match &obj.body {
            Body::Str(str) if str.hash.get() != -1 => Ok(str.hash.get()),
            _ => hash(vm, value),
        },
        _ => hash(vm, value),
    }
}

/// "unhashable type: 'list'"
#[cold]
pub fn unhashable(vm: &mut Vm, value: &Value) -> crate::Raise {
    let name = super::type_name(value);
    vm.type_error(&format!("unhashable type: '{name}'"))
}

/// -1 says failure in CPython, so no hash is -1.
#[inline]
fn never_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

#[inline]
fn hash_small(number: i64) -> i64 {
    // 47 bits are below the modulus that the hash of a number is taken by.
    never_minus_one(number)
}

/// The hash of bytes.
pub fn hash_bytes(content: &[u8]) -> i64 {
    if content.is_empty() {
        return 0;
    }
    never_minus_one(siphash(content) as i64)
}

/// The hash of a str, computed once.
#[inline]
pub fn hash_str(str: &Str) -> i64 {
    match str.hash.get() {
        -1 => {
            let hash = hash_text(&str.text);
            str.hash.set(hash);
            hash
        }
        known => known,
    }
}

/// CPython hashes a str's units in memory: one, two or four bytes a code point, by the largest.
fn hash_text(text: &molt_text::Text) -> i64 {
    if text.is_ascii() {
        return hash_bytes(text.as_wtf8());
    }
    let largest = text.code_points().max().unwrap_or(0);
    let width = match largest {
        0..=0xff => 1,
        0x100..=0xffff => 2,
        _ => 4,
    };
    let mut units = Vec::with_capacity(text.len() * width);
    for code_point in text.code_points() {
        units.extend_from_slice(&code_point.to_le_bytes()[..width]);
    }
    hash_bytes(&units)
}

/// What hashes by identity: functions, classes, exceptions, modules, iterators.
fn hash_identity(value: &Value) -> i64 {
    never_minus_one(identity(value) as i64)
}

/// `id(v)`: a number of its own for every object that lives. No address: those stay inside of the component.
pub fn identity(value: &Value) -> u64 {
    const BITS: u64 = (1 << 48) - 1;
    const ODD: u64 = 0x9e37_79b9_7f4b;
    match value.obj() {
        // Times an odd number is one to one.
        Some(_) => (value.bits() & BITS).wrapping_mul(ODD) & BITS,
        None => value.bits().wrapping_add(1 << 48),
    }
}

#[inline]
fn round(v: &mut [u64; 4]) {
    v[0] = v[0].wrapping_add(v[1]);
    v[2] = v[2].wrapping_add(v[3]);
    v[1] = v[1].rotate_left(13) ^ v[0];
    v[3] = v[3].rotate_left(16) ^ v[2];
    v[0] = v[0].rotate_left(32);
    v[2] = v[2].wrapping_add(v[1]);
    v[0] = v[0].wrapping_add(v[3]);
    v[1] = v[1].rotate_left(17) ^ v[2];
    v[3] = v[3].rotate_left(21) ^ v[0];
    v[2] = v[2].rotate_left(32);
}

/// SipHash-1-3 with the key 0.
fn siphash(content: &[u8]) -> u64 {
    let mut v = [
        0x736f_6d65_7073_6575,
        0x646f_7261_6e64_6f6d,
        0x6c79_6765_6e65_7261,
        0x7465_6462_7974_6573,
    ];
    let (words, tail) = content.as_chunks::<8>();
    for word in words {
        let word = u64::from_le_bytes(*word);
        v[3] ^= word;
        round(&mut v);
        v[0] ^= word;
    }
    let mut last = [0; 8];
    last[..tail.len()].copy_from_slice(tail);
    last[7] = content.len() as u8;
    let last = u64::from_le_bytes(last);
    v[3] ^= last;
    round(&mut v);
    v[0] ^= last;
    v[2] ^= 0xff;
    round(&mut v);
    round(&mut v);
    round(&mut v);
    v[0] ^ v[1] ^ v[2] ^ v[3]
}

#[cfg(test)]
mod tests {
    use super::*;
    use molt_text::Text;

    #[test]
    fn as_cpython_with_seed_0() {
        let text = |s: &str| hash_text(&Text::from(s));
        assert_eq!(text(""), 0);
        assert_eq!(text("a"), 4644417185603328019);
        assert_eq!(text("hello world"), -5642461784034726774);
        assert_eq!(text("gr\u{fc}n"), 6204275575539953039);
        assert_eq!(text("\u{20ac}uro"), 7542247858446192590);
        assert_eq!(text("\u{1f600}"), -3536540696076613844);
    }
}
