//! Whole documents: checking, and bringing to canonical form.

use crate::ErrorKind;
use crate::error::Error;
use crate::ext::{self, Timestamp};
use crate::limits::Limits;
use crate::reader::{Reader, Token};
use crate::writer::Writer;

/// Checks that `bytes` are one MessagePack value within the limits: an error exactly when [`canonicalize`] has one.
///
/// # Errors
/// Every kind but `Unsupported`. A length that lies is `Truncated`.
pub fn validate(bytes: &[u8], limits: &Limits) -> Result<(), Error> {
    canonicalize(bytes, limits).map(|_| ())
}

/// The canonical form of one MessagePack value in any form. It is never longer than the input.
///
/// The payload of an extension is opaque and stays as it is, because its type may be an application's own; the exception
/// is the timestamp, which MessagePack itself defines.
///
/// # Errors
/// Every kind but `Unsupported`. A length that lies is `Truncated`.
pub fn canonicalize(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Error> {
    let mut reader = Reader::new(bytes, limits)?;
    let mut writer = Writer::with_limit(limits.max_output).reserved(bytes.len());
    // Values that are left in each open container.
    let mut open: Vec<u64> = Vec::new();
    loop {
        let values = match reader.next()? {
            Token::Array(length) => {
                writer.array(length as usize);
                Some(u64::from(length))
            }
            Token::Map(pairs) => {
                writer.map(pairs as usize);
                Some(u64::from(pairs) * 2)
            }
            scalar => {
                write_scalar(&mut writer, scalar, reader.offset())?;
                None
            }
        };
        if let Some(values) = values {
            limits.check_depth(open.len(), reader.offset())?;
            open.push(values + 1);
        }
        while let Some(left) = open.last_mut() {
            *left -= 1;
            if *left > 0 {
                break;
            }
            open.pop();
        }
        if open.is_empty() {
            reader.finish()?;
            return writer.finish();
        }
    }
}

fn write_scalar(writer: &mut Writer, token: Token, offset: usize) -> Result<(), Error> {
    match token {
        Token::Nil | Token::Array(_) | Token::Map(_) => writer.nil(),
        Token::Bool(value) => writer.bool(value),
        Token::Uint(value) => writer.uint(value),
        Token::Int(value) => writer.int(value),
        Token::Float(value) => writer.float(value),
        Token::Str(value) => writer.str(value),
        Token::Bin(value) => writer.bin(value),
        Token::Ext(ext::TIMESTAMP, payload) => writer.timestamp(timestamp(payload, offset)?),
        Token::Ext(code, payload) => writer.ext(code, payload),
    }
    Ok(())
}

fn timestamp(payload: &[u8], offset: usize) -> Result<Timestamp, Error> {
    Timestamp::from_payload(payload).ok_or_else(|| {
        let text = "a timestamp has 4, 8 or 12 bytes and at most 999,999,999 nanoseconds";
        Error::new(ErrorKind::Invalid, offset, text)
    })
}
