//! Contestants that are Rust libraries in this process: other people's, and our own logic crates without WebAssembly.

use std::hint::black_box;

use anyhow::{Context, Result};

use crate::job::Job;

/// What is repeated.
pub type Work = Box<dyn FnMut()>;

type Contestant = (&'static str, fn(&[u8]));

/// The contestants for a job, each ready to be repeated. `inputs` are in the job's source format.
pub fn contestants(job: Job, inputs: &[Vec<u8>]) -> Vec<(&'static str, Work)> {
    let table: &[Contestant] = match job {
        Job::JsonToMsgpack => &[
            ("serde_json + rmp-serde, native", |data| {
                let value: serde_json::Value =
                    serde_json::from_slice(data).expect("measured documents are valid");
                black_box(rmp_serde::to_vec(&value).expect("a JSON value has a MsgPack form"));
            }),
            ("sonic-rs + rmp-serde, native", |data| {
                let value: sonic_rs::Value =
                    sonic_rs::from_slice(data).expect("measured documents are valid");
                black_box(rmp_serde::to_vec(&value).expect("a JSON value has a MsgPack form"));
            }),
            ("serde_json parse only, native", |data| {
                black_box(
                    serde_json::from_slice::<serde_json::Value>(data)
                        .expect("measured documents are valid"),
                );
            }),
            ("sonic-rs parse only, native", |data| {
                black_box(
                    sonic_rs::from_slice::<sonic_rs::Value>(data)
                        .expect("measured documents are valid"),
                );
            }),
            ("molt, native", |data| {
                black_box(json_to_msgpack(data).expect("measured documents are valid"));
            }),
        ],
        Job::MsgpackToJson => &[
            ("rmp-serde + serde_json, native", |data| {
                let value: serde_json::Value = rmp_serde::from_slice(data).expect("made by us");
                black_box(serde_json::to_vec(&value).expect("a JSON value has a text"));
            }),
            ("molt, native", |data| {
                black_box(molt_json::stringify(data, &Default::default()).expect("made by us"));
            }),
        ],
        Job::MsgpackDecode => &[
            ("rmpv, native", |data| {
                black_box(rmpv::decode::read_value(&mut &data[..]).expect("made by us"));
            }),
            ("rmp-serde to serde_json::Value, native", |data| {
                black_box(rmp_serde::from_slice::<serde_json::Value>(data).expect("made by us"));
            }),
            ("molt, native", |data| {
                black_box(molt_msgpack::decode(data, &Default::default()).expect("made by us"));
            }),
        ],
        Job::CborDecode => &[
            ("ciborium, native", |data| {
                black_box(ciborium::from_reader::<ciborium::Value, _>(data).expect("made by us"));
            }),
            ("molt, native", |data| {
                black_box(molt_cbor::decode(data, &Default::default()).expect("made by us"));
            }),
        ],
        Job::ArrowDecode => &[("molt, native", |data| {
            black_box(
                molt_arrow::decode(data, &Default::default())
                    .expect("measured documents are valid"),
            );
        })],
    };
    table
        .iter()
        .map(|&(name, work)| (name, over(inputs, work)))
        .collect()
}

/// A JSON document in the source format of a job.
pub fn source(job: Job, json: Vec<u8>) -> Result<Vec<u8>> {
    let msgpack =
        |json: &[u8]| json_to_msgpack(json).context("a measured document is not valid JSON");
    Ok(match job {
        Job::JsonToMsgpack | Job::ArrowDecode => json,
        Job::MsgpackToJson | Job::MsgpackDecode => msgpack(&json)?,
        Job::CborDecode => molt_cbor::encode(&msgpack(&json)?, &Default::default())
            .context("MsgPack without a CBOR form")?,
    })
}

fn json_to_msgpack(json: &[u8]) -> Result<Vec<u8>, molt_json::Error> {
    molt_json::parse(json, &Default::default())
}

fn over(inputs: &[Vec<u8>], work: fn(&[u8])) -> Work {
    let inputs = inputs.to_vec();
    Box::new(move || inputs.iter().for_each(|input| work(input)))
}
