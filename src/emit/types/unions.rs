//! Unions as people read them.

use super::super::{Item, Position, Spelled};
use super::begun;
use crate::plan::{TypePlan, UnionPlan};

pub(super) fn definition(ty: &TypePlan, def: &UnionPlan) -> Item {
    let mut item = begun(ty, "Debug, Clone, PartialEq");
    item.line(0, "#[non_exhaustive]");
    item.line(0, format_args!("pub enum {} {{", ty.name.ident));
    for alternative in &def.alternatives {
        item.docs(1, &alternative.docs);
        let name = &alternative.ident;
        match (alternative.content.as_ref().map(|content| Spelled(content, Position::Types)), alternative.boxed) {
            (None, _) => item.line(1, format_args!("{name},")),
            (Some(content), false) => item.line(1, format_args!("{name}({content}),")),
            (Some(content), true) => item.line(1, format_args!("{name}(Box<{content}>),")),
        }
    }
    item.line(1, "/// A value that fits no alternative of the document.");
    item.line(1, "Unknown(serde_json::Value),");
    item.line(0, "}");
    item
}
