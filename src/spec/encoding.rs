//! From bytes to text. JSON texts are UTF-8 (RFC 8259, section 8.1); YAML is UTF-16 as well, told by its byte order mark
//! (YAML 1.2.2, section 5.2).

use std::io;

/// The text of a file.
///
/// # Errors
///
/// When it is in another encoding; the error says where that shows.
pub(super) fn text(bytes: Vec<u8>) -> io::Result<String> {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
            let start = valid.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
            let column = String::from_utf8_lossy(&valid[start..]).chars().count() + 1;
            refused(&format!("it is not UTF-8 at line {line}, column {column}; save it as UTF-8"))
        }),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> io::Result<String> {
    let (pairs, rest) = bytes.as_chunks();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.ok().filter(|_| rest.is_empty()).ok_or_else(|| refused("its byte order mark says UTF-16, but it is not"))
}

fn refused(reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_utf_8_or_say_that_they_are_utf_16() {
        assert_eq!(text("é\n".into()).unwrap(), "é\n");
        assert_eq!(text(b"\xff\xfea\0\xe9\0".to_vec()).unwrap(), "aé");
        assert_eq!(text(b"\xfe\xff\0a\0\xe9".to_vec()).unwrap(), "aé");
        let refused = |bytes: &[u8]| text(bytes.to_vec()).unwrap_err().to_string();
        assert_eq!(refused(b"a\nb\xc3\xa9\xe9"), "it is not UTF-8 at line 2, column 3; save it as UTF-8");
        assert_eq!(refused(b"\xff\xfea\0\0"), "its byte order mark says UTF-16, but it is not");
        assert_eq!(refused(b"\xff\xfe\0\xd8"), "its byte order mark says UTF-16, but it is not");
    }
}
