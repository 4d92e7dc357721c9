//! What was found, and where. Nothing of it repeats what the caller sent, but for names of members that cannot do harm.

use std::fmt::{self, Write as _};

/// As many violations are told at once; a hostile text could have one for every few bytes.
const MOST: usize = 64;

/// Longest name of a member, not known to the document, that a pointer shows.
const LONGEST_NAME: usize = 64;

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The value, as a JSON pointer (RFC 6901). Ends at the object in which a name stands that is not shown.
    pub pointer: String,
    /// The keyword that does not hold: `minLength`. Beside those of JSON Schema there are `duplicate`, for a member that is
    /// given twice, and `depth`, for nesting beyond what is read.
    pub rule: &'static str,
    /// What would be right, for people: "must have at least 8 characters".
    pub message: String,
}

/// Collects violations.
#[derive(Debug)]
pub(super) struct Report {
    violations: Vec<Violation>,
    most: usize,
}

impl Report {
    pub(super) fn new() -> Self {
        Self { violations: Vec::new(), most: MOST }
    }

    /// A report that only tells whether there is any violation.
    pub(super) fn probe() -> Self {
        Self { violations: Vec::new(), most: 1 }
    }

    /// Tells nothing more, as if there were a violation already.
    pub(super) fn give_up(&mut self) {
        self.most = 0;
    }

    /// Whether further violations would not be told.
    pub(super) fn is_full(&self) -> bool {
        self.violations.len() >= self.most
    }

    /// Adds a violation. A type and a rule may find the same one, which is told once.
    pub(super) fn push(&mut self, path: &Path<'_>, rule: &'static str, message: impl Into<String>) {
        if !self.is_full() {
            let violation = Violation { pointer: path.to_string(), rule, message: message.into() };
            if !self.violations.contains(&violation) {
                self.violations.push(violation);
            }
        }
    }

    pub(super) fn into_violations(self) -> Vec<Violation> {
        self.violations
    }
}

/// Where a value stands. Written out only for violations.
#[derive(Debug)]
pub(super) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
    /// How many containers the value is in.
    pub(super) depth: usize,
}

#[derive(Debug)]
enum Step<'p> {
    Root,
    /// A name of the document.
    Property(&'static str),
    /// A name that the caller chose.
    Member(&'p str),
    Element(usize),
}

impl<'p> Path<'p> {
    pub(super) const ROOT: Path<'static> = Path { parent: None, step: Step::Root, depth: 0 };

    pub(super) fn property(&'p self, name: &'static str) -> Self {
        self.child(Step::Property(name))
    }

    pub(super) fn member(&'p self, name: &'p str) -> Self {
        self.child(Step::Member(name))
    }

    pub(super) fn element(&'p self, index: usize) -> Self {
        self.child(Step::Element(index))
    }

    /// Whether the last step is one that pointers show.
    pub(super) fn is_shown(&self) -> bool {
        match self.step {
            Step::Member(name) => is_harmless(name),
            Step::Root | Step::Property(_) | Step::Element(_) => true,
        }
    }

    fn child(&'p self, step: Step<'p>) -> Self {
        Self { parent: Some(self), step, depth: self.depth + 1 }
    }

    /// Writes all steps up to the first that is not shown; tells whether that was all.
    fn write(&self, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error> {
        let complete = match self.parent {
            Some(parent) => parent.write(f)?,
            None => true,
        };
        if !complete || !self.is_shown() {
            return Ok(false);
        }
        match self.step {
            Step::Root => {}
            Step::Element(index) => write!(f, "/{index}")?,
            Step::Property(name) | Step::Member(name) => {
                f.write_char('/')?;
                for character in name.chars() {
                    match character {
                        '~' => f.write_str("~0")?,
                        '/' => f.write_str("~1")?,
                        other => f.write_char(other)?,
                    }
                }
            }
        }
        Ok(true)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f).map(|_| ())
    }
}

/// Whether a name is short and plain, so that it may stand in an answer.
fn is_harmless(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'$');
    !name.is_empty() && name.len() <= LONGEST_NAME && name.bytes().all(plain)
}
