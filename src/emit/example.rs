//! Example code for the crate's documentation and README. It compiles, as a doctest, whatever the document says.

use crate::plan::{DocLines, Plan};

pub(super) fn client(_plan: &Plan) -> DocLines {
    DocLines::default()
}
