//! Memory that a thread keeps from one use to the next.

use std::{cell::Cell, thread::LocalKey, vec::Vec};

/// What a thread keeps: `thread_local!(static MEMORY: ThreadMemory = const { Cell::new(Vec::new()) })`.
pub(crate) type ThreadMemory = Cell<Vec<f32>>;

/// Lends `floats` of a thread's memory, which hold anything: only the first use allocates.
pub(crate) fn lend(memory: &'static LocalKey<ThreadMemory>, floats: usize, work: impl FnOnce(&mut [f32])) {
    // Taken out for the time of the work: what asks again meanwhile finds an empty one, and makes its own.
    let mut lent = memory.take();
    if lent.len() < floats {
        lent.resize(floats, 0.0);
    }
    work(&mut lent[..floats]);
    memory.set(lent);
}
