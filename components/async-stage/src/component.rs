//! The component's edge.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use futures::future::join_all;
use wit_bindgen::{FutureReader, StreamReader, StreamResult, spawn_local, yield_async};

use crate::tally::{Checksum, Lead};

wit_bindgen::generate!({
    path: "../../wit/probe",
    world: "async-stage",
    // One function without async code, on both sides: what a language that cannot suspend compiles to.
    async: [
        "-import:molt:probe/source@0.1.0#increment",
        "-export:molt:probe/stage@0.1.0#increment",
    ],
});

use exports::molt::probe::stage::{Guest, Partial};
use molt::probe::source;

struct Stage;
export!(Stage);

/// Bytes asked for in one read of the byte stream.
const READ_SIZE: usize = 4096;

async fn turns(count: u32) {
    for _ in 0..count {
        yield_async().await;
    }
}

/// Lets `future` run until it is ready, `count` turns at most.
async fn run_for<T>(future: impl Future<Output = T>, count: u32) -> Option<T> {
    let mut future = pin!(future);
    for _ in 0..count {
        let once = poll_fn(|context| Poll::Ready(future.as_mut().poll(context)));
        if let Poll::Ready(value) = once.await {
            return Some(value);
        }
        yield_async().await;
    }
    None
}

impl Guest for Stage {
    async fn squares(count: u32) -> StreamReader<u64> {
        let mut numbers = source::numbers(count).await;
        let (mut writer, reader) = wit_stream::new();
        spawn_local(async move {
            while let Some(number) = numbers.next().await {
                let number = u64::from(number);
                if writer.write_one(number * number).await.is_some() {
                    // The reader is gone: dropping `numbers` tells the source.
                    return;
                }
            }
        });
        reader
    }

    async fn relay(count: u32) -> StreamReader<u32> {
        source::numbers(count).await
    }

    async fn relay_later(value: u64, turns: u32) -> FutureReader<u64> {
        source::later(value, turns).await
    }

    async fn sum(count: u32) -> u64 {
        let mut numbers = source::numbers(count).await;
        let mut sum = 0u64;
        while let Some(number) = numbers.next().await {
            sum = sum.wrapping_add(number.into());
        }
        sum
    }

    async fn checksum(size: u64, chunk: u32) -> (u64, u64) {
        let mut bytes = source::bytes(size, chunk).await;
        let mut checksum = Checksum::default();
        let mut buffer = Vec::with_capacity(READ_SIZE);
        loop {
            let (result, mut read) = bytes.read(buffer).await;
            checksum.update(&read);
            if result == StreamResult::Dropped {
                return (checksum.length, checksum.sum);
            }
            read.clear();
            buffer = read;
        }
    }

    async fn join(count: u32) -> String {
        source::words(count).await.collect().await.join(" ")
    }

    async fn sum_failing(count: u32, fail_after: Option<u32>) -> Result<u64, Partial> {
        let (numbers, outcome) = source::failing(count, fail_after).await;
        let numbers = numbers.collect().await;
        let sum = numbers
            .iter()
            .fold(0, |sum: u64, number| sum.wrapping_add((*number).into()));
        let received = numbers.len() as u32;
        outcome.await.map(|_| sum).map_err(|cause| Partial {
            sum,
            received,
            cause,
        })
    }

    async fn first(count: u32) -> Vec<u64> {
        let mut numbers = source::endless().await;
        let mut first = Vec::new();
        while (first.len() as u64) < u64::from(count) {
            first.extend(numbers.next().await);
        }
        first
    }

    async fn impatient(count: u32, pause: u32) -> Vec<u32> {
        let mut numbers = source::slow_numbers(count, pause).await;
        let mut received = Vec::new();
        loop {
            let mut read = pin!(numbers.read(Vec::with_capacity(1)));
            let (result, items) = match run_for(read.as_mut(), 1).await {
                Some(done) => done,
                // What arrived before the cancellation is here; it is not sent again.
                None => read.as_mut().cancel(),
            };
            received.extend(items);
            if result == StreamResult::Dropped {
                return received;
            }
        }
    }

    async fn drop_unread(count: u32) {
        drop(source::numbers(count).await);
    }

    async fn lead(count: u32, wait: u32) -> u64 {
        let before = source::written();
        let mut numbers = source::numbers(count).await;
        let mut lead = Lead::default();
        loop {
            turns(wait).await;
            lead.observe(source::written() - before);
            if numbers.next().await.is_none() {
                return lead.largest();
            }
            lead.read();
        }
    }

    async fn later(value: u64, turns: u32) -> u64 {
        source::later(value, turns).await.await
    }

    async fn drop_later(value: u64) {
        drop(source::later(value, 0).await);
    }

    async fn sums(pairs: Vec<(u64, u64, u32)>) -> Vec<u64> {
        join_all(
            pairs
                .into_iter()
                .map(|(a, b, turns)| source::add(a, b, turns)),
        )
        .await
    }

    async fn gather(parties: u32) -> Vec<u32> {
        join_all((0..parties).map(|_| source::meet(parties))).await
    }

    fn increment(value: u64, turns: u32) -> u64 {
        source::increment(value, turns)
    }

    async fn crash(turns: u32) {
        source::crash(turns).await;
    }

    async fn cancel(turns: u32) {
        // Dropping the call cancels it.
        run_for(source::work(), turns).await;
    }

    async fn feed(count: u32) -> (u64, u64) {
        let (mut writer, reader) = wit_stream::new();
        spawn_local(async move {
            // The source reads to the end, so nothing is left over.
            writer.write_all((0..count).collect()).await;
        });
        source::consume(reader).await
    }
}
