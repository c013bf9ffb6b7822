//! The broker that one run of the tests shares: prints its URL when it is there, and ends it when its own input
//! ends.

use std::io::{Read as _, Write as _};

use pyjury_servers::RabbitMq;

fn main() -> std::io::Result<()> {
    let broker = RabbitMq::start();
    let mut out = std::io::stdout();
    writeln!(out, "{}", broker.url())?;
    out.flush()?;
    std::io::stdin().read_to_end(&mut Vec::new()).map(drop)
}
