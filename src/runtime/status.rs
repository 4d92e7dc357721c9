//! Statuses that the document lists by their codes.

use http::StatusCode;

/// The status with a code that the generator has checked: three digits.
pub fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
