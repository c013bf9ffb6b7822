//! Following one submission: first its full state, then what changes, until it has ended.

use std::collections::VecDeque;
use std::sync::Arc;

use futures::Stream;
use pyjury_core::judging::{Phase, ReplaceCause, State, Timings};
use pyjury_core::{Judgement, JudgingId, SubmissionId};

use super::event::Happened;
use super::record::decode;
use super::view::{Contents, JudgedCase, SubmissionView};
use crate::{Event, Ledger, LedgerError, Shard, TailError};

/// Something to tell a watcher.
#[derive(Clone, Debug, PartialEq)]
pub enum Watched {
    /// The full state, without contents.
    Snapshot {
        /// Why it is sent.
        cause: SnapshotCause,
        /// The state.
        view: Box<SubmissionView>,
    },
    /// The judging moved. A terminal phase is the last of the stream.
    StateChanged {
        /// The new state.
        phase: Phase,
        /// How many attempts were placed so far.
        attempts: u32,
        /// When it got where.
        timings: Timings,
        /// In phase Judged: what the judge says, in full.
        judgement: Option<Box<Judgement>>,
    },
    /// A case was judged.
    CaseJudged(Box<JudgedCase>),
    /// The attempt was replaced: its cases are forgotten.
    AttemptReplaced {
        /// Why.
        cause: ReplaceCause,
        /// How many attempts were placed so far.
        attempts: u32,
    },
}

/// Why a snapshot is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnapshotCause {
    /// The stream begins.
    Start,
    /// The sequence to resume after is too old, or was never given out.
    CursorTooOld,
    /// The reader was so slow that events were skipped.
    Lagged,
}

/// A watch under way. Each item comes with the sequence to resume after.
pub struct Watch {
    ledger: Ledger,
    submission: SubmissionId,
    position: Position,
    ready: VecDeque<(u64, Watched)>,
}

enum Position {
    Start(SnapshotCause),
    /// A client resumes here: what ended before is not told again.
    Resume(u64),
    After(u64),
    Ended,
}

impl Ledger {
    /// Follows a submission from its full state on, or after the sequence of the last event seen.
    pub fn watch(&self, submission: SubmissionId, after: Option<u64>) -> Watch {
        let position = after.map_or(Position::Start(SnapshotCause::Start), Position::Resume);
        Watch { ledger: self.clone(), submission, position, ready: VecDeque::new() }
    }
}

impl Watch {
    /// The next thing and its sequence; `None` after the end. Waits while nothing happens. Dropping
    /// the future loses nothing.
    ///
    /// # Errors
    /// [`LedgerError::NoSubmission`], [`LedgerError::Store`], [`LedgerError::Unreadable`]. It may be
    /// called again after [`LedgerError::Store`].
    pub async fn next(&mut self) -> Result<Option<(u64, Watched)>, LedgerError> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Ok(Some(item));
            }
            match self.position {
                Position::Ended => return Ok(None),
                Position::Start(cause) => self.snapshot(cause).await?,
                Position::Resume(after) => {
                    if self.ended_by(after).await? {
                        self.position = Position::Ended;
                    } else {
                        self.follow(after, SnapshotCause::CursorTooOld).await?;
                    }
                }
                Position::After(after) => self.follow(after, SnapshotCause::Lagged).await?,
            }
        }
    }

    /// The watch as a stream.
    pub fn into_stream(self) -> impl Stream<Item = Result<(u64, Watched), LedgerError>> + Send {
        futures::stream::try_unfold(self, |mut watch| async move {
            let item = watch.next().await?;
            Ok(item.map(|item| (item, watch)))
        })
    }

    async fn snapshot(&mut self, cause: SnapshotCause) -> Result<(), LedgerError> {
        let view = self.ledger.submission(self.submission, Contents::Outline).await?;
        let view = view.ok_or(LedgerError::NoSubmission(self.submission))?;
        let sequence = view.sequence;
        let ended = view.judging.judging.state.is_terminal();
        self.position = if ended { Position::Ended } else { Position::After(sequence) };
        self.ready.push_back((sequence, Watched::Snapshot { cause, view: Box::new(view) }));
        Ok(())
    }

    /// Whether the client has seen the last event.
    async fn ended_by(&self, after: u64) -> Result<bool, LedgerError> {
        let of = self.ledger.current_judging(self.submission).await?;
        let (record, version) = self.ledger.read_judging(of).await?;
        Ok(record.judging.state.is_terminal() && version <= after)
    }

    async fn follow(&mut self, after: u64, gone: SnapshotCause) -> Result<(), LedgerError> {
        let events = match self.ledger.store().tail(Shard::of(self.submission), after).await {
            Ok(events) => events,
            Err(TailError::CursorGone { .. }) => {
                self.position = Position::Start(gone);
                return Ok(());
            }
            Err(TailError::Store(error)) => return Err(error.into()),
        };
        let subject = self.submission.to_string();
        let mut ready = Vec::new();
        let mut position = Position::After(events.last().map_or(after, |event| event.sequence));
        for event in events.iter().filter(|event| event.subject == subject) {
            let watched = self.tell(event).await?;
            let ended = matches!(&watched, Watched::StateChanged { phase, .. } if phase.is_terminal());
            ready.push((event.sequence, watched));
            if ended {
                position = Position::Ended;
                break;
            }
        }
        // Only now, so that a dropped future leaves the watch where it was.
        self.ready.extend(ready);
        self.position = position;
        Ok(())
    }

    /// The words of an event.
    async fn tell(&self, event: &Arc<Event>) -> Result<Watched, LedgerError> {
        Ok(match happened(event)? {
            Happened::StateChanged { judging, phase, attempts, mut timings } => {
                let judgement = self.judgement(judging, phase).await?;
                timings.reached(phase, event.at_ms);
                Watched::StateChanged { phase, attempts, timings, judgement }
            }
            Happened::CaseJudged { index, case_count, result, .. } => {
                Watched::CaseJudged(Box::new(JudgedCase { index, case_count, result }))
            }
            Happened::AttemptReplaced { cause, attempts, .. } => Watched::AttemptReplaced { cause, attempts },
        })
    }

    /// A judgement is kept once, in its record, and not in the event.
    async fn judgement(&self, judging: JudgingId, phase: Phase) -> Result<Option<Box<Judgement>>, LedgerError> {
        if phase != Phase::Judged {
            return Ok(None);
        }
        let of = pyjury_core::judging::JudgingRef { submission: self.submission, judging };
        Ok(match self.ledger.read_judging(of).await?.0.judging.state {
            State::Judged { judgement, .. } => Some(judgement),
            _ => None,
        })
    }
}

fn happened(event: &Event) -> Result<Happened, LedgerError> {
    decode(&format_args!("event {}", event.sequence), &event.body)
}
