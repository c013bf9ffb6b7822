//! The scheduler: places judgings on workers, fairly, and reconciles.
