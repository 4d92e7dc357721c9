//! Templates such as `t={timestamp},v1={signature}`: written to sign, read to verify.

/// A piece of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    Constant(&'static str),
    Body,
    Timestamp,
    Signature,
    /// The value of another header.
    Header(&'static str),
}

/// Splits a template into its pieces. An unbalanced brace is constant text.
pub(super) fn pieces(template: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, inside)) = rest.split_once('{') {
        let Some((name, after)) = inside.split_once('}') else { break };
        if !before.is_empty() {
            pieces.push(Piece::Constant(before));
        }
        pieces.push(match name {
            "body" => Piece::Body,
            "timestamp" => Piece::Timestamp,
            "signature" => Piece::Signature,
            header => Piece::Header(header),
        });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Constant(rest));
    }
    pieces
}

/// What a signature header says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parsed<'h> {
    pub(super) timestamp: Option<&'h str>,
    /// Several while a sender changes its secret.
    pub(super) signatures: Vec<&'h str>,
}

/// Reads a header that is written as the format says. A format with several parts is a list of them, separated by
/// commas, in any order, with unknown parts between; any other may be repeated, separated by spaces.
pub(super) fn parse<'h>(format: &'static str, header: &'h str) -> Option<Parsed<'h>> {
    let several = pieces(format).iter().filter(|piece| !matches!(piece, Piece::Constant(_))).count() > 1;
    let separator = if several { ',' } else { ' ' };
    let parts: Vec<_> = if several { format.split(',').map(pieces).collect() } else { vec![pieces(format)] };
    let mut parsed = Parsed::default();
    for text in header.split(separator).map(str::trim) {
        let found = parts.iter().find_map(|part| capture(part, text));
        match found {
            Some((Piece::Timestamp, text)) if parsed.timestamp.is_none() => parsed.timestamp = Some(text),
            Some((Piece::Timestamp, _)) => return None,
            Some((Piece::Signature, text)) => parsed.signatures.push(text),
            _ => {}
        }
    }
    (!parsed.signatures.is_empty()).then_some(parsed)
}

/// The one variable piece of a part, and its text.
fn capture<'h>(part: &[Piece], text: &'h str) -> Option<(Piece, &'h str)> {
    let (before, variable, after) = match *part {
        [variable] => ("", variable, ""),
        [Piece::Constant(before), variable] => (before, variable, ""),
        [variable, Piece::Constant(after)] => ("", variable, after),
        [Piece::Constant(before), variable, Piece::Constant(after)] => (before, variable, after),
        _ => return None,
    };
    let text = text.strip_prefix(before.trim_start())?.strip_suffix(after)?;
    (!text.is_empty()).then_some((variable, text))
}
