//! Texts: of a format, of a pattern, of a length.

use fastrand::Rng;
use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Map, Value};

/// A text for a schema without composition.
pub(super) fn sample(schema: &Map<String, Value>, rng: &mut Rng) -> Option<String> {
    let bound = |key: &str| schema.get(key).and_then(Value::as_u64).and_then(|bound| usize::try_from(bound).ok());
    let (least, most) = (bound("minLength").unwrap_or(0), bound("maxLength").unwrap_or(usize::MAX));
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
        return matching(pattern, least, rng);
    }
    let format = schema.get("format").and_then(Value::as_str);
    if let Some(text) = format.and_then(|format| formatted(format, rng)) {
        return Some(text);
    }
    let words = ["alpha", "Größe", "a b/c?d=e&f", "\"quoted\" \\ and\ttabbed", "", "日本語", "0", "true", "null"];
    let mut text = words[rng.usize(..words.len())].to_owned();
    if text.chars().count() < least {
        text = text.chars().chain(std::iter::repeat('x')).take(least.min(10_000)).collect();
    }
    Some(text.chars().take(most).collect())
}

fn formatted(format: &str, rng: &mut Rng) -> Option<String> {
    let (day, hour, number) = (rng.u8(1..29), rng.u8(0..24), rng.u32(..));
    Some(match format {
        "date-time" => match rng.u8(..3) {
            0 => format!("2024-02-{day:02}T{hour:02}:30:15Z"),
            1 => format!("2024-02-{day:02}T{hour:02}:30:15.25Z"),
            _ => format!("2024-02-{day:02}T{hour:02}:30:15+02:00"),
        },
        "date" => format!("2024-02-{day:02}"),
        "time" => format!("{hour:02}:30:15Z"),
        "duration" => format!("P{day}DT{hour}H"),
        "uuid" => format!("{number:08x}-1fee-4f00-8a00-00000000{day:04x}"),
        "uri" | "url" | "uri-reference" | "iri" => format!("https://example.com/{number}?q=a%20b"),
        "email" | "idn-email" => format!("user{number}@example.com"),
        "hostname" | "idn-hostname" => format!("host{day}.example.com"),
        "ipv4" => format!("192.0.2.{day}"),
        "ipv6" => format!("2001:db8::{number:x}").replace("::0", "::1").chars().take(14).collect(),
        "byte" | "base64" => ["aGVsbG8=", "", "AAECAw==", "+/+/"][rng.usize(..4)].to_owned(),
        "decimal" => format!("{day}.{hour}"),
        "json-pointer" => "/a/b".to_owned(),
        "regex" => "^a+$".to_owned(),
        _ => return None,
    })
}

/// A text that matches a pattern, where it is simple enough to say.
fn matching(pattern: &str, least: usize, rng: &mut Rng) -> Option<String> {
    let hir = regex_syntax::ParserBuilder::new().build().parse(pattern).ok()?;
    let mut text = String::new();
    write(&hir, least, rng, &mut text)?;
    // What is not anchored at its end may go on.
    if text.chars().count() < least && !pattern.ends_with('$') {
        let missing = least - text.chars().count();
        text.extend(std::iter::repeat_n('x', missing.min(10_000)));
    }
    Some(text)
}

fn write(hir: &Hir, least: usize, rng: &mut Rng, text: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => {
            // Plain letters are friendlier to formats and lengths than what the class may begin with.
            let plain = ['a', 'k', 'A', 'Q', '3', '7', '_', '-'];
            let fitting: Vec<char> = plain
                .into_iter()
                .filter(|c| class.iter().any(|range| range.start() <= *c && *c <= range.end()))
                .collect();
            let first = class.iter().next()?.start();
            text.push(if fitting.is_empty() { first } else { fitting[rng.usize(..fitting.len())] });
        }
        HirKind::Class(Class::Bytes(_)) => return None,
        HirKind::Repetition(repetition) => {
            let missing = least.saturating_sub(text.chars().count());
            let wanted = u32::try_from(missing).unwrap_or(u32::MAX).max(repetition.min + rng.u32(..3)).min(10_000);
            for _ in 0..wanted.min(repetition.max.unwrap_or(u32::MAX)).max(repetition.min) {
                write(&repetition.sub, 0, rng, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, least, rng, text)?,
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| write(part, least, rng, text))?,
        HirKind::Alternation(branches) => write(&branches[rng.usize(..branches.len())], least, rng, text)?,
    }
    Some(())
}
