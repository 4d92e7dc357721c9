//! What can be wrong with the configuration of a client, and credentials from the environment.

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
    match std::env::var_os(name).map(std::ffi::OsString::into_string) {
        None => Ok(None),
        Some(Ok(text)) if text.trim().is_empty() => {
            Err(ConfigError::new(format!("the environment variable {name} is empty")))
        }
        Some(Ok(text)) => Ok(Some(Secret::new(text))),
        Some(Err(_)) => Err(ConfigError::new(format!("the environment variable {name} is not UTF-8"))),
    }
}
