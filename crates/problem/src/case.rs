//! One test of a problem.

use std::sync::Arc;

use crate::validator::CompareFlags;
use crate::{Data, File};

/// One test: its data is read when asked for, and is cheap to clone.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its path under `data/` without extension, such as `secret/group1/03`.
    pub name: String,
    /// Sample or secret.
    pub secrecy: Secrecy,
    /// What the submission reads on stdin.
    pub input: Data,
    /// The answer that the output validator gets; empty where an interactive case has none.
    pub answer: Data,
    /// Files in the submission's working directory, from the `.files` folder, by relative path.
    pub files: Vec<File>,
    /// The submission's arguments.
    pub args: Arc<[String]>,
    /// What follows `input answer feedback_dir/` when a custom output validator is called.
    pub validator_args: Arc<[String]>,
    /// The same arguments, understood for the default output validator.
    pub compare: CompareFlags,
    /// The arguments of an input validator, by its name; `None` holds for those without an entry.
    pub input_validator_args: Arc<[(Option<String>, Vec<String>)]>,
    /// Whether a submitter may see the data, the program's output and the messages of this case.
    pub disclosure: Disclosure,
    /// A hint for somebody who failed this case.
    pub hint: Option<String>,
    /// What the case is for; for the jury.
    pub description: Option<String>,
}

/// Which of the two sets a case belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrecy {
    /// Shown with the statement.
    Sample,
    /// Known to the jury only.
    Secret,
}

/// What a submitter sees of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disclosure {
    /// Everything: the data, the program's output, the messages.
    Open,
    /// The verdict, a closed reason, rounded time and memory, and what the validator wrote for the team.
    Closed,
}

impl Case {
    /// The arguments for the input validator of this name.
    pub fn input_args(&self, validator: &str) -> &[String] {
        let named = |wanted: Option<&str>| {
            self.input_validator_args.iter().find(|(name, _)| name.as_deref() == wanted).map(|(_, args)| &args[..])
        };
        named(Some(validator)).or_else(|| named(None)).unwrap_or(&[])
    }
}
