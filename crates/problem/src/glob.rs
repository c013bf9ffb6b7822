//! Patterns over paths: `*` within a name, `{a,b}`.

/// Most patterns that the braces of one may stand for.
const MOST: usize = 256;

/// The longest pattern, as that of paths. What its braces stand for is in memory.
pub(crate) const LONGEST: usize = 1024;

/// Whether `pattern` matches `path` or a folder that it is in.
pub(crate) fn matches_path(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_end_matches('/');
    if pattern.len() > LONGEST {
        return false;
    }
    let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
    let mut folders = ends.map(|end| &path[..end]);
    let patterns = expand(pattern);
    folders.any(|folder| patterns.iter().any(|pattern| matches(pattern, folder)))
}

/// Whether a whole name or path matches, component by component.
fn matches(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(pattern), Some(component)) if matches_component(pattern.as_bytes(), component.as_bytes()) => {}
            _ => return false,
        }
    }
}

/// The classic walk with one point to come back to: linear for each star, never exponential.
fn matches_component(pattern: &[u8], name: &[u8]) -> bool {
    let (mut p, mut n) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while n < name.len() {
        if pattern.get(p) == Some(&b'*') {
            back = Some((p, n));
            p += 1;
        } else if pattern.get(p) == Some(&name[n]) {
            p += 1;
            n += 1;
        } else if let Some((star, from)) = back {
            back = Some((star, from + 1));
            p = star + 1;
            n = from + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|b| *b == b'*')
}

/// Every pattern that the braces stand for; braces that don't match, and those that are too many, stay as they are.
fn expand(pattern: &str) -> Vec<String> {
    let mut done = Vec::new();
    let mut open = vec![pattern.to_owned()];
    while let Some(pattern) = open.pop() {
        let inner = pattern.find('}').and_then(|end| Some((pattern[..end].rfind('{')?, end)));
        match inner {
            Some((start, end)) if done.len() + open.len() + choices(&pattern[start..end]) <= MOST => {
                for choice in pattern[start + 1..end].split(',') {
                    open.push(format!("{}{choice}{}", &pattern[..start], &pattern[end + 1..]));
                }
            }
            _ => done.push(pattern),
        }
    }
    done
}

fn choices(inner: &str) -> usize {
    1 + inner.matches(',').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match() {
        for (pattern, path, expected) in [
            ("accepted", "accepted/a.py", true),
            ("accepted/*", "accepted/a.py", true),
            ("accepted/*", "accepted", false),
            ("accepted/*", "accepted/dir/main.py", true),
            ("*.py", "accepted/a.py", false),
            ("*/a.py", "accepted/a.py", true),
            ("accepted/{a,b}.py", "accepted/b.py", true),
            ("accepted/{a,b}.{py,cpp}", "accepted/b.cpp", true),
            ("accepted/{a,b}.py", "accepted/c.py", false),
            ("secret/*-easy", "secret/03-easy", true),
            ("secret/g*1*", "secret/group-1-b/07", true),
            ("{{a,b},c}", "b", true),
            ("a}b", "a}b", true),
            ("sample", "samples/1", false),
        ] {
            assert_eq!(matches_path(pattern, path), expected, "{pattern} {path}");
        }
        assert!(!matches_path(&"*a".repeat(200), &"a".repeat(150)));
    }

    #[test]
    fn patterns_are_bounded() {
        for bomb in ["{a,b}".repeat(200), format!("{{{}}}{}", ",".repeat(500), "x".repeat(500)), "{,".repeat(400)] {
            let patterns = expand(&bomb);
            assert!(patterns.len() <= MOST, "{}", patterns.len());
            assert!(!matches_path(&bomb, "y"));
        }
        // Half a million patterns of half a megabyte each.
        assert!(!matches_path(&format!("{{{}}}{}", ",".repeat(500_000), "x".repeat(500_000)), "y"));
    }
}
