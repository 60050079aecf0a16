//! What holds of every PDF.
