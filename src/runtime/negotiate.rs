//! Media types of responses: which of the documented ones came, and which of them a caller accepts (RFC 9110, sections
//! 8.3.1 and 12.5.1). Depends on nothing.

/// The index of the documented media type that fits best what came; the first if none does, because real servers send JSON
/// as `text/html`, or do not say what they send.
pub fn which(documented: &[&str], came: Option<&str>) -> usize {
    let Some(came) = came.map(MediaType::new) else { return 0 };
    let scores = documented.iter().map(|documented| came.likeness(&MediaType::new(documented))).enumerate();
    // Of several that fit equally well, the first.
    scores.rev().max_by_key(|(_, score)| *score).filter(|(_, score)| *score > 0).map_or(0, |(index, _)| index)
}

/// Whether a media type is one of the documented ones.
pub fn fits(documented: &[&str], media_type: &str) -> bool {
    let own = MediaType::new(media_type);
    documented.iter().any(|documented| own.likeness(&MediaType::new(documented)) > 0)
}

/// How much a caller wants a media type, in thousandths: 0 is not at all.
pub fn weight(accept: &str, media_type: &str) -> u16 {
    let offered = MediaType::new(media_type);
    let ranges = accept.split(',').map(str::trim).filter(|range| !range.is_empty());
    let weights = ranges.filter_map(|range| {
        let (range, quality) = quality(range);
        let fits = offered.likeness(&MediaType::new(range));
        // The family of JSON is one when reading, not when somebody asks for a member of it.
        (fits > 0 && fits != FAMILY).then_some((fits, quality))
    });
    // The most precise range counts.
    weights.max_by_key(|(fits, _)| *fits).map_or(0, |(_, quality)| quality)
}

/// Takes the weight off a range of `Accept`.
fn quality(range: &str) -> (&str, u16) {
    let parameters = range.match_indices(';').map(|(at, _)| (at, range[at + 1..].trim_start()));
    for (at, parameter) in parameters {
        let Some(value) = parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q=")) else { continue };
        let value = value.split(';').next().unwrap_or_default().trim();
        let weight = value.parse::<f32>().unwrap_or(1.0).clamp(0.0, 1.0);
        return (range[..at].trim_end(), (weight * 1000.0) as u16);
    }
    (range, 1000)
}

/// Both are JSON.
const FAMILY: u8 = 3;

/// A media type or range.
struct MediaType {
    /// `application/json`, in lower case.
    essence: String,
    parameters: Vec<(String, String)>,
}

impl MediaType {
    fn new(text: &str) -> Self {
        let mut parts = text.split(';');
        let essence = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let parameters = parts.filter_map(|part| part.split_once('=')).map(|(name, value)| {
            (name.trim().to_ascii_lowercase(), value.trim().trim_matches('"').to_ascii_lowercase())
        });
        Self { parameters: parameters.collect(), essence }
    }

    fn is_json(&self) -> bool {
        self.essence == "application/json" || self.essence == "text/json" || self.essence.ends_with("+json")
    }

    /// How well it fits a documented type or range, from the same with the same parameters down to a range; 0 is not at all.
    fn likeness(&self, documented: &Self) -> u8 {
        let has = |parameter| self.parameters.contains(parameter);
        match &documented.essence {
            essence if *essence == self.essence => match documented.parameters.iter().all(has) {
                true => 5_u8.saturating_add(documented.parameters.len().try_into().unwrap_or(u8::MAX)),
                false => 4,
            },
            _ if documented.is_json() && self.is_json() => FAMILY,
            essence if essence == "*/*" => 1,
            essence if essence.strip_suffix('*').is_some_and(|kind| self.essence.starts_with(kind)) => 2,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_fit_is_found() {
        let documented = ["application/json", "text/csv", "application/scim+json", "text/*", "application/json;v=2"];
        for (came, index) in [
            ("application/json", 0),
            ("Application/JSON; charset=utf-8", 0),
            ("application/json; v=2", 4),
            ("text/csv;header=present", 1),
            ("application/scim+json", 2),
            ("application/problem+json", 0),
            ("text/html", 3),
            ("image/png", 0),
            ("nonsense", 0),
        ] {
            assert_eq!(which(&documented, Some(came)), index, "{came}");
        }
        assert_eq!(which(&documented, None), 0);
        assert_eq!(which(&["application/json", "*/*"], Some("image/png")), 1);
        assert_eq!(which(&["text/event-stream", "application/json"], Some("application/problem+json")), 1);
    }

    #[test]
    fn the_most_precise_range_counts() {
        let accept = "text/*;q=0.3, text/html;q=0.7, */*; q=0.5, image/png;q=0";
        for (media_type, expected) in
            [("text/html", 700), ("text/plain", 300), ("application/json", 500), ("image/png", 0)]
        {
            assert_eq!(weight(accept, media_type), expected, "{media_type}");
        }
        assert_eq!(weight("application/json", "application/scim+json"), 0);
        assert_eq!(weight("", "application/json"), 0);
    }
}
