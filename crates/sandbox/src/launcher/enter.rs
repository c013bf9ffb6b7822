//! The hook that makes a launcher of this executable.

use std::ffi::CStr;

use libc::{c_char, c_int};

use super::{NAME, serve};

/// What the dynamic loader calls before `main`, with main's arguments (a glibc extension).
type Constructor = extern "C" fn(c_int, *const *const c_char, *const *const c_char);

#[used]
#[allow(unsafe_code, reason = "places a pointer where the loader looks for constructors")]
// SAFETY: the section holds pointers to functions of this type, and this is one.
#[unsafe(link_section = ".init_array")]
static ENTER: Constructor = enter;

extern "C" fn enter(count: c_int, arguments: *const *const c_char, _: *const *const c_char) {
    if count == 1 && is_launcher(arguments) {
        serve::serve();
    }
}

#[allow(unsafe_code, reason = "reads the C string that the loader passes")]
fn is_launcher(arguments: *const *const c_char) -> bool {
    // SAFETY: the loader passes `count` (one) pointers to NUL-terminated strings.
    let name = unsafe { CStr::from_ptr(*arguments) };
    name.to_bytes() == NAME.as_bytes()
}
