//! The cases of one judging, shared by the threads that run them.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use pyjury_core::judgement::Feedback;
use pyjury_core::scoring::{Fate, fates, needed};
use pyjury_core::{CaseResult, Reason, Verdict};
use pyjury_sandbox::Slot;

use crate::mode::{Setting, judge_all, judge_case, package_fault};
use crate::{GradeError, Options, excerpt};

/// The most bytes of feedback that a judgement keeps in full. Failing cases come first to it.
const FEEDBACK: usize = 256 << 10;
/// What each text of a case is cut to when the room is used up, and of a case that passed.
const BRIEF: usize = 512;

/// Hands out cases and collects results.
pub(crate) struct Board<'a> {
    setting: &'a Setting<'a>,
    options: &'a Options<'a>,
    ends: Option<Instant>,
    state: Mutex<State>,
}

struct State {
    results: Vec<Option<CaseResult>>,
    started: Vec<bool>,
    /// How many cases, from the first, are certain and told.
    told: usize,
    room: usize,
    error: Option<GradeError>,
}

impl<'a> Board<'a> {
    /// A board where nothing has run.
    pub(crate) fn new(setting: &'a Setting<'a>, options: &'a Options<'a>, budget: Duration) -> Self {
        let count = setting.problem.cases.len();
        let state =
            State { results: vec![None; count], started: vec![false; count], told: 0, room: FEEDBACK, error: None };
        Self { setting, options, ends: Instant::now().checked_add(budget), state: Mutex::new(state) }
    }

    /// Runs cases on a slot until none is left to start.
    pub(crate) fn work(&self, slot: &mut Slot) {
        while let Some(index) = self.take() {
            let result = if self.ends.is_some_and(|ends| Instant::now() >= ends) {
                Ok(self.out_of_time(index))
            } else {
                judge_case(self.setting, index, slot)
            };
            self.put(index, result);
        }
    }

    /// Takes over what was judged together.
    pub(crate) fn place(&self, results: Vec<(usize, CaseResult)>) {
        for (index, result) in results {
            self.state().started[index] = true;
            self.put(index, Ok(result));
        }
    }

    /// Runs every case at once, on one slot.
    pub(crate) fn work_at_once(&self, slot: &mut Slot) {
        match judge_all(self.setting, slot) {
            Ok(results) => self.place(results),
            Err(error) => self.put(0, Err(error)),
        }
    }

    /// The results, one place per case.
    pub(crate) fn finish(self) -> Result<Vec<Option<CaseResult>>, GradeError> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        match state.error {
            Some(error) => Err(error),
            None => Ok(state.results),
        }
    }

    /// The first case that may matter and that nobody has started. What may matter only ever shrinks.
    fn take(&self) -> Option<usize> {
        let mut state = self.state();
        if state.error.is_some() {
            return None;
        }
        let open = needed(&self.setting.problem.root, &state.results);
        let index = open.into_iter().find(|index| !state.started[*index])?;
        state.started[index] = true;
        Some(index)
    }

    fn put(&self, index: usize, result: Result<CaseResult, GradeError>) {
        let mut state = self.state();
        match result {
            Ok(result) => state.results[index] = Some(result),
            Err(error) => {
                state.error.get_or_insert(error);
                return;
            }
        }
        let fates = fates(&self.setting.problem.root, &state.results);
        while let Some(fate) = fates.get(state.told).filter(|fate| **fate != Fate::Open) {
            let (index, mut room) = (state.told, state.room);
            if let Some(result) = state.results[index].as_mut().filter(|_| *fate == Fate::Counted) {
                shorten(result, &mut room);
                (self.options.on_case)(index, result);
            }
            state.room = room;
            state.told += 1;
        }
    }

    fn out_of_time(&self, index: usize) -> CaseResult {
        let words = "the cases before took all the time that the judging may take together";
        let mut result = package_fault(&self.setting.problem.cases[index], Reason::Wall, words.to_owned());
        result.verdict = Verdict::TLE;
        result
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Cuts the texts of a case to what there is room for. Cases come in order, so what is kept doesn't
/// depend on how they ran.
fn shorten(result: &mut CaseResult, room: &mut usize) {
    let Feedback { team, stderr, stdout, jury } = &mut result.feedback;
    let brief = result.verdict == Verdict::AC;
    if brief && !result.open {
        // What a passing program wrote for a secret case is of no use to anybody.
        stdout.clear();
    }
    for text in [team, stderr, stdout, jury] {
        let most = if brief { BRIEF } else { excerpt::LONGEST.min(*room).max(BRIEF) };
        *text = excerpt::shorten(text, most);
        *room = room.saturating_sub(text.len());
    }
}
