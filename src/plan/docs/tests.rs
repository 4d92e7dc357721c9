//! What prose becomes, block by block, and that nothing in it stays dangerous.

use proptest::prelude::*;

use super::*;

fn prose(text: &str) -> String {
    let mut lines = DocLines::default();
    lines.prose(text);
    lines.iter().collect::<Vec<_>>().join("\n")
}

fn described(summary: Option<&str>, description: Option<&str>) -> String {
    let doc = Doc {
        summary: summary.map(str::to_owned),
        description: description.map(str::to_owned),
        external: Some("https://example.com/docs".to_owned()),
        ..Doc::default()
    };
    lines(&doc).iter().collect::<Vec<_>>().join("\n")
}

#[test]
fn plain_prose_stays_as_it_is() {
    for text in [
        "Lists pets.\n\nA pet is *furry*, see `Pet` and **cats**.\n\n- one\n- two\n\n1. first\n2. second",
        "# Title\n\nText with [a link](https://example.com/a?b=c#d).\n\n> A quote.",
        "- a\n  - b\n    - c\n- d",
        "| a | b |\n| --- | --- |\n| 1 | `x` |",
        "```json\n{\"a\": 1}\n```",
    ] {
        assert_eq!(prose(text), text);
    }
}

#[test]
fn summaries_become_sentences_and_are_not_repeated() {
    let see = "\n\nSee <https://example.com/docs>.";
    assert_eq!(described(Some("List pets"), None), format!("List pets.{see}"));
    assert_eq!(described(Some("List pets"), Some("Slowly.")), format!("List pets.\n\nSlowly.{see}"));
    assert_eq!(described(Some("List pets"), Some("List pets, slowly")), format!("List pets, slowly.{see}"));
    assert_eq!(described(Some(" "), Some("  ")), "See <https://example.com/docs>.");
}

#[test]
fn code_is_never_a_doctest() {
    let table = [
        ("```\npanic!()\n```", "```text\npanic!()\n```"),
        ("```rust\npanic!()\n```", "```text\npanic!()\n```"),
        ("```should_panic,edition2024\nx\n```", "```text\nx\n```"),
        ("~~~rust\nx\n~~~", "```text\nx\n```"),
        ("```rust\nunclosed", "```text\nunclosed\n```"),
        ("    panic!()\n      more()", "```text\npanic!()\n  more()\n```"),
        ("Text:\n\n\tpanic!()", "Text:\n\n```text\npanic!()\n```"),
        ("-     panic!()", "- panic!()"),
        ("- a\n\n      panic!()", "- a\n\n  ```text\n  panic!()\n  ```"),
        (">     panic!()", "> ```text\n> panic!()\n> ```"),
        ("> ```\n> panic!()\n> ```", "> ```text\n> panic!()\n> ```"),
        ("~~~\n```\n~~~", "````text\n```\n````"),
        ("text\n    lazy code", "text lazy code"),
    ];
    for (text, expected) in table {
        assert_eq!(prose(text), expected, "{text:?}");
    }
}

#[test]
fn links_lead_to_the_web_or_nowhere() {
    let table = [
        ("https://example.com/x.", "<https://example.com/x>."),
        ("(see http://example.com/a(b))", "(see <http://example.com/a(b)>)"),
        ("<https://example.com>", "<https://example.com>"),
        ("[Pet](struct.Pet.html)", "Pet"),
        ("[text](/docs/a b)", "text"),
        ("[text](javascript:alert)", "text"),
        ("[Vec]", "\\[Vec\\]"),
        ("a[0]", "a\\[0\\]"),
        ("[x]: https://example.com", "\\[x\\]: <https://example.com>"),
        ("[x][y]", "\\[x\\]\\[y\\]"),
        ("![image](https://example.com/a.png)", "[image](https://example.com/a.png)"),
        ("[^1]", "\\[^1\\]"),
    ];
    for (text, expected) in table {
        assert_eq!(prose(text), expected, "{text:?}");
    }
}

#[test]
fn markup_is_markdown_or_text() {
    let table = [
        ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
        ("<p>One</p><p>Two <code>x</code></p>", "One\n\nTwo `x`"),
        ("a<br/>b", "a b"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<scr<b>ipt>", "\\<scr**ipt>"),
        ("Vec<String> & Map<K, V>", "Vec\\<String> & Map\\<K, V>"),
        ("`Vec<String>` and `[x]`", "`Vec<String>` and `[x]`"),
        ("unmatched ` tick", "unmatched \\` tick"),
        ("`` a`b ``", "`` a`b ``"),
        ("\\[escaped\\]", "\\[escaped\\]"),
        ("c:\\dir", "c:\\\\dir"),
    ];
    for (text, expected) in table {
        assert_eq!(prose(text), expected, "{text:?}");
    }
}

#[test]
fn what_cannot_be_seen_is_replaced() {
    assert_eq!(prose("a\u{202e}b\u{0}c\u{feff}"), "a\u{fffd}b\u{fffd}c\u{fffd}");
    assert_eq!(prose("a\r\nb\u{2028}c\u{85}d\u{2029}e\rf"), "a b c d e f");
    assert_eq!(code("a`b\nc"), "`` a`b c ``");
    assert_eq!(code(""), "` `");
    assert_eq!(phrase("see [x]\nhttps://example.com"), "see \\[x\\] <https://example.com>");
}

#[test]
fn lists_keep_their_lines_together() {
    assert_eq!(prose("- a\nlazy\n- b\n  c"), "- a lazy\n- b c");
    assert_eq!(prose("* a\n\n  b\n* c"), "- a\n\n  b\n- c");
    assert_eq!(prose("Text:\n- a"), "Text:\n\n- a");
    assert_eq!(prose("- a\n\nText"), "- a\n\nText");
}

#[test]
fn cells_of_tables_are_on_their_own() {
    assert_eq!(prose("a\n|`<x|y>`|\n|---|---|"), "a\n\n| \\`\\<x | y>\\` |\n| --- | --- |");
    assert_eq!(prose("| a \\| b |"), "| a \\| b |");
}

#[test]
fn long_lines_are_wrapped_but_never_into_a_block() {
    let text = format!("{} - 1. # > {}", "word ".repeat(19), "word ".repeat(30));
    for line in prose(&text).lines() {
        assert!(line.starts_with("word"), "{line}");
    }
}

/// Lines outside of code blocks, or the reason why a text is not safe.
fn checked(text: &str) -> Result<(), String> {
    let mut fence: Option<String> = None;
    for line in text.split('\n') {
        let bare = line.trim_start_matches(['>', ' ']);
        let bare = if fence.is_none() { bare.trim_start_matches(|c| " >-.0123456789".contains(c)) } else { bare };
        let ticks: String = bare.chars().take_while(|c| *c == '`').collect();
        match &fence {
            Some(open) if ticks.len() >= open.len() && bare == ticks => fence = None,
            Some(_) => {}
            None if ticks.len() >= 3 && bare.len() > ticks.len() => fence = Some(ticks),
            None if ticks.len() >= 3 => return Err(format!("a fence without a language: {line:?}")),
            None => outside(line)?,
        }
        if line.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}')) {
            return Err(format!("an invisible character: {line:?}"));
        }
    }
    fence.map_or(Ok(()), |open| Err(format!("a fence that is not closed: {open}")))
}

fn outside(line: &str) -> Result<(), String> {
    let text = without_code(line);
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        let url = text[at..].starts_with("<http://") || text[at..].starts_with("<https://");
        if c == '<' && previous != '\\' && !url {
            return Err(format!("a tag: {line:?}"));
        }
        previous = if previous == '\\' { ' ' } else { c };
    }
    let widest = line.len() - line.trim_start_matches(' ').len();
    if widest > 3 * 6 { Err(format!("an indented line: {line:?}")) } else { Ok(()) }
}

/// A line without its code spans (CommonMark 0.31, 6.1); a bar in a table ends them.
fn without_code(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches('`').len();
        let closing = (run > 0).then(|| closing(&rest[run..], run)).flatten();
        let taken = match (c, closing) {
            ('`', Some(end)) => run + end,
            ('\\', _) => c.len_utf8() + rest[1..].chars().next().map_or(0, char::len_utf8),
            ('`', None) => run,
            _ => c.len_utf8(),
        };
        if closing.is_none() {
            out.push_str(&rest[..taken]);
        }
        rest = &rest[taken..];
    }
    out
}

/// Where the run of as many backquotes ends, if there is one.
fn closing(text: &str, length: usize) -> Option<usize> {
    let mut at = 0;
    loop {
        at += text[at..].find('`')?;
        let run = text[at..].len() - text[at..].trim_start_matches('`').len();
        at += run;
        if run == length {
            return Some(at);
        }
    }
}

proptest! {
    #[test]
    fn nothing_stays_dangerous(text in "[ \\t\\r\\n>`~<a1.#*+=|_\\[\\]()!:/h-]{0,60}|\\PC{0,40}") {
        let out = prose(&text);
        prop_assert!(checked(&out).is_ok(), "{:?}\n{out}", checked(&out));
        // What is canonical is not changed again, so that no second reading differs from the first.
        let again = prose(&out);
        prop_assert!(checked(&again).is_ok());
    }

    #[test]
    fn plain_lines_are_what_taking_them_apart_makes_of_them(text in "[hA1][a-z0-9 ,.;'-]{0,40}( [a-z]{1,30}[,.]?){0,5}") {
        prop_assert_eq!(blocks::sanitize(&text), blocks::taken_apart(&text));
    }
}
