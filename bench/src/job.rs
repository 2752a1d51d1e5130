//! What is measured.

/// A conversion that several contestants can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Job {
    /// A JSON document to MsgPack bytes.
    JsonToMsgpack,
    /// MsgPack bytes to a JSON document.
    MsgpackToJson,
    /// MsgPack bytes to whatever the contestant holds data in.
    MsgpackDecode,
    /// CBOR bytes to whatever the contestant holds data in.
    CborDecode,
    /// An Arrow IPC file to rows or columns that can be read.
    ArrowDecode,
}

impl Job {
    /// All jobs, in the order of the table.
    pub const ALL: [Job; 5] = [
        Job::JsonToMsgpack,
        Job::MsgpackToJson,
        Job::MsgpackDecode,
        Job::CborDecode,
        Job::ArrowDecode,
    ];

    /// The name in requests, reports and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Job::JsonToMsgpack => "json-to-msgpack",
            Job::MsgpackToJson => "msgpack-to-json",
            Job::MsgpackDecode => "msgpack-decode",
            Job::CborDecode => "cbor-decode",
            Job::ArrowDecode => "arrow-decode",
        }
    }
}
