//! The extension types of the pivot. `schemas/pivot-extensions.json` is the list; a test holds the two together.

/// A point in time: MessagePack's own extension type.
pub const TIMESTAMP: i8 = -1;
/// An integer outside -2^63 ..= 2^64-1: two's complement, big-endian, minimal.
pub const BIGINT: i8 = 1;
/// A decimal number: a nested MessagePack array `[exponent, mantissa]`.
pub const DECIMAL: i8 = 2;
/// A tuple: a nested MessagePack array.
pub const TUPLE: i8 = 3;
/// A set: a nested MessagePack array.
pub const SET: i8 = 4;
/// A frozen set: a nested MessagePack array.
pub const FROZENSET: i8 = 5;
/// A CBOR tag without a counterpart: a nested MessagePack array `[tag number, value]`.
pub const TAG: i8 = 6;
/// A CBOR simple value: its number as one byte; 23 is `undefined`.
pub const SIMPLE: i8 = 7;

/// Every extension type with its name, as `schemas/pivot-extensions.json` lists them.
pub const ALL: [(i8, &str); 8] = [
    (TIMESTAMP, "timestamp"),
    (BIGINT, "bigint"),
    (DECIMAL, "decimal"),
    (TUPLE, "tuple"),
    (SET, "set"),
    (FROZENSET, "frozenset"),
    (TAG, "tag"),
    (SIMPLE, "simple"),
];

/// The name of an extension type, if it is one of ours.
pub fn name(code: i8) -> Option<&'static str> {
    ALL.iter()
        .find(|(known, _)| *known == code)
        .map(|(_, name)| *name)
}

/// A point in time, as MessagePack's timestamp extension has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp {
    /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
    pub seconds: i64,
    /// Nanoseconds after that second, 0 ..= 999,999,999.
    pub nanoseconds: u32,
}

impl Timestamp {
    /// Reads any of the three forms; `None` for another length or for nanoseconds above 999,999,999.
    pub fn from_payload(payload: &[u8]) -> Option<Timestamp> {
        let time = match *payload {
            [a, b, c, d] => Timestamp {
                seconds: u32::from_be_bytes([a, b, c, d]).into(),
                nanoseconds: 0,
            },
            [a, b, c, d, e, f, g, h] => {
                let both = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
                Timestamp {
                    seconds: (both & 0x3_ffff_ffff) as i64,
                    nanoseconds: (both >> 34) as u32,
                }
            }
            [a, b, c, d, ref seconds @ ..] => Timestamp {
                seconds: i64::from_be_bytes(seconds.try_into().ok()?),
                nanoseconds: u32::from_be_bytes([a, b, c, d]),
            },
            _ => return None,
        };
        (time.nanoseconds <= 999_999_999).then_some(time)
    }

    /// The shortest form that keeps the value: the bytes and how many of them count (4, 8 or 12).
    pub fn to_payload(self) -> ([u8; 12], usize) {
        let mut bytes = [0; 12];
        let (seconds, nanoseconds) = (self.seconds as u64, u64::from(self.nanoseconds));
        let length = if self.seconds < 0 || seconds >> 34 != 0 {
            bytes[..4].copy_from_slice(&self.nanoseconds.to_be_bytes());
            bytes[4..].copy_from_slice(&seconds.to_be_bytes());
            12
        } else if nanoseconds != 0 || seconds >> 32 != 0 {
            bytes[..8].copy_from_slice(&(nanoseconds << 34 | seconds).to_be_bytes());
            8
        } else {
            bytes[..4].copy_from_slice(&(seconds as u32).to_be_bytes());
            4
        };
        (bytes, length)
    }
}
