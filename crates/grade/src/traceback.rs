//! What Python says on stderr when a program fails: the exception's type, and a text without our paths.
//!
//! stderr is written by the program, so nothing here is evidence: it names what the exit code has
//! already shown, and is shown to people.

/// Where a submission's files are inside the sandbox.
pub const BOX: &str = "/box/";

/// The longest exception name that is taken over.
const LONGEST_NAME: usize = 80;

/// The type of the uncaught exception that ended a Python program, by the last part of its name.
///
/// Chained exceptions end with the one that counts; of an exception group it is the group. Threads'
/// exceptions and those that Python ignored are passed over.
pub fn exception(stderr: &str) -> Option<String> {
    let lines: Vec<&str> = stderr.lines().collect();
    let tracebacks = (0..lines.len()).filter_map(|at| header(lines[at]).map(|indent| (at, indent)));
    let ends: Vec<(usize, Option<&str>)> = tracebacks.map(|(at, indent)| (at, end(&lines[at + 1..], indent))).collect();
    if ends.is_empty() && lines.iter().any(|line| line.starts_with("  File \"")) {
        // A script that can't be compiled has no header.
        return lines.iter().rev().find(|line| !line.starts_with(' ')).and_then(|line| name(line));
    }
    let passed_over = |at: usize| {
        at > 0 && ["Exception ignored", "Exception in thread"].iter().any(|words| lines[at - 1].starts_with(words))
    };
    ends.iter().rev().find(|(at, _)| !passed_over(*at)).and_then(|(_, end)| end.and_then(name))
}

/// The line that ends a traceback and names its exception: frames are indented deeper.
fn end<'a>(lines: &[&'a str], indent: &str) -> Option<&'a str> {
    lines.iter().filter_map(|line| line.strip_prefix(indent)).find(|line| !line.starts_with(' '))
}

/// The prefix that the lines of this traceback share, if a traceback starts on `line`.
fn header(line: &str) -> Option<&'static str> {
    match line {
        "Traceback (most recent call last):" => Some(""),
        "  + Exception Group Traceback (most recent call last):" => Some("  | "),
        _ => None,
    }
}

fn name(line: &str) -> Option<String> {
    class_name(line.split_once(':').map_or(line, |(name, _)| name))
}

/// The last part of a class's dotted name, where it is one that Python would have written.
pub(crate) fn class_name(dotted: &str) -> Option<String> {
    let last = dotted.rsplit('.').next()?;
    let plain = last.chars().all(|c| c.is_alphanumeric() || c == '_') && !last.starts_with(|c: char| c.is_numeric());
    (plain && !last.is_empty() && last.len() <= LONGEST_NAME).then(|| last.to_owned())
}

/// The text with the submission's own names instead of paths of the sandbox, and without the frames
/// of the bootstrap.
pub fn clean(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut skipping = false;
    for line in text.split_inclusive('\n') {
        match frame(line) {
            Some(path) => skipping = is_ours(path),
            // The source line and the marks below a frame are indented deeper than it.
            None => skipping = skipping && line.starts_with("    "),
        }
        if !skipping {
            kept.push_str(line);
        }
    }
    shorten_library(&kept.replace(BOX, ""))
}

/// The path of a frame line: `  File "path", line 1, in f`.
fn frame(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches([' ', '|']).strip_prefix("File \"")?;
    rest.split_once('"').map(|(path, _)| path)
}

/// Whether a frame belongs to what starts the program rather than to the program.
fn is_ours(path: &str) -> bool {
    let bootstrap = path.ends_with("/start.py") && !path.starts_with(BOX);
    bootstrap || path == "<frozen runpy>" || path == "<start>"
}

/// `/usr/lib/python3.11/json/decoder.py` as `python3.11/json/decoder.py`.
fn shorten_library(text: &str) -> String {
    let mut short = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\"/") {
        let (before, quoted) = rest.split_at(at + 1);
        short.push_str(before);
        let end = quoted.find(['"', '\n']).unwrap_or(quoted.len());
        let path = &quoted[..end];
        short.push_str(path.find("/lib/python3.").map_or(path, |lib| &path[lib + "/lib/".len()..]));
        rest = &quoted[end..];
    }
    short.push_str(rest);
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = r#"debug
Traceback (most recent call last):
  File "/pyjury/start.py", line 40, in <module>
    run(main)
    ~~~^^^^^^
  File "/box/main.py", line 3, in <module>
    f()
  File "/box/pkg/mod.py", line 2, in f
    raise ValueError("bad: thing\nsecond line")
ValueError: bad: thing
second line
"#;

    #[test]
    fn the_exception_is_named() {
        let group = concat!(
            "  + Exception Group Traceback (most recent call last):\n",
            "  |   File \"/box/main.py\", line 1, in <module>\n",
            "  |     raise ExceptionGroup(\"many\", [ValueError(1)])\n",
            "  | ExceptionGroup: many (1 sub-exception)\n",
            "  +-+---------------- 1 ----------------\n",
            "    | ValueError: 1\n",
            "    +------------------------------------\n",
        );
        let tail = |line: &str| {
            format!("Traceback (most recent call last):\n  File \"/box/a.py\", line 1, in <module>\n    x\n{line}\n")
        };
        let chained = tail("KeyError: 1")
            + "\nDuring handling of the above exception, another exception occurred:\n\n"
            + &tail("TypeError: 2");
        let shutdown = tail("OSError: 1") + "Exception ignored in: <f>\n" + &tail("BrokenPipeError: 2");
        let syntax = "  File \"/box/a.py\", line 1\n    x=\n      ^\nSyntaxError: invalid syntax\n";
        let rows = [
            (PLAIN.to_owned(), Some("ValueError")),
            (group.to_owned(), Some("ExceptionGroup")),
            (chained, Some("TypeError")),
            (shutdown, Some("OSError")),
            (syntax.to_owned(), Some("SyntaxError")),
            (tail("KeyboardInterrupt"), Some("KeyboardInterrupt")),
            (tail("json.decoder.JSONDecodeError: Expecting value"), Some("JSONDecodeError")),
            (tail("__main__.f.<locals>.Mine: no"), Some("Mine")),
            (tail("MemoryError"), Some("MemoryError")),
            (tail(&"X".repeat(100)), None),
            (tail("not a name at all"), None),
            ("Exception in thread Thread-1:\n".to_owned() + &tail("ValueError"), None),
            ("ValueError: only said\n".to_owned(), None),
            ("Traceback (most recent call last):".to_owned(), None),
            (String::new(), None),
        ];
        for (stderr, expected) in rows {
            assert_eq!(exception(&stderr).as_deref(), expected, "{stderr}");
        }
    }

    #[test]
    fn our_paths_and_frames_are_removed() {
        let cleaned = clean(PLAIN);
        assert!(!cleaned.contains("/box/") && !cleaned.contains("start.py") && !cleaned.contains("run(main)"));
        assert!(cleaned.contains("File \"main.py\", line 3") && cleaned.contains("File \"pkg/mod.py\", line 2"));
        assert!(cleaned.contains("    raise ValueError(") && cleaned.ends_with("second line\n"));
        assert_eq!(clean("No such file: '/box/data.txt'"), "No such file: 'data.txt'");
        assert_eq!(
            clean("  File \"/usr/lib/python3.11/json/decoder.py\", line 1, in x\n"),
            "  File \"python3.11/json/decoder.py\", line 1, in x\n"
        );
        assert_eq!(clean("  File \"/box/start.py\", line 1\n"), "  File \"start.py\", line 1\n");
    }
}
