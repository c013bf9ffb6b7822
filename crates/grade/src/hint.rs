//! What a failure usually means, in words for whoever learns from it.
//!
//! A hint explains a verdict and never makes one. It says nothing that the verdict, the reason and the program's own
//! words don't say already, and it is shown where those are.

use pyjury_core::{Decision, Reason};

/// Which layer of the host has a module that the runtime doesn't have.
pub(crate) type Elsewhere<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// What the failure of a program usually means; `None` where there is nothing to add.
pub(crate) fn of(decision: &Decision, stderr: &str, elsewhere: &Elsewhere<'_>) -> Option<String> {
    let text = match &decision.reason {
        Reason::Exception(Some(name)) => return of_exception(name, stderr, elsewhere),
        Reason::Memory => {
            "it needed more memory than it may: look for lists that grow without end, or keep less at once"
        }
        Reason::Output => "it printed more than it may: look for a loop that prints without end",
        Reason::Idle => {
            "it waited, and did nothing, until its time was up: look for a sleep, for threads or tasks that wait for \
             each other, and for input that never comes"
        }
        Reason::Wall => "it waited too long between its computing: look for sleeps, and for threads that wait",
        Reason::Cpu => "it computed too long: look for a loop that doesn't end, or for a faster way",
        Reason::Signal(11) => {
            "the interpreter itself was ended (SIGSEGV): mostly by recursion with a raised recursion limit"
        }
        Reason::WrongAnswer | Reason::Presentation => return never_awaited(stderr),
        _ => return None,
    };
    Some(text.to_owned())
}

fn of_exception(name: &str, stderr: &str, elsewhere: &Elsewhere<'_>) -> Option<String> {
    let said = || message(name, stderr);
    let text = match name {
        "ModuleNotFoundError" => {
            let module = between(said()?, "No module named '", "'")?;
            let package = module.split('.').next().unwrap_or(module);
            let is_name = !package.is_empty() && package.chars().all(|c| c.is_alphanumeric() || c == '_');
            if is_name && let Some(layer) = elsewhere(package) {
                return Some(format!(
                    "{package} is in the layer {layer}, which is not in this problem's runtime: use what is there, or have \
                     the problem ask for the layer"
                ));
            }
            return Some(format!(
                "{package} is neither in the standard library, nor in this problem's runtime, nor among the submitted \
                 files: use what is there, or correct the name"
            ));
        }
        "RecursionError" => {
            "a function called itself too often: see that every call comes nearer to a case that ends it, or use a loop"
        }
        "EOFError" => "input() was called when all input had been read: read as many lines as the statement says",
        "UnboundLocalError" => {
            "a name that is assigned anywhere in a function is local to all of it: use another name, or nonlocal or global"
        }
        "IndentationError" | "TabError" => "lines of one block must be indented alike: use four spaces, and no tabs",
        "RuntimeError" if said().is_some_and(|said| said.contains("asyncio.run() cannot be called")) => {
            "an event loop is running already: await the coroutine instead"
        }
        "TypeError" if said().is_some_and(|said| said.contains("'coroutine' object")) => {
            "a coroutine was used like its result: write await before the call"
        }
        _ => return never_awaited(stderr),
    };
    Some(text.to_owned())
}

/// A coroutine that nobody awaited did nothing; Python says so when it is collected.
fn never_awaited(stderr: &str) -> Option<String> {
    let name = between(stderr, "RuntimeWarning: coroutine '", "' was never awaited")?;
    Some(format!("the coroutine {name} was called and never awaited, so it did nothing: write await before the call"))
}

/// What the last exception of this name said.
fn message<'a>(name: &str, stderr: &'a str) -> Option<&'a str> {
    let of = |line: &'a str| {
        let (kind, message) = line.split_once(": ")?;
        (kind.rsplit('.').next() == Some(name)).then_some(message)
    };
    stderr.lines().rev().find_map(of)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let rest = &text[text.find(before)? + before.len()..];
    rest.find(after).map(|end| &rest[..end]).filter(|found| found.len() <= 200 && !found.contains('\n'))
}

#[cfg(test)]
mod tests {
    use pyjury_core::Verdict;

    use super::*;

    #[test]
    fn failures_are_explained() {
        let exception = |name: &str| Decision::new(Verdict::RTE, Reason::Exception(Some(name.to_owned())));
        let of_reason = |verdict, reason| Decision::new(verdict, reason);
        let rows = [
            (
                exception("ModuleNotFoundError"),
                "ModuleNotFoundError: No module named 'numpy.linalg'",
                "numpy is neither",
            ),
            (exception("RecursionError"), "RecursionError: maximum recursion depth exceeded", "called itself"),
            (exception("EOFError"), "EOFError: EOF when reading a line", "all input had been read"),
            (exception("TypeError"), "TypeError: 'coroutine' object is not iterable", "write await"),
            (of_reason(Verdict::TLE, Reason::Idle), "", "did nothing"),
            (of_reason(Verdict::OLE, Reason::Output), "", "prints without end"),
            (of_reason(Verdict::MLE, Reason::Memory), "", "keep less"),
            (
                of_reason(Verdict::WA, Reason::WrongAnswer),
                "main.py:3: RuntimeWarning: coroutine 'main' was never awaited\n",
                "the coroutine main was called",
            ),
        ];
        for (decision, stderr, expected) in rows {
            let hint = of(&decision, stderr, &|_| None).unwrap_or_default();
            assert!(hint.contains(expected), "{decision:?}: {hint:?}");
        }
    }

    #[test]
    fn a_module_of_another_layer_is_told() {
        let decision = Decision::new(Verdict::RTE, Reason::Exception(Some("ModuleNotFoundError".to_owned())));
        let elsewhere = |module: &str| (module == "mypy").then(|| "qa".to_owned());
        let said = |module: &str| format!("ModuleNotFoundError: No module named '{module}'");
        let hint = |module: &str| of(&decision, &said(module), &elsewhere).unwrap();
        assert!(hint("mypy.api").starts_with("mypy is in the layer qa, which is not in this problem's runtime"));
        assert!(hint("numpy").starts_with("numpy is neither"));
        let any = |_: &str| Some("qa".to_owned());
        assert!(of(&decision, &said("../x"), &any).unwrap().contains("neither"), "no path is a module");
    }

    #[test]
    fn there_is_not_always_something_to_say() {
        let rows = [
            (Reason::Exception(Some("TypeError".into())), "TypeError: no"),
            (Reason::Exception(Some("ModuleNotFoundError".into())), "ModuleNotFoundError: None of them"),
            (Reason::WrongAnswer, "coroutine 'main' was never awaited, I say"),
            (Reason::ExitCode(3), ""),
        ];
        for (reason, stderr) in rows {
            assert_eq!(of(&Decision::new(Verdict::RTE, reason), stderr, &|_| None), None, "{stderr}");
        }
    }
}
