//! Messages of a stream or a file: found, verified as flatbuffers and cut out of the input, before anything is made of them.

use arrow_ipc as ipc;
use flatbuffers::VerifierOptions;

use crate::MAX_TYPE_DEPTH;
use crate::error::{Error, ErrorKind, Result};

/// What a file starts and ends with.
pub(crate) const MAGIC: &[u8] = b"ARROW1";

/// One message: metadata that is verified, and its body.
pub(crate) struct Message<'a> {
    pub header: ipc::Message<'a>,
    pub body: &'a [u8],
    /// Where the message starts in the input.
    pub at: usize,
    /// Where its body starts in the input.
    pub body_at: usize,
}

/// A document, cut into its parts.
pub(crate) struct Document<'a> {
    pub schema: ipc::Schema<'a>,
    pub version: ipc::MetadataVersion,
    /// Where the schema is in the input.
    pub schema_at: usize,
    /// Dictionary and record batches in the order in which they apply.
    pub messages: Vec<Message<'a>>,
}

/// Cuts a document: a file when it starts with the magic, else a stream.
pub(crate) fn read_document(input: &[u8]) -> Result<Document<'_>> {
    if input.starts_with(MAGIC) {
        read_file(input)
    } else {
        read_stream(input)
    }
}

fn read_stream(input: &[u8]) -> Result<Document<'_>> {
    refuse_other_formats(input)?;
    let Next::Message(first, mut at) = next_message(input, 0)? else {
        return Err(truncated(
            input,
            "the input has no schema: an Arrow stream starts with one",
        ));
    };
    let Some(schema) = first.header.header_as_schema() else {
        return Err(Error::invalid(
            0,
            "the first message of a stream has to be its schema",
        ));
    };
    let version = first.header.version();
    let mut messages = Vec::new();
    loop {
        match next_message(input, at)? {
            Next::Message(message, next) => {
                check_kind(&message)?;
                messages.push(message);
                at = next;
            }
            Next::End(end) if end < input.len() => {
                let message = "bytes follow the end of the stream: send one stream a call";
                return Err(Error::new(ErrorKind::TrailingData, end, message));
            }
            Next::End(_) => break,
        }
    }
    Ok(Document {
        schema,
        version,
        schema_at: 0,
        messages,
    })
}

/// Formats that people take for Arrow IPC, by their first bytes.
fn refuse_other_formats(input: &[u8]) -> Result<()> {
    let name = match input.get(..4) {
        Some(b"FEA1") => {
            "a Feather version 1 file: write it again as version 2, which is an Arrow IPC file"
        }
        Some(b"PAR1") => "a Parquet file, not Arrow IPC",
        _ => return Ok(()),
    };
    Err(Error::unsupported(0, format!("this is {name}")))
}

enum Next<'a> {
    /// A message and where the next one starts.
    Message(Message<'a>, usize),
    /// The end, and the first byte after it.
    End(usize),
}

/// The message at `at`. Streams may end with a marker or just end.
fn next_message(input: &[u8], at: usize) -> Result<Next<'_>> {
    if at == input.len() {
        return Ok(Next::End(at));
    }
    let first = read_u32(input, at)?;
    // Before version 0.15 messages had no continuation marker in front of their length.
    let (length, start) = if first == u32::MAX {
        (read_u32(input, at + 4)?, at + 8)
    } else {
        (first, at + 4)
    };
    if length == 0 {
        return Ok(Next::End(start));
    }
    if i32::try_from(length).is_err() {
        return Err(Error::malformed(
            at,
            "a message's length is negative: this is not Arrow IPC",
        ));
    }
    let rest = &input[start..];
    let Some((metadata, rest)) = rest.split_at_checked(length as usize) else {
        return Err(truncated(
            input,
            "the input ends inside the metadata of a message",
        ));
    };
    let header = ipc::root_as_message_with_opts(&verifier(metadata), metadata)
        .map_err(|wrong| verify_error(start, wrong))?;
    check_version(header.version(), start)?;
    let body_length = header.bodyLength();
    let Ok(body_length) = u64::try_from(body_length) else {
        return Err(Error::malformed(
            start,
            "a message's body has a negative length",
        ));
    };
    let body_at = start + metadata.len();
    match usize::try_from(body_length)
        .ok()
        .and_then(|length| rest.get(..length))
    {
        Some(body) => Ok(Next::Message(
            Message {
                header,
                body,
                at,
                body_at,
            },
            body_at + body.len(),
        )),
        None => Err(truncated(
            input,
            "the input ends inside the body of a message",
        )),
    }
}

fn check_kind(message: &Message<'_>) -> Result<()> {
    use ipc::MessageHeader as Kind;
    let refused = match message.header.header_type() {
        Kind::RecordBatch if message.header.header_as_record_batch().is_some() => return Ok(()),
        Kind::DictionaryBatch if message.header.header_as_dictionary_batch().is_some() => {
            return Ok(());
        }
        Kind::Schema => {
            return Err(Error::invalid(
                message.at,
                "a second schema in one stream: send one table a call",
            ));
        }
        Kind::Tensor => "a tensor message",
        Kind::SparseTensor => "a sparse tensor message",
        _ => {
            return Err(Error::malformed(
                message.at,
                "a message without a header that Arrow IPC knows",
            ));
        }
    };
    Err(Error::unsupported(
        message.at,
        format!("{refused}: this codec reads tables (schema, dictionary and record batches)"),
    ))
}

/// A file is its footer, which says where the batches are.
fn read_file(input: &[u8]) -> Result<Document<'_>> {
    let cut = || {
        truncated(
            input,
            "the file has no footer: it was cut, or its writer was not closed",
        )
    };
    let without_magic = input
        .strip_suffix(MAGIC)
        .filter(|rest| rest.len() >= 12)
        .ok_or_else(cut)?;
    let (before, length) = without_magic.split_at(without_magic.len() - 4);
    let length = u32::from_le_bytes([length[0], length[1], length[2], length[3]]);
    let start = usize::try_from(length)
        .ok()
        .and_then(|length| before.len().checked_sub(length))
        .filter(|start| *start >= 8);
    let Some(start) = start.filter(|_| length > 0) else {
        return Err(Error::malformed(
            before.len(),
            "the length of the footer is larger than the file",
        ));
    };
    let bytes = &before[start..];
    let footer = ipc::root_as_footer_with_opts(&verifier(bytes), bytes)
        .map_err(|wrong| verify_error(start, wrong))?;
    check_version(footer.version(), start)?;
    let Some(schema) = footer.schema() else {
        return Err(Error::malformed(start, "the footer has no schema"));
    };
    let (mut messages, mut unclaimed) = (Vec::new(), start);
    for block in footer
        .dictionaries()
        .into_iter()
        .flatten()
        .chain(footer.recordBatches().into_iter().flatten())
    {
        let at = usize::try_from(block.offset())
            .ok()
            .filter(|at| (8..start).contains(at));
        let Some(at) = at else {
            return Err(Error::invalid(
                start,
                "the footer points to a batch outside the file",
            ));
        };
        let Next::Message(message, end) = next_message(&input[..start], at)? else {
            return Err(Error::invalid(
                at,
                "the footer points to a batch where none is",
            ));
        };
        // The same bytes again and again would make a small file a long work.
        unclaimed = match unclaimed.checked_sub(end - at) {
            Some(left) => left,
            None => {
                return Err(Error::invalid(
                    start,
                    "the footer lists the same batch more than once",
                ));
            }
        };
        check_kind(&message)?;
        messages.push(message);
    }
    let dictionaries = footer.dictionaries().map_or(0, |blocks| blocks.len());
    if let Some(wrong) = messages
        .iter()
        .enumerate()
        .find(|(index, message)| is_dictionary(message) != (*index < dictionaries))
    {
        return Err(Error::invalid(
            wrong.1.at,
            "the footer lists a record batch as a dictionary or the other way round",
        ));
    }
    Ok(Document {
        schema,
        version: footer.version(),
        schema_at: start,
        messages,
    })
}

fn is_dictionary(message: &Message<'_>) -> bool {
    message.header.header_type() == ipc::MessageHeader::DictionaryBatch
}

fn check_version(version: ipc::MetadataVersion, at: usize) -> Result<()> {
    match version {
        ipc::MetadataVersion::V4 | ipc::MetadataVersion::V5 => Ok(()),
        other => Err(Error::unsupported(
            at,
            format!(
                "metadata version {}: this codec reads V4 and V5",
                i32::from(other.0) + 1
            ),
        )),
    }
}

/// Limits that keep the verifier's work in proportion to the metadata: no table is smaller than four bytes, and shared
/// ones, which no writer makes, would let a small message describe a giant one.
fn verifier(metadata: &[u8]) -> VerifierOptions {
    VerifierOptions {
        max_depth: MAX_TYPE_DEPTH + 4,
        max_tables: metadata.len() / 4 + 1,
        max_apparent_size: metadata.len().saturating_mul(8),
        ignore_missing_null_terminator: true,
    }
}

#[cold]
fn verify_error(at: usize, wrong: flatbuffers::InvalidFlatbuffer) -> Error {
    use flatbuffers::InvalidFlatbuffer as Wrong;
    let kind = match wrong {
        Wrong::DepthLimitReached => {
            let message = format!("types nest deeper than {MAX_TYPE_DEPTH} levels");
            return Error::new(ErrorKind::DepthLimit, at, message);
        }
        Wrong::TooManyTables | Wrong::ApparentSizeTooLarge => {
            "it describes more than its size allows"
        }
        Wrong::Utf8Error { .. } => "a name in it is not UTF-8",
        Wrong::MissingRequiredField { .. } => "a required part is missing",
        Wrong::InconsistentUnion { .. } => "a union in it has a tag without a value",
        Wrong::Unaligned { .. } => "a part of it is not aligned",
        _ => "a part of it lies outside it",
    };
    Error::malformed(
        at,
        format!(
            "the metadata is not a valid flatbuffer ({kind}): the bytes are damaged or not Arrow IPC"
        ),
    )
}

#[cold]
fn truncated(input: &[u8], message: &str) -> Error {
    Error::new(ErrorKind::Truncated, input.len(), message)
}

fn read_u32(input: &[u8], at: usize) -> Result<u32> {
    match input.get(at..).and_then(|rest| rest.first_chunk()) {
        Some(bytes) => Ok(u32::from_le_bytes(*bytes)),
        None => Err(truncated(
            input,
            "the input ends inside the length of a message",
        )),
    }
}
