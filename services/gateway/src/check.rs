//! From a request to what it says: every field is checked once, here, and every mistake is told.

pub(crate) mod attempt;
pub(crate) mod files;
pub(crate) mod filter;
pub(crate) mod inline;
pub(crate) mod key;
pub(crate) mod labels;
pub(crate) mod order;
pub(crate) mod page;
pub(crate) mod presence;
pub(crate) mod source;
