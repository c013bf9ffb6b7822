//! Calls that the server asks to be made again later.

use tonic::{Code, Response, Status};
use tonic_types::StatusExt as _;

/// Calls, and again after the time that the server names, for as long as it refuses with this code. `waits` hears of
/// each refusal that is waited for.
pub(crate) async fn patiently<T>(
    code: Code,
    mut call: impl AsyncFnMut() -> Result<Response<T>, Status>,
    mut waits: impl FnMut(&Status),
) -> Result<T, Status> {
    loop {
        let status = match call().await {
            Ok(answer) => return Ok(answer.into_inner()),
            Err(status) => status,
        };
        let retry = status.get_details_retry_info().and_then(|info| info.retry_delay);
        match retry.filter(|_| status.code() == code) {
            Some(delay) => {
                waits(&status);
                tokio::time::sleep(delay).await;
            }
            None => return Err(status),
        }
    }
}
