//! Stories about the panel that guides a group.
