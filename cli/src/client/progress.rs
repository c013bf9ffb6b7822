//! What is shown while a submission is judged: a bar on a terminal, lines in a pipe, or nothing.

use std::io;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use pyjury_core::{CaseResult, Verdict};
use pyjury_proto::v1;

use super::{json, show};
use crate::output;

/// How often the clock of a bar moves.
const TICK: Duration = Duration::from_millis(200);

/// Who looks on.
pub(crate) enum Progress {
    /// A person at a terminal.
    Bar(ProgressBar),
    /// A pipe or a log.
    Lines,
    /// A program that wants the one document at the end.
    Silent,
}

impl Progress {
    /// By what stdout and stderr are.
    pub(crate) fn new(json: JsonFlag) -> Self {
        match json {
            JsonFlag(true) => Self::Silent,
            JsonFlag(false) if output::on_terminal() => Self::Bar(bar()),
            JsonFlag(false) => Self::Lines,
        }
    }

    /// The state of the judging.
    pub(crate) fn state(&self, state: v1::JudgingState) -> io::Result<()> {
        match self {
            Self::Bar(bar) => bar.set_message(json::state(state)),
            Self::Lines if !state.is_terminal() => output::line(json::state(state))?,
            Self::Lines | Self::Silent => {}
        }
        Ok(())
    }

    /// A case was judged; `done` of `count` are now.
    pub(crate) fn case(&self, case: &v1::CaseResult, done: usize, count: u32) -> io::Result<()> {
        let case = CaseResult::try_from(case.clone()).ok();
        match self {
            Self::Bar(bar) => {
                if bar.length() != Some(count.into()) {
                    bar.set_style(style("{spinner} [{bar:30}] {pos}/{len} cases {elapsed} {msg}"));
                    bar.set_length(count.into());
                }
                bar.set_position(done as u64);
                if let Some(case) = case.filter(|case| case.verdict != Verdict::AC) {
                    bar.set_message(format!("{} {}", output::drawn(case.verdict), case.name));
                }
            }
            Self::Lines => {
                if let Some(case) = case {
                    output::line(format_args!("case {done}/{count} {}", show::case(&case)))?;
                }
            }
            Self::Silent => {}
        }
        Ok(())
    }

    /// The attempt was replaced: the bar starts again.
    pub(crate) fn replaced(&self, cause: v1::ReplaceCause) -> io::Result<()> {
        let why = match cause {
            v1::ReplaceCause::Confirming => "very near the time limit",
            _ => "the worker was replaced",
        };
        match self {
            Self::Bar(bar) => {
                bar.set_position(0);
                bar.set_message(why);
            }
            Self::Lines => output::line(format_args!("{why}; judged again from the start"))?,
            Self::Silent => {}
        }
        Ok(())
    }

    /// Nothing more comes.
    pub(crate) fn done(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

/// Whether `--json` was given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JsonFlag(pub(crate) bool);

/// Without a bar until the number of cases is known.
fn bar() -> ProgressBar {
    let bar = ProgressBar::no_length().with_style(style("{spinner} {elapsed} {msg}"));
    bar.enable_steady_tick(TICK);
    bar
}

fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("=> ")
}
