//! The bytes that `arrow-ipc` writes, under the output limit.

use std::io::{self, Write};

use arrow_array::RecordBatch;
use arrow_ipc::MetadataVersion;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use arrow_schema::{ArrowError, Schema};

use super::store::no_memory;
use crate::error::{Error, Result};

/// Buffers start at multiples of this in a body; 64 would help readers that map files, and pads small tables to many times
/// their size.
const ALIGNMENT: usize = 8;

/// A stream or a file in the making.
pub(crate) enum Output {
    Stream(StreamWriter<Sink>, u64),
    File(FileWriter<Sink>, u64),
}

impl Output {
    pub fn stream(schema: &Schema, limit: u64) -> Result<Self> {
        let writer = options().and_then(|options| {
            StreamWriter::try_new_with_options(Sink::new(limit), schema, options)
        });
        Ok(Output::Stream(
            writer.map_err(|error| refused(&error, limit))?,
            limit,
        ))
    }

    pub fn file(schema: &Schema, limit: u64) -> Result<Self> {
        let writer = options().and_then(|options| {
            FileWriter::try_new_with_options(Sink::new(limit), schema, options)
        });
        Ok(Output::File(
            writer.map_err(|error| refused(&error, limit))?,
            limit,
        ))
    }

    pub fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        match self {
            Output::Stream(writer, limit) => {
                writer.write(batch).map_err(|error| refused(&error, *limit))
            }
            Output::File(writer, limit) => {
                writer.write(batch).map_err(|error| refused(&error, *limit))
            }
        }
    }

    pub fn finish(self) -> Result<Vec<u8>> {
        let (sink, limit) = match self {
            Output::Stream(writer, limit) => (writer.into_inner(), limit),
            Output::File(writer, limit) => (writer.into_inner(), limit),
        };
        Ok(sink.map_err(|error| refused(&error, limit))?.bytes)
    }
}

fn options() -> std::result::Result<IpcWriteOptions, ArrowError> {
    IpcWriteOptions::try_new(ALIGNMENT, false, MetadataVersion::V5)
}

#[cold]
fn refused(error: &ArrowError, limit: u64) -> Error {
    match error {
        ArrowError::IoError(_, cause) if cause.kind() == io::ErrorKind::OutOfMemory => no_memory(),
        ArrowError::IoError(..) => Error::too_large(limit),
        other => Error::unsupported(
            0,
            format!("Arrow's writer does not take this table: {other}"),
        ),
    }
}

/// Bytes up to a limit. Its only errors are the limit and the memory.
pub(crate) struct Sink {
    bytes: Vec<u8>,
    limit: u64,
}

impl Sink {
    fn new(limit: u64) -> Self {
        Sink {
            bytes: Vec::new(),
            limit,
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() as u64 > self.limit.saturating_sub(self.bytes.len() as u64) {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let room = self
            .bytes
            .try_reserve(bytes.len())
            .or_else(|_| self.bytes.try_reserve_exact(bytes.len()));
        room.map_err(|_| io::ErrorKind::OutOfMemory)?;
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
