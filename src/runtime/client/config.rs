//! What can be wrong with the configuration of a client, and credentials from the environment.

use std::ffi::OsString;
use std::fmt;

use super::Secret;

/// The client cannot be built. Says what to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    message: String,
}

impl ConfigError {
    /// An error with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }

    /// None of these environment variables is set.
    pub fn missing_variables(names: &[&str]) -> Self {
        match names {
            [name] => Self::new(format!("the environment variable {name} is not set")),
            names => Self::new(format!("none of the environment variables {} is set", names.join(", "))),
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ConfigError {}

/// The credential in an environment variable; nothing if it is not set. Empty or broken text is an error, since it can
/// only be a mistake.
pub fn secret_from_env(name: &str) -> Result<Option<Secret>, ConfigError> {
    secret_from(name, std::env::var_os(name))
}

fn secret_from(name: &str, value: Option<OsString>) -> Result<Option<Secret>, ConfigError> {
    match value.map(OsString::into_string) {
        None => Ok(None),
        Some(Ok(text)) if text.trim().is_empty() => {
            Err(ConfigError::new(format!("the environment variable {name} is empty")))
        }
        Some(Ok(text)) => Ok(Some(Secret::new(text))),
        Some(Err(_)) => Err(ConfigError::new(format!("the environment variable {name} is not UTF-8"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_hold_credentials() {
        let of = |value: Option<&str>| secret_from("A_KEY", value.map(OsString::from));
        assert_eq!(of(None), Ok(None));
        assert_eq!(of(Some("k")), Ok(Some(Secret::new("k"))));
        assert_eq!(of(Some(" ")).unwrap_err().to_string(), "the environment variable A_KEY is empty");
        assert_eq!(secret_from_env("SPECWRIGHT_TEST_NO_SUCH_VARIABLE"), Ok(None));
        assert!(secret_from_env("PATH").unwrap().is_some());
        let error = ConfigError::missing_variables(&["A_KEY", "A_TOKEN"]);
        assert_eq!(error.to_string(), "none of the environment variables A_KEY, A_TOKEN is set");
        assert_eq!(ConfigError::missing_variables(&["A_KEY"]).to_string(), "the environment variable A_KEY is not set");
    }
}
