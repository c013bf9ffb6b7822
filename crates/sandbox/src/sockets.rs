//! How many TCP sockets a run has.
//!
//! A connection that nobody has accepted is charged to no cgroup: the kernel makes its socket while it handles a packet,
//! and charges it when it is accepted. So their number is bounded, at the one call that makes them, connect(2), and what
//! each can hold, by the network namespace's `tcp_rmem` (tcp(7)).

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::FileExt;

/// The most TCP sockets at once, those included that nobody has accepted, or that are closed and not yet gone.
pub(crate) const MOST_SOCKETS: u64 = 1000;

/// Where a network namespace tells of its sockets: what is read, and the line of the number.
const TOLD_IN: [(&str, &str); 2] =
    [("/proc/thread-self/net/sockstat", "TCP: inuse "), ("/proc/thread-self/net/sockstat6", "TCP6: inuse ")];

/// Opens what tells of the sockets of this process's network namespace; it does so for as long as it is open.
///
/// # Errors
/// It isn't there, but for what a kernel without IPv6 lacks.
pub(crate) fn tellers() -> io::Result<Vec<OwnedFd>> {
    let mut opened = Vec::new();
    for (file, _) in TOLD_IN {
        match File::open(file) {
            Ok(file) => opened.push(file.into()),
            Err(error) if !opened.is_empty() && error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(opened)
}

/// What the network namespace of a run tells of its sockets.
#[derive(Debug)]
pub(crate) struct Sockets(Vec<File>);

impl Sockets {
    /// Of what [`tellers`] opened in that namespace.
    pub(crate) fn new(files: Vec<OwnedFd>) -> Self {
        Self(files.into_iter().map(File::from).collect())
    }

    /// TCP sockets of the namespace.
    pub(crate) fn count(&self) -> io::Result<u64> {
        let mut all = 0;
        for (file, (_, line)) in self.0.iter().zip(TOLD_IN) {
            let mut buffer = [0; 1024];
            let length = file.read_at(&mut buffer, 0)?;
            all += number_after(line, &String::from_utf8_lossy(&buffer[..length]));
        }
        Ok(all)
    }
}

fn number_after(start: &str, text: &str) -> u64 {
    let found = text.lines().find_map(|line| line.strip_prefix(start)?.split_whitespace().next()?.parse().ok());
    found.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_own_sockets_are_counted() {
        let sockets = Sockets::new(tellers().unwrap());
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let before = sockets.count().unwrap();
        let clients: Vec<_> =
            (0..20).map(|_| std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap()).collect();
        // Others have sockets too, which come and go.
        let after = sockets.count().unwrap();
        assert!(before > 0 && after + 10 > before + 2 * clients.len() as u64, "{before} became {after}");
    }

    #[test]
    fn numbers_are_found_by_line() {
        let text = "sockets: used 7\nTCP: inuse 12 orphan 0 tw 3 alloc 9 mem 1\nUDP: inuse 1 mem 0\n";
        assert_eq!(number_after("TCP: inuse ", text), 12);
        assert_eq!(number_after("TCP6: inuse ", text), 0);
    }
}
