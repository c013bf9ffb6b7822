//! A problem: what a package says.

use std::collections::BTreeMap;

use pyjury_core::scoring::Group;
use pyjury_core::{Digest, RuntimeRequest};

use crate::{
    Case, File, FileWriting, Format, Kind, Mode, OutputValidator, PackageErrors, PackageLimits, Program, ReadError,
    ReferenceSubmission, Source, Statement, SubmitRules,
};

/// A problem, loaded from its package.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The digest of the package.
    pub digest: Digest,
    /// The short name: that of the package's folder.
    pub name: String,
    /// The name for people, in the first language there is (English, where there is English).
    pub title: String,
    /// The name for people by language.
    pub titles: BTreeMap<String, String>,
    /// The version of the package format.
    pub format: Format,
    /// What sort of problem it is.
    pub kind: Kind,
    /// How it is judged.
    pub mode: Mode,
    /// What submissions may use.
    pub limits: PackageLimits,
    /// Whether submissions may write files.
    pub file_writing: FileWriting,
    /// Who judges outputs.
    pub validator: OutputValidator,
    /// Every case in judging order: sample, then secret.
    pub cases: Vec<Case>,
    /// How the cases fold; its members are indexes of `cases`.
    pub root: Group,
    /// Programs that check the inputs.
    pub input_validators: Vec<Program>,
    /// Programs with known verdicts.
    pub submissions: Vec<ReferenceSubmission>,
    /// Files that are added to every submission, reference submissions included, overwriting what
    /// has the same name; after the size of the submission was checked, before it is compiled.
    pub include: Vec<File>,
    /// The statement by language.
    pub statements: Vec<Statement>,
    /// What a submission consists of.
    pub submit: SubmitRules,
    /// The runtime, as pyjury.yaml asks for it; [`Problem::runtime_needed`] is what its runs need.
    pub runtime: RuntimeRequest,
    /// What is odd about the package and doesn't hinder judging.
    pub warnings: Vec<String>,
}

/// Why a package can't be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The package has mistakes.
    #[error("{0}")]
    Package(PackageErrors),
    /// A file of the package can't be read.
    #[error("can't read the package")]
    Read(#[from] ReadError),
}

impl Problem {
    /// Loads the problem of a package.
    ///
    /// # Errors
    /// [`LoadError::Package`] with every mistake of the package; [`LoadError::Read`] when the
    /// files can't be read.
    pub fn load(source: &Source) -> Result<Self, LoadError> {
        crate::load::load(source)
    }

    /// The runtime that a host must have to judge it. In the modes that run programs as they are, `base` alone is
    /// the standard library: no layer need be built for them, and none is seen by them.
    pub fn runtime_needed(&self) -> RuntimeRequest {
        let request = self.runtime.clone();
        if matches!(self.mode, Mode::Stdio | Mode::Interactive) { request.plain() } else { request }
    }
}
