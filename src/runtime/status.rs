//! Statuses that the document lists by their codes, and what the errors of operations say of them.

use http::StatusCode;

/// The status with a code that the generator has checked: three digits.
pub fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Makes the errors of an operation what errors are: each has a status, which it shows.
///
/// A row has a variant and its status, which is a code or a part of the variant. The last one names the variant for failures
/// that the document does not describe.
///
/// ```text
/// support::failure! {
///     operations::GetUserError;
///     NotModified => 304,
///     NotFound(_) => 404,
///     ServerError(status, ..) => status,
///     #[cfg(feature = "server")]
///     .. => Undocumented,
/// }
/// ```
#[allow(unused_macros, reason = "not every API has operations")]
macro_rules! failure {
    (
        $type:ty;
        $($variant:ident $(($($content:tt)*))? => $status:tt,)*
        $($(#[$gate:meta])* .. => $undocumented:ident,)?
    ) => {
        impl $type {
            /// The status of the response.
            pub fn status(&self) -> ::http::StatusCode {
                match *self {
                    $(Self::$variant $(($($content)*))? => support::failure!(@status $status),)*
                    $($(#[$gate])* Self::$undocumented(ref failure) => failure.status(),)?
                }
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.status(), f)
            }
        }

        impl ::std::error::Error for $type {}

        $(
            $(#[$gate])*
            impl ::std::convert::From<support::server::Failure> for $type {
                fn from(failure: support::server::Failure) -> Self {
                    Self::$undocumented(failure)
                }
            }
        )?
    };
    (@status $code:literal) => {
        support::status($code)
    };
    (@status $status:ident) => {
        $status
    };
}

#[allow(unused_imports, reason = "not every API has operations")]
pub(crate) use failure;
