//! `limits` of problem.yaml. A limit that this judge can't keep is refused here.

use std::time::Duration;

use pyjury_core::limits::{CEILING, FLOOR};
use pyjury_core::{Bytes, Limits};

use crate::error::Complaints;
use crate::kind::Format;
use crate::limits::{Calibration, PackageLimits, TimeLimit};
use crate::table::{Item, Table};

/// What a validator or a compile check gets at most.
const MOST_HELP_TIME: Duration = CEILING.cpu;
/// What all files of a submission may be together at most.
const MOST_CODE: Bytes = Bytes::mib(16);

/// What holds when problem.yaml says nothing: the format's typical defaults.
pub(super) fn defaults(format: Format) -> PackageLimits {
    let (multiplier, safety_margin) = match format {
        Format::Legacy => (5.0, 2.0),
        Format::Draft | Format::Modern => (2.0, 1.5),
    };
    PackageLimits {
        time: TimeLimit::FromAccepted(Calibration { multiplier, safety_margin, resolution: Duration::from_secs(1) }),
        wall: None,
        memory: Bytes::mib(2048),
        output: Bytes::mib(8),
        processes: Limits::default().processes,
        code: Bytes::kib(128),
        compilation_time: Duration::from_secs(60),
        compilation_memory: Bytes::mib(2048),
        validation_time: Duration::from_secs(60),
        validation_memory: Bytes::mib(2048),
        validation_output: Bytes::mib(8),
    }
}

/// Limits, and the number of passes where it is stated.
pub(super) fn read(item: Item<'_>, format: Format, complaints: &mut Complaints) -> (PackageLimits, Option<u32>) {
    let mut limits = defaults(format);
    let mut passes = None;
    let mut table = item.table(complaints);
    let table_ref = &mut table;
    limits.time = match format {
        Format::Legacy => legacy_time(table_ref, limits.time, complaints),
        Format::Draft | Format::Modern => {
            if let Some(item) = table_ref.take("validation_passes") {
                passes = whole_from_two(item, complaints);
            }
            modern_time(table_ref, limits.time, complaints)
        }
    };
    let mut size = |key, unit: u64, least: Bytes, most: Bytes, into: &mut Bytes| {
        if let Some(item) = table_ref.take(key)
            && let Some(number) = item.whole(1, complaints)
        {
            let got = Bytes(number.saturating_mul(unit));
            if (least..=most).contains(&got) {
                *into = got;
            } else {
                out_of_range(item, &least.to_string(), &most.to_string(), complaints);
            }
        }
    };
    let (kib, mib) = (1 << 10, 1 << 20);
    size("memory", mib, FLOOR.memory, CEILING.memory, &mut limits.memory);
    size("output", mib, FLOOR.output, CEILING.output, &mut limits.output);
    size("code", kib, Bytes(1), MOST_CODE, &mut limits.code);
    size("compilation_memory", mib, FLOOR.memory, CEILING.memory, &mut limits.compilation_memory);
    size("validation_memory", mib, FLOOR.memory, CEILING.memory, &mut limits.validation_memory);
    size("validation_output", mib, FLOOR.output, CEILING.output, &mut limits.validation_output);
    let mut time = |key, into: &mut Duration| {
        if let Some(item) = table_ref.take(key)
            && let Some(number) = item.whole(1, complaints)
        {
            let got = Duration::from_secs(number);
            if got <= MOST_HELP_TIME {
                *into = got;
            } else {
                out_of_range(item, "1s", &pyjury_core::duration::format(MOST_HELP_TIME), complaints);
            }
        }
    };
    time("compilation_time", &mut limits.compilation_time);
    time("validation_time", &mut limits.validation_time);
    table.finish(complaints);
    (limits, passes)
}

/// Notes a limit that this judge can't keep.
pub(super) fn out_of_range(item: Item<'_>, least: &str, most: &str, complaints: &mut Complaints) {
    item.wrong(format!("{least} to {most}"), "this judge can't keep any other limit", complaints);
}

fn whole_from_two(item: Item<'_>, complaints: &mut Complaints) -> Option<u32> {
    const MOST: u64 = 1000;
    let number = item.whole(2, complaints)?;
    if number > MOST {
        out_of_range(item, "2", &MOST.to_string(), complaints);
        return None;
    }
    u32::try_from(number).ok()
}

fn legacy_time(table: &mut Table<'_>, default: TimeLimit, complaints: &mut Complaints) -> TimeLimit {
    let TimeLimit::FromAccepted(mut calibration) = default else { return default };
    factor(table.take("time_multiplier"), &mut calibration.multiplier, complaints);
    factor(table.take("time_safety_margin"), &mut calibration.safety_margin, complaints);
    TimeLimit::FromAccepted(calibration)
}

fn modern_time(table: &mut Table<'_>, default: TimeLimit, complaints: &mut Complaints) -> TimeLimit {
    let TimeLimit::FromAccepted(mut calibration) = default else { return default };
    if let Some(item) = table.take("time_multipliers") {
        let mut table = item.table(complaints);
        factor(table.take("ac_to_time_limit"), &mut calibration.multiplier, complaints);
        factor(table.take("time_limit_to_tle"), &mut calibration.safety_margin, complaints);
        table.finish(complaints);
    }
    let mut resolution = 1.0;
    if let Some(item) = table.take("time_resolution")
        && let Some(number) = item.number(complaints)
    {
        if (0.001..=60.0).contains(&number) {
            resolution = number;
            calibration.resolution = Duration::from_secs_f64(number);
        } else {
            out_of_range(item, "0.001", "60", complaints);
        }
    }
    let Some(item) = table.take("time_limit") else { return TimeLimit::FromAccepted(calibration) };
    let Some(number) = item.number(complaints) else { return TimeLimit::FromAccepted(calibration) };
    let range = FLOOR.cpu.as_secs_f64()..=CEILING.cpu.as_secs_f64();
    if !range.contains(&number) {
        out_of_range(item, &range.start().to_string(), &range.end().to_string(), complaints);
        return TimeLimit::FromAccepted(calibration);
    }
    let steps = number / resolution;
    if (steps - steps.round()).abs() > 1e-6 {
        complaints.warn(format!(
            "{}:{}: time_limit {number} is no whole multiple of time_resolution {resolution}; state a finer time_resolution",
            item.file, item.line
        ));
    }
    TimeLimit::Fixed(Duration::from_secs_f64(number))
}

/// A multiplier of at least 1.
fn factor(item: Option<Item<'_>>, into: &mut f64, complaints: &mut Complaints) {
    if let Some(item) = item
        && let Some(number) = item.number(complaints)
    {
        if (1.0..=1000.0).contains(&number) {
            *into = number;
        } else {
            item.wrong("a number from 1 to 1000", "a time limit can't be below the accepted time", complaints);
        }
    }
}
