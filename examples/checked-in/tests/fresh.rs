//! Fails when the document changed and the crate was not generated again, or when somebody edited what is generated.

use specwright::{Config, Document, generate};

#[test]
fn the_api_is_up_to_date() {
    let document = Document::load("../../specs/resources.yaml").expect("the document is there");
    let output = generate(&document, &Config::new().name("resources-api")).expect("it has no errors");
    let drift = output.check("../../generated/resources-api").expect("the crate can be read");
    assert!(
        drift.is_empty(),
        "\n{drift}run `specwright generate specs/resources.yaml --output generated/resources-api --name resources-api`"
    );
}
