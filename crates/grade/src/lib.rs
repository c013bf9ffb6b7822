//! Problem + submission + sandbox -> judgement.
