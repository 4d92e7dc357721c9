//! From the document to the intermediate representation: one OpenAPI object a file.
