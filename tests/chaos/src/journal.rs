//! What the gateways accepted, written down outside of the cluster.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;

use crate::workload::Order;

/// An accepted submission.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// What was ordered.
    pub order: Order,
    /// The id that the gateway answered with.
    pub id: String,
}

/// Every answer, in memory and in a file that outlives a crash of this program.
#[derive(Debug)]
pub struct Journal {
    file: Mutex<(File, Vec<Accepted>)>,
}

impl Journal {
    /// A new journal.
    ///
    /// # Errors
    /// When the file can't be made.
    pub fn create(path: &Path) -> std::io::Result<Self> {
        Ok(Self { file: Mutex::new((File::create(path)?, Vec::new())) })
    }

    /// Writes an answer down.
    pub fn accepted(&self, order: Order, id: String) {
        let mut journal = self.file.lock().unwrap();
        writeln!(journal.0, "{}\t{}\t{id}", order.index, order.program.name).unwrap();
        journal.1.push(Accepted { order, id });
    }

    /// All of them.
    pub fn entries(&self) -> Vec<Accepted> {
        self.file.lock().unwrap().1.clone()
    }
}
