//! Keeping messages short.

use pyjury_core::Capture;

/// The most that is kept of what a program wrote, per stream.
pub(crate) const LONGEST: usize = 64 << 10;

/// Head and tail of a text, with a line between them that says how much is missing.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let head = (0..=most / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let tail = (text.len() - most / 2..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    format!("{}\n[{} bytes dropped]\n{}", &text[..head], tail - head, &text[tail..])
}

/// What was captured, as text of at most [`LONGEST`] bytes or so.
pub(crate) fn of(capture: &Capture) -> String {
    let half = LONGEST / 2;
    let total = usize::try_from(capture.total).unwrap_or(usize::MAX);
    let joined;
    let (head, tail): (&[u8], &[u8]) = if capture.head.len() + capture.tail.len() <= LONGEST {
        joined = capture.joined();
        return String::from_utf8_lossy(&joined).into_owned();
    } else if capture.tail.len() >= half {
        (&capture.head, &capture.tail)
    } else if capture.tail.is_empty() {
        (&capture.head, &capture.head[half.min(capture.head.len())..])
    } else {
        joined = [capture.head.as_slice(), &capture.tail].concat();
        (&joined, &joined[half.min(joined.len())..])
    };
    let head = &head[..half.min(head.len())];
    let tail = &tail[tail.len().saturating_sub(half)..];
    let dropped = total.saturating_sub(head.len() + tail.len());
    format!("{}\n[{dropped} bytes dropped]\n{}", String::from_utf8_lossy(head), String::from_utf8_lossy(tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_stay_and_long_ones_keep_both_ends() {
        assert_eq!(shorten("abc", 3), "abc");
        assert_eq!(shorten("abcdef", 4), "ab\n[2 bytes dropped]\nef");
        assert_eq!(shorten("äöü", 4), "ä\n[2 bytes dropped]\nü");
    }

    #[test]
    fn captures_of_any_shape_are_bounded() {
        let big = LONGEST * 3;
        for (head, tail, total) in
            [(10, 0, 10), (big, 0, big), (big, 10, big + 10), (big, big, 3 * big), (10, big, 2 * big)]
        {
            let capture = Capture { head: vec![b'a'; head], tail: vec![b'z'; tail], total: total as u64 };
            let text = of(&capture);
            assert!(text.len() <= LONGEST + 64, "{head} {tail}");
            assert!(text.starts_with('a'));
            assert_eq!(text.ends_with('z'), tail > 0);
        }
    }
}
