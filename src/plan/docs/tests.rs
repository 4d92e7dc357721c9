//! What prose becomes, block by block, and that nothing in it stays dangerous.

use super::*;

fn prose(text: &str) -> String {
    let mut lines = DocLines::default();
    lines.prose(text);
    lines.iter().collect::<Vec<_>>().join("\n")
}

#[test]
fn plain_prose_stays_as_it_is() {
    let text = "Lists pets.\n\nA pet is *furry*, see `Pet` and **cats**.\n\n- one\n- two\n\n1. first\n2. second";
    assert_eq!(prose(text), text);
}
