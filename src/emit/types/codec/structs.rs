//! Objects.

use crate::emit::{ObjectTable, Row};
use crate::name::Ident;
use crate::plan::{FieldPlan, StructPlan};

pub(super) fn table(ident: &Ident, def: &StructPlan) -> ObjectTable {
    ObjectTable {
        ident: ident.clone(),
        touches_deprecated: def.fields.iter().any(|field| field.deprecated),
        rows: def.fields.iter().map(row).collect(),
        rest: def.additional.as_ref().map(|(name, _)| name.clone()),
        ignored: def.ignored.clone(),
    }
}

fn row(field: &FieldPlan) -> Row {
    let kind = match (field.required, field.null_is_absent, field.whole) {
        (true, _, false) => "required",
        (true, _, true) => "required whole",
        (false, true, false) => "optional",
        (false, true, true) => "optional whole",
        (false, false, false) => "nullable",
        (false, false, true) => "nullable whole",
    };
    Row { name: field.name.clone(), ident: field.ident.clone(), kind }
}
