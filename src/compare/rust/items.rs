//! What a generated crate has that its users name.

use super::super::effect::Effect;

/// Something with a name of its own, or a member of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// What it belongs to: `types::Pet`. An item that belongs to itself has no member.
    pub(super) owner: String,
    /// Its name from there on: `.name`, `::new`.
    pub(super) member: String,
    /// What else is said of it: its type, its arguments.
    pub(super) text: String,
    /// What it is in the document, by which it is known again under another name.
    pub(super) identity: String,
    /// What it means to code that is there that it was not.
    pub(super) appears: Effect,
    pub(super) end: End,
}

/// Whose code may name an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    Both,
    Client,
    Server,
}

impl Item {
    /// A definition, a group, a trait.
    pub(super) fn owner(path: String, text: &str, identity: String, end: End) -> Self {
        let (member, text) = (String::new(), text.to_owned());
        Self { owner: path, member, text, identity, appears: Effect::Additive, end }
    }

    /// A member of a definition, whose identity is that of its owner and of itself.
    pub(super) fn member(&self, member: String, text: String, identity: &str) -> Self {
        let identity = format!("{}\u{1f}{identity}", self.identity);
        Self { owner: self.owner.clone(), member, text, identity, appears: Effect::Additive, end: self.end }
    }

    /// The same, at which code that is there stops.
    pub(super) fn demanding(self, yes: bool) -> Self {
        if yes { Self { appears: Effect::Breaking, ..self } } else { self }
    }

    /// The same, for one end only.
    pub(super) fn on(self, end: End) -> Self {
        Self { end, ..self }
    }

    pub(super) fn path(&self) -> String {
        format!("{}{}", self.owner, self.member)
    }
}
