//! A group at work: opening an exercise, and handing in.
