//! The document as written: the openapiv3 model, its source text, and the way references are followed.
