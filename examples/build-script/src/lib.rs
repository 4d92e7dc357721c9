//! A crate whose API client is generated when it is built, and is a module like any other.

pub mod api {
    //! The API of the pet shop, generated from `openapi.yaml`.

    include!(concat!(env!("OUT_DIR"), "/api.rs"));
}
