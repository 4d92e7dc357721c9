//! Digests of texts: what the lock remembers of a file. The only user of sha2.

use sha2::{Digest as _, Sha256};

/// The first 128 bits of SHA-256, as hexadecimal digits: enough to tell texts apart, and half as long in a diff.
///
/// Line endings do not count, since git may convert them: `\r\n` is read as `\n`.
pub(super) fn digest(text: &[u8]) -> String {
    let mut hash = Sha256::new();
    if text.contains(&b'\r') {
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            match line.strip_suffix(b"\r\n") {
                Some(line) => {
                    hash.update(line);
                    hash.update(b"\n");
                }
                None => hash.update(line),
            }
        }
    } else {
        hash.update(text);
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn a_digest_is_what_sha256sum_begins_with() {
        assert_eq!(digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223");
        assert_eq!(digest(b""), "e3b0c44298fc1c149afbf4c8996fb924");
    }

    #[test]
    fn line_endings_do_not_count() {
        assert_eq!(digest(b"a\r\nb\r\n"), digest(b"a\nb\n"));
        assert_ne!(digest(b"a\rb"), digest(b"a\nb"));
        assert_ne!(digest(b"a\n"), digest(b"a"));
    }
}
