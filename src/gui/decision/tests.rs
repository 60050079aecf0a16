//! Stories about the decision.
