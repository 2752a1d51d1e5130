//! Handles: what stands for an object at the boundary.
//!
//! A slot per object that is outside, with a generation: a handle whose object is gone is noticed, and never stands for another
//! object. A slot whose generations are used up is not used again.

use crate::error::{Raise, Res};
use crate::object::Body;
use crate::types::exception::ExcType;
use crate::value::{BITS_ABSENT, BITS_PENDING, BITS_RAISED, TAG_MASK, TAG_POINTER, Value};
use crate::vm::Vm;

/// Bits of a slot number.
const SLOT_BITS: u32 = 26;
const SLOT_MASK: u64 = (1 << SLOT_BITS) - 1;
/// The last generation of a slot.
const LAST_GENERATION: u32 = (1 << 22) - 1;

enum Content {
    /// An object and how often it is owned outside.
    Used(Value, u32),
    /// The next free slot.
    Free(u32),
}

struct Slot {
    generation: u32,
    content: Content,
}

/// The table of handles.
pub struct Handles {
    slots: Vec<Slot>,
    free: u32,
    used: usize,
}

/// No free slot.
const NONE: u32 = u32::MAX;

impl Default for Handles {
    fn default() -> Handles {
        Handles::new()
    }
}

impl Handles {
    /// No handles.
    pub fn new() -> Handles {
        Handles {
            slots: Vec::new(),
            free: NONE,
            used: 0,
        }
    }

    /// Objects that a handle stands for.
    pub fn len(&self) -> usize {
        self.used
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// Gives a value away: its bits, owned once more. None when there are no slots left.
    #[inline]
    pub fn export(&mut self, value: Value) -> Option<u64> {
        let Some(obj) = value.obj() else {
            return Some(value.bits());
        };
        let known = obj.handle.get();
        if known == 0 {
            return self.export_new(value);
        }
        let slot = self.slots.get_mut(known as usize - 1)?;
        let Content::Used(_, owners) = &mut slot.content else {
            return None;
        };
        *owners = owners.checked_add(1)?;
        Some(handle(known - 1, slot.generation))
    }

    fn export_new(&mut self, value: Value) -> Option<u64> {
        let at = match self.free {
            NONE => {
                let at = self.slots.len() as u32;
                if u64::from(at) > SLOT_MASK {
                    return None;
                }
                self.slots.push(Slot {
                    generation: 0,
                    content: Content::Free(NONE),
                });
                at
            }
            at => at,
        };
        let slot = &mut self.slots[at as usize];
        if let Content::Free(next) = slot.content {
            self.free = next;
        }
        if let Some(obj) = value.obj() {
            obj.handle.set(at + 1);
        }
        slot.content = Content::Used(value, 1);
        self.used += 1;
        Some(handle(at, slot.generation))
    }

    /// The value that the bits stand for, borrowed by counting up. None for signals and stale or forged handles.
    #[inline]
    pub fn import(&self, bits: u64) -> Option<Value> {
        if bits & TAG_MASK != TAG_POINTER {
            return Value::from_plain_bits(bits);
        }
        match self.find(bits).map(|slot| &slot.content) {
            Some(Content::Used(value, _)) => Some(value.clone()),
            _ => None,
        }
    }

    /// The value that a handle stands for, without owning it. None for other values, signals and stale or forged handles.
    #[inline]
    pub fn peek(&self, bits: u64) -> Option<&Value> {
        if bits & TAG_MASK != TAG_POINTER {
            return None;
        }
        match self.find(bits).map(|slot| &slot.content) {
            Some(Content::Used(value, _)) => Some(value),
            _ => None,
        }
    }

    /// The object that only the program owns, and only once: nobody would see it change.
    #[inline]
    pub fn sole(&mut self, bits: u64) -> Option<&mut Body> {
        if bits & TAG_MASK != TAG_POINTER || self.find(bits).is_none() {
            return None;
        }
        match &mut self.slots[(bits & SLOT_MASK) as usize].content {
            Content::Used(value, 1) => value.body_mut(),
            _ => None,
        }
    }

    /// Takes over what the program owned: `import` and `release` in one.
    pub fn take(&mut self, bits: u64) -> Option<Value> {
        let value = self.import(bits)?;
        // The import holds the object, so nothing dies here.
        let released = self.release(bits);
        drop(released);
        Some(value)
    }

    #[inline]
    fn find(&self, bits: u64) -> Option<&Slot> {
        let slot = self.slots.get((bits & SLOT_MASK) as usize)?;
        (u64::from(slot.generation) == (bits & !TAG_MASK) >> SLOT_BITS).then_some(slot)
    }

    /// Owns once more. False for a stale or forged handle.
    pub fn retain(&mut self, bits: u64) -> bool {
        if bits & TAG_MASK != TAG_POINTER {
            return true;
        }
        if self.find(bits).is_none() {
            return false;
        }
        match &mut self.slots[(bits & SLOT_MASK) as usize].content {
            Content::Used(_, owners) => {
                *owners += 1;
                true
            }
            Content::Free(_) => false,
        }
    }

    /// Gives back. The object that dies with its last handle is returned, for the caller to drop when nothing is borrowed. False
    /// for a stale or forged handle.
    pub fn release(&mut self, bits: u64) -> Result<Option<Value>, Stale> {
        if bits & TAG_MASK != TAG_POINTER {
            return Ok(None);
        }
        if self.find(bits).is_none() {
            return Err(Stale);
        }
        let at = (bits & SLOT_MASK) as usize;
        let slot = &mut self.slots[at];
        match &mut slot.content {
            Content::Used(_, owners) if *owners > 1 => {
                *owners -= 1;
                Ok(None)
            }
            Content::Used(..) => {
                let reuse = slot.generation < LAST_GENERATION;
                slot.generation = slot.generation.wrapping_add(1);
                let content = std::mem::replace(&mut slot.content, Content::Free(self.free));
                if reuse {
                    self.free = at as u32;
                }
                self.used -= 1;
                let Content::Used(value, _) = content else {
                    return Err(Stale);
                };
                if let Some(obj) = value.obj() {
                    obj.handle.set(0);
                }
                Ok(Some(value))
            }
            Content::Free(_) => Err(Stale),
        }
    }
}

/// The handle's object is gone, or there never was one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stale;

fn handle(slot: u32, generation: u32) -> u64 {
    TAG_POINTER | u64::from(generation) << SLOT_BITS | u64::from(slot)
}

impl Vm {
    /// An argument of an intrinsic.
    #[inline]
    pub fn import(&mut self, bits: u64) -> Res {
        match self.handles.import(bits) {
            Some(value) => Ok(value),
            None => Err(self.no_value(bits)),
        }
    }

    /// An argument that may be absent.
    #[inline]
    pub fn import_optional(&mut self, bits: u64) -> Res<Option<Value>> {
        if bits == BITS_ABSENT {
            Ok(None)
        } else {
            self.import(bits).map(Some)
        }
    }

    #[cold]
    fn no_value(&mut self, bits: u64) -> Raise {
        self.error(
            ExcType::SystemError,
            &format!("{bits:#018x} is no value: a handle that was released, or never was one"),
        )
    }

    /// An intrinsic's result: the value's bits, owned by the program, or the signal.
    #[inline]
    pub fn export(&mut self, result: Res) -> u64 {
        match result {
            Ok(value) if value.obj().is_none() => value.bits(),
            other => self.export_other(other),
        }
    }

    /// The same for a value.
    #[inline]
    pub fn export_value(&mut self, value: Value) -> u64 {
        if value.obj().is_none() {
            return value.bits();
        }
        self.export_object(value)
    }

    #[inline(never)]
    fn export_object(&mut self, value: Value) -> u64 {
        match self.handles.export(value) {
            Some(bits) => bits,
            None => self.no_handles(),
        }
    }

    #[cold]
    #[inline(never)]
    fn no_handles(&mut self) -> u64 {
        let raise = self.memory_error();
        self.export_other(Err(raise))
    }

    #[inline(never)]
    fn export_other(&mut self, result: Res) -> u64 {
        match result {
            Ok(value) => self.export_value(value),
            Err(Raise::Pending) => BITS_PENDING,
            Err(Raise::Exception(exception)) => {
                self.note_context(&exception);
                self.raised = Some(exception);
                BITS_RAISED
            }
        }
    }
}
