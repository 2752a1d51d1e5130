//! What a conversion needs in memory, and how often bytes are copied on their way through a component.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use molt_host::Host;

use crate::component::Codec;
use crate::documents::Document;
use crate::job::Job;
use crate::native;
use crate::report::Memory;
use crate::sample::repeat;

/// Size of the list that goes through the echo component.
const PASS_THROUGH: usize = 16 << 20;

/// The guest's memory after the largest input of a document went through a fresh instance.
pub fn of_conversion(
    host: &Host,
    dist: &Path,
    job: Job,
    document: &Document,
) -> Result<Option<Memory>> {
    let Some(largest) = document.read()?.into_iter().max_by_key(Vec::len) else {
        return Ok(None);
    };
    let input: Arc<[u8]> = native::source(job, largest)?.into();
    let mut codec = Codec::load(host, dist, job)?;
    codec.run(&input)?;
    Ok(Some(Memory {
        what: format!("{}, {}", job.name(), document.name),
        input_bytes: input.len() as u64,
        guest_bytes: codec.memory(),
        copies: None,
    }))
}

/// A list of bytes into a component and back out, in units of one plain copy of the same bytes.
pub fn of_pass_through(host: &Host, dist: &Path) -> Result<Memory> {
    let mut instance = host.load(dist.join("echo.wasm"))?.instantiate()?;
    let echo = instance.typed::<(Arc<[u8]>,), (Vec<u8>,)>("lists#echo-bytes")?;
    let input: Arc<[u8]> = vec![0xA5; PASS_THROUGH].into();
    let budget = Duration::from_millis(500);
    let call = repeat(budget, || {
        std::hint::black_box(
            echo.call(&mut instance, (input.clone(),))
                .expect("echo takes any bytes"),
        );
    });
    let copy = repeat(budget, || {
        std::hint::black_box(input.to_vec());
    });
    Ok(Memory {
        what: "list<u8> in and out of a component".to_owned(),
        input_bytes: PASS_THROUGH as u64,
        guest_bytes: instance.memory_used() as u64,
        copies: Some(call.each() / copy.each()),
    })
}
