#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pyjury_grade::fuzzing::report(bytes));
