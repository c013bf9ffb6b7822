//! Lists that come in pages.

use tonic::Status;

use super::refused::refused;
use crate::failure::Failure;

/// The largest page that services give.
const LARGEST: u32 = 500;

/// A list as far as it was wanted.
#[derive(Debug)]
pub(crate) struct List<T> {
    /// What was read.
    pub(crate) items: Vec<T>,
    /// Where it goes on; empty when that is all.
    pub(crate) next_page_token: String,
}

/// Reads pages from where `page_token` says (empty: the beginning) until there are `most` items or no more.
/// `page` gets one of a size and by a token, and gives its items and the token of the next.
pub(crate) async fn read<T>(
    most: u32,
    page_token: String,
    mut page: impl AsyncFnMut(u32, String) -> Result<(Vec<T>, String), Status>,
) -> Result<List<T>, Failure> {
    let mut list = List { items: Vec::new(), next_page_token: page_token };
    loop {
        let missing = most.saturating_sub(u32::try_from(list.items.len()).unwrap_or(u32::MAX));
        if missing == 0 {
            return Ok(list);
        }
        let (items, next) = page(missing.min(LARGEST), list.next_page_token).await.map_err(refused)?;
        list.items.extend(items);
        list.next_page_token = next;
        if list.next_page_token.is_empty() {
            return Ok(list);
        }
    }
}

/// Reads all pages: see [`read`].
pub(crate) async fn read_all<T>(
    page: impl AsyncFnMut(u32, String) -> Result<(Vec<T>, String), Status>,
) -> Result<Vec<T>, Failure> {
    Ok(read(u32::MAX, String::new(), page).await?.items)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers in pages of two at most.
    async fn numbers(size: u32, token: String) -> Result<(Vec<u32>, String), Status> {
        let first: u32 = token.parse().unwrap_or_default();
        let items: Vec<_> = (first..7).take(size.min(2) as usize).collect();
        let next = first + items.len() as u32;
        Ok((items, if next < 7 { next.to_string() } else { String::new() }))
    }

    #[tokio::test]
    async fn pages_are_read_as_far_as_wanted() {
        assert_eq!(read_all(numbers).await.unwrap(), [0, 1, 2, 3, 4, 5, 6]);
        let some = read(3, "2".to_owned(), numbers).await.unwrap();
        assert_eq!((some.items, some.next_page_token.as_str()), (vec![2, 3, 4], "5"));
        let none = read(0, "2".to_owned(), numbers).await.unwrap();
        assert_eq!((none.items, none.next_page_token.as_str()), (vec![], "2"));
    }
}
