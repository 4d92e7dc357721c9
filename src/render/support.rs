//! The runtime as text: what is copied verbatim into the `src/support/` of a generated crate.

use super::rust::header;

/// The files by their path, with their text.
macro_rules! files {
    ($($path:literal),* $(,)?) => { &[$(($path, include_str!(concat!("../runtime/", $path)))),*] };
}

/// Every file of the runtime but its root and the tests.
const FILES: &[(&str, &str)] = files![
    "base64_bytes.rs",
    "body.rs",
    "client/auth.rs",
    "client/call.rs",
    "client/config.rs",
    "client/core.rs",
    "client/error.rs",
    "client/error_response.rs",
    "client/execute.rs",
    "client/json_path.rs",
    "client/mod.rs",
    "client/multipart.rs",
    "client/oauth.rs",
    "client/pace.rs",
    "client/paginate.rs",
    "client/pagination.rs",
    "client/payload.rs",
    "client/request.rs",
    "client/response.rs",
    "client/retry.rs",
    "client/server_url.rs",
    "client/stream.rs",
    "client/transport.rs",
    "client/url.rs",
    "client/wait.rs",
    "codec/directory.rs",
    "codec/enumeration.rs",
    "codec/lookup.rs",
    "codec/mod.rs",
    "codec/object.rs",
    "codec/outline.rs",
    "codec/scalar.rs",
    "codec/text.rs",
    "codec/union.rs",
    "date_time.rs",
    "endpoint.rs",
    "multipart/mod.rs",
    "multipart/read.rs",
    "multipart/write.rs",
    "multipart_receiver.rs",
    "negotiate.rs",
    "param/decode.rs",
    "param/encode.rs",
    "param/form.rs",
    "param/mod.rs",
    "param/text.rs",
    "param/tree.rs",
    "reply.rs",
    "schema/array.rs",
    "schema/build.rs",
    "schema/canonical.rs",
    "schema/check.rs",
    "schema/coerce.rs",
    "schema/decode/access.rs",
    "schema/decode/checked.rs",
    "schema/decode/mod.rs",
    "schema/decode/name.rs",
    "schema/format.rs",
    "schema/limits.rs",
    "schema/mod.rs",
    "schema/number.rs",
    "schema/object.rs",
    "schema/pattern.rs",
    "schema/report.rs",
    "schema/rule.rs",
    "schema/union.rs",
    "secret.rs",
    "server/answer.rs",
    "server/auth.rs",
    "server/body.rs",
    "server/challenge.rs",
    "server/credential.rs",
    "server/failure.rs",
    "server/input.rs",
    "server/media.rs",
    "server/mod.rs",
    "server/problem.rs",
    "server/rejection.rs",
    "server/router.rs",
    "server/stream.rs",
    "server/tree.rs",
    "status.rs",
    "stream.rs",
    "webhook/delivery.rs",
    "webhook/mod.rs",
    "webhook/template.rs",
    "webhook/verify.rs",
    "webhook_receiver.rs",
    "webhook_sender.rs",
];

/// The files of these modules, where they go in a crate.
pub fn support_files(modules: &[&str], spec: &str) -> Vec<(String, String)> {
    let wanted = |path: &str| modules.contains(&path.split(['/', '.']).next().unwrap_or(path));
    let files = FILES.iter().filter(|(path, _)| wanted(path));
    files
        .map(|(path, text)| (format!("src/support/{path}"), format!("{}\n{}", header(spec), without_tests(text))))
        .collect()
}

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

#[cfg(test)]
mod listing {
    use std::path::{Path, PathBuf};

    #[test]
    fn every_file_of_the_runtime_is_listed() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/runtime");
        let mut waiting: Vec<PathBuf> = vec![root.clone()];
        let mut found = Vec::new();
        while let Some(dir) = waiting.pop() {
            for entry in std::fs::read_dir(dir).unwrap().map(Result::unwrap) {
                let path = entry.path();
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                match path.is_dir() {
                    true if !name.ends_with("tests") => waiting.push(path),
                    false if !name.ends_with("tests.rs") && name != "mod.rs" => found.push(name),
                    _ => {}
                }
            }
        }
        found.sort();
        let listed: Vec<&str> = super::FILES.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, found);
    }
}
