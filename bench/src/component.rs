//! Our components in wasmtime, called as an embedder calls them: typed, one instance for all calls.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use molt_host::{Host, Instance, TypedFunction};
use wasmtime::component::{ComponentType, Lift, Lower};

use crate::job::Job;
use crate::native::Work;

/// `molt:codec/codec.limits`; the bench always passes `none`.
#[derive(ComponentType, Lower, Clone)]
#[component(record)]
struct CodecLimits {
    #[component(name = "max-depth")]
    max_depth: u32,
    #[component(name = "max-input")]
    max_input: u64,
    #[component(name = "max-output")]
    max_output: u64,
}

#[derive(ComponentType, Lift, Clone, Copy, Debug)]
#[component(enum)]
#[repr(u8)]
#[expect(
    dead_code,
    reason = "the cases are made by lifting; only their debug form is read"
)]
enum CodecErrorKind {
    #[component(name = "truncated")]
    Truncated,
    #[component(name = "malformed")]
    Malformed,
    #[component(name = "invalid")]
    Invalid,
    #[component(name = "trailing-data")]
    TrailingData,
    #[component(name = "unsupported")]
    Unsupported,
    #[component(name = "depth-limit")]
    DepthLimit,
    #[component(name = "size-limit")]
    SizeLimit,
}

#[derive(ComponentType, Lift, Clone, Debug)]
#[component(record)]
#[expect(dead_code, reason = "read through its debug form")]
struct CodecError {
    kind: CodecErrorKind,
    offset: u64,
    message: String,
}

type Convert = TypedFunction<(Arc<[u8]>, Option<CodecLimits>), (Result<Vec<u8>, CodecError>,)>;

/// A codec component that is loaded.
pub struct Codec {
    instance: Instance,
    convert: Convert,
}

impl Codec {
    /// Loads the codec that does a job.
    pub fn load(host: &Host, dist: &Path, job: Job) -> Result<Codec> {
        let (component, function) = match job {
            Job::JsonToMsgpack => ("json", "codec#decode"),
            Job::MsgpackToJson => ("json", "codec#encode"),
            Job::MsgpackDecode => ("msgpack", "codec#decode"),
            Job::CborDecode => ("cbor", "codec#decode"),
            Job::ArrowDecode => ("arrow", "codec#decode"),
        };
        let program = host.load(dist.join(format!("{component}.wasm")))?;
        let mut instance = program.instantiate()?;
        let convert = instance.typed(function)?;
        Ok(Codec { instance, convert })
    }

    /// One conversion.
    pub fn run(&mut self, input: &Arc<[u8]>) -> Result<Vec<u8>> {
        match self
            .convert
            .call(&mut self.instance, (input.clone(), None))?
        {
            (Ok(output),) => Ok(output),
            (Err(error),) => bail!("{error:?}"),
        }
    }

    /// All memories of the instance, in bytes.
    pub fn memory(&self) -> u64 {
        self.instance.memory_used() as u64
    }
}

/// The component for a job over some inputs, ready to be repeated.
pub fn work(host: &Host, dist: &Path, job: Job, inputs: &[Vec<u8>]) -> Result<Work> {
    let codec = RefCell::new(Codec::load(host, dist, job)?);
    let inputs: Vec<Arc<[u8]>> = inputs.iter().map(|input| input.as_slice().into()).collect();
    for input in &inputs {
        codec
            .borrow_mut()
            .run(input)
            .context("a measured document is refused")?;
    }
    Ok(Box::new(move || {
        for input in &inputs {
            std::hint::black_box(
                codec
                    .borrow_mut()
                    .run(input)
                    .expect("it was taken a moment ago"),
            );
        }
    }))
}
