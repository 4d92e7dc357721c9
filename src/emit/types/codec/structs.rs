//! Objects.

use crate::emit::{ObjectTable, Row};
use crate::name::Ident;
use crate::plan::{FieldPlan, Scalar, StructPlan};

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
    let need = match (field.required, field.null_is_absent) {
        (true, _) => "required",
        (false, true) => "optional",
        (false, false) => "nullable",
    };
    let scalar = field.scalar.map(|scalar| match scalar {
        Scalar::Whole => "whole",
        Scalar::Time => "time",
    });
    Row { name: field.name.clone(), ident: field.ident.clone(), need, scalar }
}
