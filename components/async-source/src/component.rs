//! The component's edge.

use std::rc::Rc;

use wit_bindgen::{FutureReader, StreamReader, StreamWriter, spawn_local, yield_async};

use crate::items;
use crate::journal::{Ending, Entry, Journal};
use crate::meeting::Meeting;

wit_bindgen::generate!({ path: "../../wit/probe", world: "async-source" });

use exports::molt::probe::source::{Failure, Guest};
use wit_stream::StreamPayload;

struct Source;
export!(Source);

/// Turns that `take-log` and `meet` wait at most.
const PATIENCE: u32 = 1_000;

thread_local! {
    static MEETING: Rc<Meeting> = Rc::default();
    static JOURNAL: Rc<Journal> = Rc::default();
}

fn journal() -> Rc<Journal> {
    JOURNAL.with(Rc::clone)
}

async fn turns(count: u32) {
    for _ in 0..count {
        yield_async().await;
    }
}

/// Writes item by item, each after the one before was read.
async fn write_each<T: StreamPayload>(
    writer: &mut StreamWriter<T>,
    entry: &mut Entry,
    items: impl Iterator<Item = T>,
) -> Ending {
    for item in items {
        if writer.write_one(item).await.is_some() {
            return Ending::ReaderGone;
        }
        entry.wrote(1);
    }
    Ending::Complete
}

/// A stream of these items, written by a task of its own.
fn stream_of<T: StreamPayload>(
    name: &'static str,
    items: impl Iterator<Item = T> + 'static,
) -> StreamReader<T> {
    let (mut writer, reader) = wit_stream::new();
    let mut entry = Entry::begin(&journal(), name);
    spawn_local(async move {
        let ending = write_each(&mut writer, &mut entry, items).await;
        drop(writer);
        entry.end(ending);
    });
    reader
}

async fn write_bytes(mut writer: StreamWriter<u8>, mut entry: Entry, size: u64, chunk: usize) {
    let mut next = 0;
    while next < size {
        let end = size.min(next + chunk as u64);
        let rest = writer
            .write_all((next..end).map(items::byte).collect())
            .await;
        entry.wrote((end - next) as usize - rest.len());
        if !rest.is_empty() {
            return entry.end(Ending::ReaderGone);
        }
        next = end;
    }
    drop(writer);
    entry.end(Ending::Complete);
}

/// What tells in the log that `work` was cancelled: it has no other end.
struct Cancelled;

impl Drop for Cancelled {
    fn drop(&mut self) {
        journal().line("work: cancelled".to_owned());
    }
}

impl Guest for Source {
    async fn add(a: u64, b: u64, count: u32) -> u64 {
        turns(count).await;
        a.wrapping_add(b)
    }

    async fn increment(value: u64, count: u32) -> u64 {
        turns(count).await;
        value.wrapping_add(1)
    }

    async fn meet(parties: u32) -> u32 {
        let meeting = MEETING.with(Rc::clone);
        let attendance = meeting.enter();
        for _ in 0..PATIENCE {
            if attendance.most() >= parties {
                break;
            }
            yield_async().await;
        }
        attendance.most()
    }

    async fn work() {
        let _cancelled = Cancelled;
        loop {
            yield_async().await;
        }
    }

    async fn crash(count: u32) {
        turns(count).await;
        core::arch::wasm32::unreachable()
    }

    async fn numbers(count: u32) -> StreamReader<u32> {
        stream_of("numbers", 0..count)
    }

    async fn slow_numbers(count: u32, pause: u32) -> StreamReader<u32> {
        let (mut writer, reader) = wit_stream::new();
        let mut entry = Entry::begin(&journal(), "slow-numbers");
        spawn_local(async move {
            let mut ending = Ending::Complete;
            for number in 0..count {
                turns(pause).await;
                ending = write_each(&mut writer, &mut entry, std::iter::once(number)).await;
                if ending == Ending::ReaderGone {
                    break;
                }
            }
            drop(writer);
            entry.end(ending);
        });
        reader
    }

    async fn endless() -> StreamReader<u64> {
        stream_of("endless", 0..)
    }

    async fn bytes(size: u64, chunk: u32) -> StreamReader<u8> {
        let (writer, reader) = wit_stream::new();
        let entry = Entry::begin(&journal(), "bytes");
        spawn_local(write_bytes(writer, entry, size, chunk.max(1) as usize));
        reader
    }

    async fn words(count: u32) -> StreamReader<String> {
        stream_of("words", (0..count).map(items::word))
    }

    async fn failing(
        count: u32,
        fail_after: Option<u32>,
    ) -> (StreamReader<u32>, FutureReader<Result<u32, Failure>>) {
        let (mut writer, reader) = wit_stream::new();
        let (outcome_writer, outcome) = wit_future::new(|| Ok(0));
        let mut entry = Entry::begin(&journal(), "failing");
        spawn_local(async move {
            let failure = fail_after.filter(|after| *after < count);
            let ending = write_each(&mut writer, &mut entry, 0..failure.unwrap_or(count)).await;
            let written = entry.written() as u32;
            drop(writer);
            let (ending, outcome) = match (ending, failure) {
                (Ending::Complete, Some(_)) => (Ending::Failed, Err(broken(written))),
                (ending, _) => (ending, Ok(written)),
            };
            // A caller that is not interested in the outcome has dropped the future: that is its right.
            let _ = outcome_writer.write(outcome).await;
            entry.end(ending);
        });
        (reader, outcome)
    }

    async fn later(value: u64, count: u32) -> FutureReader<u64> {
        let (writer, reader) = wit_future::new(|| 0);
        let entry = Entry::begin(&journal(), "later");
        spawn_local(async move {
            turns(count).await;
            let mut entry = entry;
            match writer.write(value).await {
                Ok(()) => {
                    entry.wrote(1);
                    entry.end(Ending::Complete);
                }
                Err(_) => entry.end(Ending::ReaderGone),
            }
        });
        reader
    }

    async fn consume(mut input: StreamReader<u32>) -> (u64, u64) {
        let (mut sum, mut count) = (0u64, 0);
        while let Some(number) = input.next().await {
            sum = sum.wrapping_add(number.into());
            count += 1;
        }
        (sum, count)
    }

    fn written() -> u64 {
        journal().written()
    }

    async fn take_log() -> Vec<String> {
        let journal = journal();
        for _ in 0..PATIENCE {
            if !journal.is_active() {
                return journal.take();
            }
            yield_async().await;
        }
        journal.line("still writing".to_owned());
        journal.take()
    }
}

fn broken(written: u32) -> Failure {
    Failure {
        written,
        message: format!("the source broke after {written} items, as it was asked to"),
    }
}
