//! The runtime as text: what is copied verbatim into the `src/support/` of a generated crate.

/// A runtime file without its tests, which need what only this package has. The tests are the tail of the file, or a
/// `mod tests;` at its top that names a file of their own.
pub fn without_tests(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line == "#[cfg(test)]" {
            match lines.peek() {
                Some(next) if next.ends_with("mod tests;") => {
                    lines.next();
                    continue;
                }
                Some(next) if next.ends_with("mod tests {") => break,
                _ => {}
            }
        }
        kept.push_str(line);
        kept.push('\n');
    }
    kept.truncate(kept.trim_end().len());
    kept.push('\n');
    kept
}
