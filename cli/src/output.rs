//! Writing to people and to programs. Colours are for a terminal, and never with NO_COLOR; whoever
//! closes the pipe early has read enough.

use std::fmt;
use std::io::{self, IsTerminal as _, Write as _};

use anstyle::{AnsiColor, Style};
use pyjury_core::Verdict;

/// Writes a line to stdout.
pub(crate) fn line(text: impl fmt::Display) -> io::Result<()> {
    read_enough(writeln!(anstream::stdout(), "{text}"))
}

/// Writes the one JSON document of a command to stdout.
pub(crate) fn json(document: &serde_json::Value) -> io::Result<()> {
    read_enough(writeln!(io::stdout(), "{document:#}"))
}

/// Writes an error to stderr.
pub(crate) fn error(text: impl fmt::Display) {
    let red = AnsiColor::Red.on_default().bold();
    // Nobody is left to tell when stderr is closed.
    let _ = writeln!(anstream::stderr(), "{red}error{red:#}: {text}");
}

/// Says something beside the result, on stderr.
pub(crate) fn note(text: impl fmt::Display) {
    // Nobody is left to tell when stderr is closed.
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Whether somebody looks on: progress is drawn on stderr.
pub(crate) fn on_terminal() -> bool {
    io::stderr().is_terminal() && io::stdout().is_terminal()
}

/// A verdict for a progress bar, which writes to stderr past the check for colours.
pub(crate) fn drawn(verdict: Verdict) -> String {
    match anstream::AutoStream::choice(&io::stderr()) {
        anstream::ColorChoice::Never => verdict.to_string(),
        _ => coloured(verdict),
    }
}

/// A verdict in its colour, for [`line`](fn@line), which takes the colour away where it doesn't belong.
pub(crate) fn coloured(verdict: Verdict) -> String {
    let style = style(verdict);
    format!("{style}{verdict}{style:#}")
}

fn style(verdict: Verdict) -> Style {
    let colour = match verdict {
        Verdict::AC => AnsiColor::Green,
        Verdict::WA | Verdict::PE | Verdict::RTE | Verdict::CE => AnsiColor::Red,
        Verdict::TLE | Verdict::MLE | Verdict::OLE => AnsiColor::Yellow,
        Verdict::SV | Verdict::JE => AnsiColor::Magenta,
    };
    colour.on_default().bold()
}

fn read_enough(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
