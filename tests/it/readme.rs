//! What the README quotes and cannot compile on its own stands, line by line, in a file that is compiled.

use std::fs;

/// The files that are quoted, in the order of the quotations.
const QUOTED: [&str; 3] = [
    "generated/resources-api/src/client/resources.rs",
    "examples/build-script/build.rs",
    "examples/build-script/src/lib.rs",
];

#[test]
fn quotations_are_what_is_written() {
    let readme = fs::read_to_string("README.md").unwrap();
    let quotations: Vec<&str> =
        readme.split("```rust,ignore\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert_eq!(quotations.len(), QUOTED.len());
    for (quotation, path) in quotations.into_iter().zip(QUOTED) {
        let file = fs::read_to_string(path).unwrap();
        assert!(unindented(&file).contains(&unindented(quotation)), "{path} does not have:\n{quotation}");
    }
}

fn unindented(text: &str) -> String {
    text.lines().map(|line| line.trim_start().to_owned() + "\n").collect()
}
