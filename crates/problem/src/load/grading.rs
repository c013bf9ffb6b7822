//! Values that group settings have in common.

use crate::error::Complaints;
use crate::table::Item;

/// Two numbers between which scores lie; `None` is without bound.
pub(super) fn range(item: Item<'_>, complaints: &mut Complaints) -> Option<(Option<f64>, Option<f64>)> {
    let text = item.text(complaints)?;
    let numbers: Vec<Option<f64>> = text.split_whitespace().map(|word| word.parse().ok()).collect();
    match numbers[..] {
        [Some(least), Some(most)] if least <= most => {
            let bound = |number: f64| number.is_finite().then_some(number);
            Some((bound(least), bound(most)))
        }
        _ => {
            item.wrong("two numbers, the lower one first", "write it as `range: 0 100`; inf is allowed", complaints);
            None
        }
    }
}
