//! The heap: small blocks by size class, everything else by talc.
//!
//! A program makes and drops small objects all the time, and lists of free blocks that are searched for a fitting one were 62 % of
//! the time of a loop over f-strings. Blocks of one class fit always; they go back to their class, never to talc.

use std::alloc::{GlobalAlloc, Layout};
use std::cell::UnsafeCell;
use std::ptr;

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

/// Sizes are rounded up to this, which is also the alignment of every block.
const STEP: usize = 16;
/// Larger blocks are talc's.
const LARGEST: usize = 512;
const CLASSES: usize = LARGEST / STEP;
/// What is taken from talc at a time.
const SLAB: usize = 8192;

/// The allocator.
pub struct Allocator {
    /// The first free block of each class; a free block begins with the address of the next one.
    free: UnsafeCell<[*mut u8; CLASSES]>,
    large: WasmDynamicTalc,
}

// SAFETY: the target has no threads.
unsafe impl Sync for Allocator {}

impl Allocator {
    /// An empty heap.
    pub const fn new() -> Allocator {
        Allocator {
            free: UnsafeCell::new([ptr::null_mut(); CLASSES]),
            large: new_wasm_dynamic_allocator(),
        }
    }

    /// Takes a slab apart. The first block is the caller's; null when there is no memory.
    #[cold]
    #[inline(never)]
    fn refill(&self, class: usize) -> *mut u8 {
        let size = (class + 1) * STEP;
        let Ok(layout) = Layout::from_size_align(SLAB, STEP) else {
            return ptr::null_mut();
        };
        // SAFETY: the layout has a size; all blocks lie within the slab and do not overlap, and nobody else knows them.
        unsafe {
            let slab = self.large.alloc(layout);
            if slab.is_null() {
                return slab;
            }
            let free = &mut *self.free.get();
            for at in (1..SLAB / size).rev() {
                let block = slab.add(at * size);
                block.cast::<*mut u8>().write(free[class]);
                free[class] = block;
            }
            slab
        }
    }
}

/// The class of a layout; None: it is talc's. The same for every call with the same layout.
#[inline]
fn class(layout: Layout) -> Option<usize> {
    (layout.size() <= LARGEST && layout.align() <= STEP)
        .then(|| layout.size().saturating_sub(1) / STEP)
}

// SAFETY: a block is handed out to one owner at a time, is at least as large as its layout and aligned to 16 bytes; other layouts
// are passed on to an allocator that keeps the same promises.
unsafe impl GlobalAlloc for Allocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some(class) = class(layout) else {
            // SAFETY: the caller's promises are passed on.
            return unsafe { self.large.alloc(layout) };
        };
        // SAFETY: there is one thread, and the borrow ends here; a free block holds the address of the next one.
        unsafe {
            let free = &mut *self.free.get();
            let block = free[class];
            if !block.is_null() {
                free[class] = block.cast::<*mut u8>().read();
                return block;
            }
        }
        self.refill(class)
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        match class(layout) {
            // SAFETY: the block was handed out for this class, and its owner is done with it.
            Some(class) => unsafe {
                let free = &mut *self.free.get();
                block.cast::<*mut u8>().write(free[class]);
                free[class] = block;
            },
            // SAFETY: the caller's promises are passed on.
            None => unsafe { self.large.dealloc(block, layout) },
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let Ok(new) = Layout::from_size_align(size, layout.align()) else {
            return ptr::null_mut();
        };
        match (class(layout), class(new)) {
            (Some(before), Some(after)) if before == after => block,
            // SAFETY: both layouts are talc's, and the caller's promises are passed on.
            (None, None) => unsafe { self.large.realloc(block, layout, size) },
            // SAFETY: the new block is another one and as large as what is copied.
            _ => unsafe {
                let moved = self.alloc(new);
                if !moved.is_null() {
                    ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
                    self.dealloc(block, layout);
                }
                moved
            },
        }
    }
}
