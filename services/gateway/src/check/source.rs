//! Whether bytes can be Python source: text without NUL, in UTF-8 unless it declares otherwise.
//!
//! Whether they compile is the judge's to say (CE). What is refused here would never have been
//! meant: a binary, or a file that an editor saved in an encoding of its own.

/// What is wrong with a source.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SourceError {
    /// A NUL byte.
    #[error("expected Python source, got a NUL byte at byte {offset} (line {line}); was it saved as UTF-16?")]
    Nul {
        /// Counted from 0.
        offset: usize,
        /// Counted from 1.
        line: usize,
    },
    /// Not UTF-8.
    #[error(
        "expected UTF-8, got byte 0x{byte:02x} at byte {offset} (line {line}); save it as UTF-8 or declare its encoding in the first line (PEP 263)"
    )]
    Encoding {
        /// Counted from 0.
        offset: usize,
        /// Counted from 1.
        line: usize,
        /// The first byte that doesn't fit.
        byte: u8,
    },
}

/// Checks a Python source.
pub(crate) fn check(content: &[u8]) -> Result<(), SourceError> {
    if let Some(offset) = content.iter().position(|byte| *byte == 0) {
        return Err(SourceError::Nul { offset, line: line_of(content, offset) });
    }
    match std::str::from_utf8(content) {
        Ok(_) => Ok(()),
        Err(_) if declares_another_encoding(content) => Ok(()),
        Err(error) => {
            let offset = error.valid_up_to();
            let byte = content.get(offset).copied().unwrap_or_default();
            Err(SourceError::Encoding { offset, line: line_of(content, offset), byte })
        }
    }
}

fn line_of(content: &[u8], offset: usize) -> usize {
    1 + content[..offset].iter().filter(|byte| **byte == b'\n').count()
}

/// PEP 263: a comment in the first line, or in the second when the first is blank or a comment,
/// with `coding[:=]\s*([-\w.]+)`.
fn declares_another_encoding(content: &[u8]) -> bool {
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let mut lines = content.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let Some(first) = lines.next() else { return false };
    let second = (first.is_empty() || first.starts_with(b"#")).then(|| lines.next()).flatten();
    let name = cookie(first).or_else(|| second.and_then(cookie));
    name.is_some_and(|name| !matches!(name.to_ascii_lowercase().replace('_', "-").as_str(), "utf-8" | "utf8"))
}

fn cookie(line: &[u8]) -> Option<String> {
    if !line.starts_with(b"#") {
        return None;
    }
    let text = String::from_utf8_lossy(line);
    let after = text.match_indices("coding").find_map(|(at, word)| text[at + word.len()..].strip_prefix([':', '=']))?;
    let name: String =
        after.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_taken() {
        for good in [
            &b"print(1)\n"[..],
            "print('ü')".as_bytes(),
            b"\xef\xbb\xbfprint(1)",
            b"# -*- coding: latin-1 -*-\nx = '\xfc'\n",
            b"#!/usr/bin/python3\r\n# vim: set fileencoding=cp1252 :\r\nx = '\xfc'\n",
            b"\n# coding: koi8-r\nx = '\xfc'\n",
        ] {
            assert_eq!(check(good), Ok(()), "{good:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_told_with_its_place() {
        let encoding = |offset, line, byte| Err(SourceError::Encoding { offset, line, byte });
        assert_eq!(check(b"a = 1\nb = '\xfc'\n"), encoding(11, 2, 0xfc));
        assert_eq!(check(b"\xff\xfe"), encoding(0, 1, 0xff));
        assert_eq!(check(b"# coding: utf-8\nx = '\xfc'"), encoding(21, 2, 0xfc));
        assert_eq!(check(b"x = 1\n# coding: latin-1\ny = '\xfc'"), encoding(29, 3, 0xfc));
        assert_eq!(check(b"x = 'coding: latin-1 \xfc'"), encoding(21, 1, 0xfc));
        assert_eq!(check(b"# coding: latin-1\n\0"), Err(SourceError::Nul { offset: 18, line: 2 }));
        assert_eq!(
            check("p".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>().as_slice()),
            Err(SourceError::Nul { offset: 0, line: 1 })
        );
    }
}
