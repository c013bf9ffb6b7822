//! A problem: what a package says.

use std::collections::BTreeMap;

use pyjury_core::scoring::Group;
use pyjury_core::{Digest, RuntimeRequest};

use crate::{
    Award, Case, File, FileWriting, Format, Grader, Kind, ListedCase, Listing, Mode, OutputValidator, PackageError,
    PackageErrors, PackageLimits, Program, ReadError, ReferenceSubmission, Source, Statement, StaticRule, SubmitRules,
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
    /// The grader of the Python modes; nothing in the others.
    pub grader: Option<Grader>,
    /// Rules over the source, beside whatever the mode does.
    pub rules: Vec<StaticRule>,
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
    /// The items of a curriculum that it serves, by their names there.
    pub catalog: Vec<String>,
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

    /// Whether its cases are still to be asked of its grader.
    pub fn is_unlisted(&self) -> bool {
        self.cases.is_empty() && self.grader.as_ref().is_some_and(|grader| grader.listing == Listing::Grader)
    }

    /// The same problem with the cases that its grader listed, after those that the package writes down.
    ///
    /// # Errors
    /// [`PackageError`] when they can't all be cases of one problem.
    pub fn listed(&self, cases: Vec<ListedCase>) -> Result<Self, PackageError> {
        let written = self.grader.iter().flat_map(|grader| grader.written.clone());
        let cases: Vec<_> = written.chain(cases).collect();
        crate::load::grader::check_listed(&cases)?;
        let (mut cases, mut root) = crate::load::grader::fold(cases, self.kind.award == Award::Scoring);
        crate::rules::add(&self.rules, self.kind.award, &mut cases, &mut root);
        Ok(Self { cases, root, ..self.clone() })
    }

    /// The runtime that a host must have to judge it. `base` alone is the standard library, but where a suite needs
    /// pytest: no layer need be built for the others, and none is seen by them.
    pub fn runtime_needed(&self) -> RuntimeRequest {
        let request = self.runtime.clone();
        if self.mode.needs_pytest() { request } else { request.plain() }
    }
}
