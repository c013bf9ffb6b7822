//! Pages of lists, after AIP-158.

/// The page size when none is asked for.
const DEFAULT: usize = 50;

/// The largest page.
const LARGEST: usize = 500;

/// The size of a page: 0 is the default, and more than the largest is the largest.
pub(crate) fn size(asked: u32) -> usize {
    match usize::try_from(asked).unwrap_or(LARGEST) {
        0 => DEFAULT,
        asked => asked.min(LARGEST),
    }
}

/// A page token; an empty one is the beginning.
pub(crate) fn token(wire: &str) -> Option<&str> {
    (!wire.is_empty()).then_some(wire)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_clamped() {
        assert_eq!((size(0), size(3), size(1_000_000)), (50, 3, 500));
        assert_eq!((token(""), token("x")), (None, Some("x")));
    }
}
