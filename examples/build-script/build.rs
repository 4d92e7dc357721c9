//! Generates the module `api` from the document.

fn main() {
    specwright::build("openapi.yaml").client().run();
}
