//! The word that was probably meant.

/// The candidate that is nearest to `word` by edit distance; the first of several.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody misspells a word by a hundred letters; the table below is quadratic.
    let word: Vec<char> = word.chars().take(100).collect();
    candidates.into_iter().min_by_key(|candidate| distance(&word, candidate))
}

/// Insertions, deletions, changes and swaps of neighbours (Damerau–Levenshtein, restricted).
fn distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found() {
        let keys = ["name", "limits", "validation", "validator_flags"];
        for (word, expected) in
            [("limit", "limits"), ("validaton", "validation"), ("nmae", "name"), ("validator_flag", "validator_flags")]
        {
            assert_eq!(nearest(word, keys), Some(expected), "{word}");
        }
        assert_eq!(nearest("x", []), None);
    }
}
