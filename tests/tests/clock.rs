//! Clocks that jump, of one host at a time: nothing is lost, and nothing expires before its time.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::time::{Duration, SystemTime};

use futures::future::join_all;
use pyjury_servers::{RabbitMq, Redis};
use pyjury_tests::cluster::inline;
use pyjury_tests::shift::Shift;
use pyjury_tests::site::{Shape, Site};

const HOUR: i64 = 3600;

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let shape = Shape { lease: Duration::from_secs(3), ..Shape::default() };
    for role in ["gateway", "scheduler", "worker"] {
        let shift = Shift::build(folder.path());
        let mut site = Site::prepare(&shape, Redis::start(), RabbitMq::shared());
        let shifted = site.parts().find(|part| part.name().starts_with(role)).unwrap();
        for (name, value) in shift.environment() {
            shifted.set(name, &value);
        }
        site.parts().for_each(|part| part.start());
        site.wait_until_ready();
        let mut ids = Vec::new();
        for jump in [HOUR, -HOUR, 0] {
            // A deadline that is not near: who goes by a clock that jumps lets it pass.
            let deadline = SystemTime::now() + Duration::from_secs(1200);
            let request = || {
                let mut request = inline("import time; time.sleep(0.7); print('done')");
                request.deadline = Some(deadline.into());
                request
            };
            let client = site.client();
            ids.extend(join_all((0..4).map(|_| client.submit_request(request()))).await);
            shift.jump(jump);
            let before = shift.readings();
            ids.extend(join_all((0..2).map(|_| client.submit_request(request()))).await);
            site.all_accepted(&ids).await;
            assert!(shift.readings() > before, "the {role} reads the clock that jumps");
        }
        eprintln!(
            "the clock of the {role} jumped: {} judged, {} attempts replaced",
            ids.len(),
            site.outcomes().replaced()
        );
        assert_eq!(site.outcomes().replaced(), 0, "a clock is no reason to take anybody for dead");
        site.terminate();
    }
}
