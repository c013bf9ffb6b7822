#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pyjury_gateway::fuzzing::requests(bytes));
