//! What is wrong with a message, and where.

use std::fmt;

/// A field that can't be what it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {why}")]
pub struct Invalid {
    /// The path of the field from the request's root, such as `files[2].path`.
    pub field: String,
    /// What was expected and what came.
    pub why: String,
}

impl Invalid {
    /// A field and what is wrong with it.
    pub fn new(field: impl Into<String>, why: impl fmt::Display) -> Self {
        Self { field: field.into(), why: why.to_string() }
    }

    /// The same, seen from the message that holds this one in its field `parent`.
    #[must_use]
    pub fn within(self, parent: &str) -> Self {
        let field = match self.field.as_str() {
            "" => parent.to_owned(),
            inner => format!("{parent}.{inner}"),
        };
        Self { field, why: self.why }
    }
}

/// Says where in the request a result was read.
pub trait Within {
    /// Puts `parent` before the path of what is invalid.
    #[must_use]
    fn within(self, parent: &str) -> Self;
}

impl<T> Within for Result<T, Invalid> {
    fn within(self, parent: &str) -> Self {
        self.map_err(|invalid| invalid.within(parent))
    }
}

impl<T> Within for Result<T, Vec<Invalid>> {
    fn within(self, parent: &str) -> Self {
        self.map_err(|all| all.into_iter().map(|invalid| invalid.within(parent)).collect())
    }
}
