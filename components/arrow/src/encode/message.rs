//! Arrow IPC messages, and the two containers that they come in.
//!
//! The schema is `arrow-ipc`'s own encoding. Batches are laid out here, straight from the builders' buffers: `arrow-ipc`'s
//! writer takes arrays, and their code for every type is two thirds of a component that needs none of it.

use arrow_buffer::Buffer;
use arrow_ipc::convert::IpcSchemaEncoder;
use arrow_ipc::writer::DictionaryTracker;
use arrow_ipc::{self as ipc, MessageHeader, MetadataVersion};
use arrow_schema::Schema;
use flatbuffers::{FlatBufferBuilder, UnionWIPOffset, WIPOffset};

use super::store::no_memory;
use crate::error::{Error, Result};

/// Buffers and messages start at multiples of this. 64 would help readers that map files, and pads small tables to many
/// times their size.
const ALIGNMENT: usize = 8;
const PADDING: [u8; ALIGNMENT] = [0; ALIGNMENT];
const CONTINUATION: [u8; 4] = [0xff; 4];

/// The columns of a batch, flat, as a batch message has them.
#[derive(Default)]
pub(crate) struct Parts {
    nodes: Vec<ipc::FieldNode>,
    buffers: Vec<Buffer>,
    views: Vec<i64>,
}

impl Parts {
    /// The start of a column.
    pub fn node(&mut self, len: usize, nulls: usize) -> Result<()> {
        self.nodes
            .push(ipc::FieldNode::new(length(len)?, length(nulls)?));
        Ok(())
    }

    /// The next buffer of the column.
    pub fn buffer(&mut self, buffer: Buffer) {
        self.buffers.push(buffer);
    }

    /// How many data buffers the view column has.
    pub fn views(&mut self, count: usize) {
        self.views.push(count as i64);
    }
}

/// Where a document goes.
pub(crate) struct Output {
    bytes: Vec<u8>,
    limit: u64,
    /// What the footer of a file lists; none for a stream.
    file: Option<Blocks>,
}

#[derive(Default)]
struct Blocks {
    dictionaries: Vec<ipc::Block>,
    batches: Vec<ipc::Block>,
}

impl Output {
    /// Starts a stream of at most `limit` bytes.
    pub fn stream(limit: u64) -> Self {
        Output {
            bytes: Vec::new(),
            limit,
            file: None,
        }
    }

    /// Starts a file of at most `limit` bytes.
    pub fn file(limit: u64) -> Self {
        Output {
            bytes: Vec::new(),
            limit,
            file: Some(Blocks::default()),
        }
    }

    /// Writes the schema, which comes first.
    pub fn schema(&mut self, schema: &Schema) -> Result<()> {
        if self.file.is_some() {
            self.put(b"ARROW1\0\0")?;
        }
        let mut builder = FlatBufferBuilder::new();
        let header = schema_offset(&mut builder, schema).as_union_value();
        self.message(builder, MessageHeader::Schema, header, &[], 0)?;
        Ok(())
    }

    /// Writes the values of a dictionary.
    pub fn dictionary(&mut self, id: i64, parts: &Parts, len: usize) -> Result<()> {
        let mut builder = FlatBufferBuilder::new();
        let (data, body) = batch_offset(&mut builder, parts, len)?;
        let mut dictionary = ipc::DictionaryBatchBuilder::new(&mut builder);
        dictionary.add_id(id);
        dictionary.add_data(data);
        let header = dictionary.finish().as_union_value();
        let block = self.message(
            builder,
            MessageHeader::DictionaryBatch,
            header,
            &parts.buffers,
            body,
        )?;
        if let Some(blocks) = &mut self.file {
            blocks.dictionaries.push(block);
        }
        Ok(())
    }

    /// Writes a batch of `rows`.
    pub fn batch(&mut self, parts: &Parts, rows: usize) -> Result<()> {
        let mut builder = FlatBufferBuilder::new();
        let (batch, body) = batch_offset(&mut builder, parts, rows)?;
        let header = batch.as_union_value();
        let block = self.message(
            builder,
            MessageHeader::RecordBatch,
            header,
            &parts.buffers,
            body,
        )?;
        if let Some(blocks) = &mut self.file {
            blocks.batches.push(block);
        }
        Ok(())
    }

    /// Writes the end of the document and gives its bytes.
    pub fn finish(mut self, schema: &Schema) -> Result<Vec<u8>> {
        self.put(&CONTINUATION)?;
        self.put(&[0; 4])?;
        if let Some(blocks) = self.file.take() {
            self.footer(schema, &blocks)?;
        }
        Ok(self.bytes)
    }

    fn footer(&mut self, schema: &Schema, blocks: &Blocks) -> Result<()> {
        let mut builder = FlatBufferBuilder::new();
        let schema = schema_offset(&mut builder, schema);
        let dictionaries = builder.create_vector(&blocks.dictionaries);
        let batches = builder.create_vector(&blocks.batches);
        let mut footer = ipc::FooterBuilder::new(&mut builder);
        footer.add_version(MetadataVersion::V5);
        footer.add_schema(schema);
        footer.add_dictionaries(dictionaries);
        footer.add_recordBatches(batches);
        let root = footer.finish();
        builder.finish(root, None);
        let bytes = builder.finished_data();
        self.put(bytes)?;
        self.put(
            &i32::try_from(bytes.len())
                .map_err(|_| no_memory())?
                .to_le_bytes(),
        )?;
        self.put(b"ARROW1")
    }

    /// Writes one message with its body of `body` bytes, and says where it is.
    fn message(
        &mut self,
        mut builder: FlatBufferBuilder<'_>,
        kind: MessageHeader,
        header: WIPOffset<UnionWIPOffset>,
        buffers: &[Buffer],
        body: i64,
    ) -> Result<ipc::Block> {
        let mut message = ipc::MessageBuilder::new(&mut builder);
        message.add_version(MetadataVersion::V5);
        message.add_header_type(kind);
        message.add_header(header);
        message.add_bodyLength(body);
        let root = message.finish();
        builder.finish(root, None);
        let metadata = builder.finished_data();
        let padded =
            i32::try_from(metadata.len().next_multiple_of(ALIGNMENT)).map_err(|_| no_memory())?;
        let at = self.bytes.len();
        self.put(&CONTINUATION)?;
        self.put(&padded.to_le_bytes())?;
        self.put_padded(metadata)?;
        for buffer in buffers {
            self.put_padded(buffer.as_slice())?;
        }
        Ok(ipc::Block::new(length(at)?, padded + 8, body))
    }

    fn put_padded(&mut self, bytes: &[u8]) -> Result<()> {
        self.put(bytes)?;
        self.put(&PADDING[..bytes.len().next_multiple_of(ALIGNMENT) - bytes.len()])
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        if bytes.len() as u64 > self.limit.saturating_sub(self.bytes.len() as u64) {
            return Err(Error::too_large(self.limit));
        }
        let room = self
            .bytes
            .try_reserve(bytes.len())
            .or_else(|_| self.bytes.try_reserve_exact(bytes.len()));
        room.map_err(|_| no_memory())?;
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }
}

/// The schema, with dictionary ids counted from 0, those inside a field before its own (as `Builder::new` counts them).
fn schema_offset<'b>(
    builder: &mut FlatBufferBuilder<'b>,
    schema: &Schema,
) -> WIPOffset<ipc::Schema<'b>> {
    let mut ids = DictionaryTracker::new(true);
    IpcSchemaEncoder::new()
        .with_dictionary_tracker(&mut ids)
        .schema_to_fb_offset(builder, schema)
}

/// The metadata of a batch, and how long its body will be.
fn batch_offset<'b>(
    builder: &mut FlatBufferBuilder<'b>,
    parts: &Parts,
    len: usize,
) -> Result<(WIPOffset<ipc::RecordBatch<'b>>, i64)> {
    let mut buffers = Vec::with_capacity(parts.buffers.len());
    let mut offset = 0;
    for buffer in &parts.buffers {
        buffers.push(ipc::Buffer::new(offset, length(buffer.len())?));
        offset += length(buffer.len().next_multiple_of(ALIGNMENT))?;
    }
    let nodes = builder.create_vector(&parts.nodes);
    let buffers = builder.create_vector(&buffers);
    let views = (!parts.views.is_empty()).then(|| builder.create_vector(&parts.views));
    let mut batch = ipc::RecordBatchBuilder::new(builder);
    batch.add_length(length(len)?);
    batch.add_nodes(nodes);
    batch.add_buffers(buffers);
    if let Some(views) = views {
        batch.add_variadicBufferCounts(views);
    }
    Ok((batch.finish(), offset))
}

fn length(length: usize) -> Result<i64> {
    i64::try_from(length).map_err(|_| no_memory())
}
