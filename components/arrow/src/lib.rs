//! Arrow IPC as a codec: streams and files to the pivot, tables and rows to streams and files.
//!
//! ```
//! use molt_arrow::{Limits, decode, encode};
//! use molt_pivot::{Reader, Token, Writer};
//!
//! // Rows go in; their types are inferred.
//! let mut rows = Writer::new();
//! rows.array(1);
//! rows.map(1);
//! rows.str("n");
//! rows.int(7);
//! let stream = encode(&rows.finish()?, &Limits::DEFAULT)?;
//!
//! // A table comes out: {"schema": {..}, "batches": [..]}.
//! let table = decode(&stream, &Limits::DEFAULT)?;
//! assert_eq!(Reader::new(&table, &Limits::DEFAULT)?.next()?, Token::Map(2));
//!
//! // And goes in again, without loss.
//! assert_eq!(decode(&encode(&table, &Limits::DEFAULT)?, &Limits::DEFAULT)?, table);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A table in the pivot
//!
//! `schemas/arrow-table.json` is the same as a JSON Schema.
//!
//! ```json
//! {"schema": {"fields": [{"name": "id", "type": "int32", "nullable": false},
//!                        {"name": "at", "type": {"timestamp": {"unit": "ms", "timezone": "UTC"}}, "nullable": true},
//!                        {"name": "tag", "type": "utf8", "nullable": true, "dictionary": {"index": "int8", "ordered": false}}],
//!             "metadata": {}},
//!  "batches": [{"rows": 2, "columns": [[1, 2], [1700000000000, null], ["a", "a"]]}]}
//! ```
//!
//! A field's `nullable` may be left out (true), as may `dictionary` and `metadata`. Types without parameters are a name:
//! `null bool int8..int64 uint8..uint64 float16 float32 float64 utf8 large-utf8 utf8-view binary large-binary binary-view
//! date32 date64`. The others are a map with one key:
//!
//! | type | value in a column |
//! |---|---|
//! | `{"time32": "s"\|"ms"}`, `{"time64": "us"\|"ns"}`, `{"duration": unit}`, and the dates | the integer as stored |
//! | `{"timestamp": {"unit": unit, "timezone": text or nil}}` | the integer as stored; encoding also takes the pivot's timestamps |
//! | `{"interval": "year-month"}` | the months |
//! | `{"interval": "day-time"}`, `{"interval": "month-day-nano"}` | `{"days", "milliseconds"}`, `{"months", "days", "nanoseconds"}` |
//! | `{"fixed-size-binary": width}` | bytes |
//! | `{"decimal": {"bits": 32\|64\|128\|256, "precision", "scale"}}` | the extension `decimal`, its exponent is -scale; encoding also takes integers and other exponents that lose nothing |
//! | `{"list": field}`, `large-list`, `list-view`, `large-list-view`, `{"fixed-size-list": {"item": field, "size"}}` | an array |
//! | `{"struct": [field, ..]}` | a map; an array in the order of the fields when two have the same name |
//! | `{"map": {"entries": field, "sorted": bool}}` | an array of `[key, value]`; a key may stand twice |
//! | `{"union": {"mode": "sparse"\|"dense", "variants": [{"id", "field"}, ..]}}` | `[id, value]` |
//! | `{"run-end-encoded": {"run-ends": field, "values": field}}` | the value, as often as its run says |
//!
//! A field with `dictionary` has values of its type; the dictionary is resolved on decoding (deltas and replacements
//! included) and made again on encoding, one for the table, values in the order of their first use. More different values
//! than the index type counts are `unsupported`. Float 16 and 32 are floats; encoding rounds to the nearest and refuses to
//! turn a finite value into infinity. Integers are taken in float columns when they keep their value.
//!
//! Decoding and encoding again keeps everything but: the order of metadata (it has none; keys come sorted), metadata of
//! messages and of a file's footer, compression, and how values were laid out (unused dictionary entries, bytes under nulls).
//!
//! # Rows
//!
//! `encode` also takes an array of maps. Columns come in the order in which they are met, all nullable; a missing key is
//! null. Types are inferred over all rows: `null`, `bool`, `int64` (`uint64` when a value needs it), `float64`, `utf8`,
//! `binary`, `timestamp` (ns, UTC), `decimal` (128, or 256 when needed), `list`, `struct`. Integers and floats mix as
//! `float64` as long as every integer keeps its value. Any other mix is `invalid`, naming row and column.
//!
//! # Limits and errors
//!
//! - Every length, count, offset, index and bit count is checked before it is used; a column that is not what its metadata
//!   says is `invalid`, bytes that are no Arrow are `malformed`, an input that ends early is `truncated`.
//! - Types nest at most [`MAX_TYPE_DEPTH`] levels, a table has at most [`MAX_FIELDS`] fields.
//! - `max-output` also limits what compressed buffers unpack to (LZ4 frames and Zstandard are read; output is not
//!   compressed), the length of any column, and the buffers of a table on encoding.
//! - Nulls in a field that is declared without them are `invalid` both ways.
//! - `unsupported`, by name: big-endian data, metadata before V4, tensors, unions with nulls of their own (before 1.0),
//!   metadata with a key that stands twice, Feather version 1, Parquet.
//! - A stream may end with its marker or without; a file is read by its footer.

#[cfg(target_arch = "wasm32")]
mod component;
mod decimal;
mod decode;
mod encode;
mod error;
mod schema;
mod types;

pub use decode::{decode, validate};
pub use encode::{encode, encode_file};
pub use error::{Error, ErrorKind, Result};
pub use molt_pivot::Limits;

/// The format's short name.
pub const NAME: &str = "arrow";
/// The media type that IANA lists for what `encode` writes; a file's is `application/vnd.apache.arrow.file`.
pub const MEDIA_TYPE: &str = "application/vnd.apache.arrow.stream";
/// The document that is followed.
pub const SPECIFICATION: &str = "https://arrow.apache.org/docs/format/Columnar.html";

/// How deep types may nest: as deep as the flatbuffer verifiers of Arrow's implementations allow by default.
pub const MAX_TYPE_DEPTH: usize = 60;

/// How many fields a table may have, nested ones included.
pub const MAX_FIELDS: usize = 1 << 20;
