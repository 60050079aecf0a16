//! Stories about scenarios and requirements.
