//! Canonical MsgPack of a JSON text, for expectations.
//!
//! Written apart from `molt-pivot` on purpose: an expectation made by the code under test proves nothing.

use anyhow::{Result, bail};
use serde_json::{Number, Value};

/// The canonical MsgPack of one JSON document.
///
/// # Errors
/// When the text is no JSON, or has an integer outside -2^63..=2^64-1 (write such a value in hex).
pub fn of_json(text: &str) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    write(&serde_json::from_str(text)?, &mut out)?;
    Ok(out)
}

fn write(value: &Value, out: &mut Vec<u8>) -> Result<()> {
    match value {
        Value::Null => out.push(0xc0),
        Value::Bool(value) => out.push(0xc2 | u8::from(*value)),
        Value::Number(number) => write_number(number, out)?,
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            header(items.len(), 0x90, 0xdc, out);
            items.iter().try_for_each(|item| write(item, out))?;
        }
        Value::Object(entries) => {
            header(entries.len(), 0x80, 0xde, out);
            for (key, value) in entries {
                write_text(key, out);
                write(value, out)?;
            }
        }
    }
    Ok(())
}

/// The header of an array or a map: 4 bits of length in `short`, else 16 bits after `long`, else 32 bits after `long + 1`.
pub(crate) fn header(length: usize, short: u8, long: u8, out: &mut Vec<u8>) {
    match length {
        0..=15 => out.push(short | length as u8),
        16..=0xffff => tagged(long, &(length as u16).to_be_bytes(), out),
        _ => tagged(long + 1, &(length as u32).to_be_bytes(), out),
    }
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    match text.len() {
        length @ 0..=31 => out.push(0xa0 | length as u8),
        length @ 32..=0xff => tagged(0xd9, &[length as u8], out),
        length @ 0x100..=0xffff => tagged(0xda, &(length as u16).to_be_bytes(), out),
        length => tagged(0xdb, &(length as u32).to_be_bytes(), out),
    }
    out.extend_from_slice(text.as_bytes());
}

fn write_number(number: &Number, out: &mut Vec<u8>) -> Result<()> {
    if let Some(n) = number.as_u64() {
        match n {
            0..=0x7f => out.push(n as u8),
            0x80..=0xff => tagged(0xcc, &[n as u8], out),
            0x100..=0xffff => tagged(0xcd, &(n as u16).to_be_bytes(), out),
            0x1_0000..=0xffff_ffff => tagged(0xce, &(n as u32).to_be_bytes(), out),
            _ => tagged(0xcf, &n.to_be_bytes(), out),
        }
    } else if let Some(n) = number.as_i64() {
        match n {
            -32..=-1 => out.push(n as u8),
            -0x80..=-33 => tagged(0xd0, &[n as u8], out),
            -0x8000..=-0x81 => tagged(0xd1, &(n as i16).to_be_bytes(), out),
            -0x8000_0000..=-0x8001 => tagged(0xd2, &(n as i32).to_be_bytes(), out),
            _ => tagged(0xd3, &n.to_be_bytes(), out),
        }
    } else {
        write_float(number, out)?;
    }
    Ok(())
}

fn write_float(number: &Number, out: &mut Vec<u8>) -> Result<()> {
    let Some(n) = number.as_f64() else {
        bail!("{number} is no float 64")
    };
    // serde_json turns an integer beyond 64 bits into a float; its digits show that it was none.
    if n.fract() == 0.0
        && n.abs() >= 9_223_372_036_854_775_808.0
        && !number.to_string().contains(['.', 'e', 'E'])
    {
        bail!("{number} is beyond 64 bits: write its MsgPack in hex");
    }
    if f64::from(n as f32) == n {
        tagged(0xca, &(n as f32).to_be_bytes(), out);
    } else {
        tagged(0xcb, &n.to_be_bytes(), out);
    }
    Ok(())
}

fn tagged(tag: u8, payload: &[u8], out: &mut Vec<u8>) {
    out.push(tag);
    out.extend_from_slice(payload);
}

#[cfg(test)]
mod tests {
    use super::of_json;
    use crate::bytes::hex;

    #[test]
    fn every_kind_of_value_is_in_its_shortest_form() {
        for (json, expected) in [
            ("null", "c0"),
            ("[true, false]", "92c3c2"),
            ("127", "7f"),
            ("128", "cc80"),
            ("65536", "ce00010000"),
            ("18446744073709551615", "cfffffffffffffffff"),
            ("-32", "e0"),
            ("-33", "d0df"),
            ("-9223372036854775808", "d38000000000000000"),
            ("1.5", "ca3fc00000"),
            ("0.1", "cb3fb999999999999a"),
            ("-0.0", "ca80000000"),
            (r#"{"b": [], "a": "é"}"#, "82a16290a161a2c3a9"),
        ] {
            assert_eq!(hex(&of_json(json).unwrap()), expected, "{json}");
        }
        assert!(of_json("[").is_err());
    }
}
