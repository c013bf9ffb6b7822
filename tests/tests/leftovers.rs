//! What runs leave behind, counted in a process of its own.

use pyjury_core::Exit;
use pyjury_tests::leftovers::Leftovers;
use pyjury_tests::sandbox::{Bench, time_scale};

#[test]
fn a_thousand_runs_leave_nothing() {
    let mut bench = Bench::open();
    // From the second run on there are namespaces that were made ahead.
    bench.run_source("pass");
    bench.run_source("pass");
    let before = Leftovers::at_rest(bench.slot.number());
    for _ in 0..1000 / time_scale() {
        let outcome = bench.run_source("open('f', 'w').write('x')");
        assert_eq!(outcome.execution.exit, Some(Exit::Code(0)));
    }
    let left = Leftovers::settle(bench.slot.number(), &before);
    assert_eq!(left, Ok(()), "more than before: {before:?}");
}
