//! Black-box tests of pyjury.
