//! Plain data the architect states: the project and its parts, typed identifiers, units and quantities.
//!
//! Nothing here computes a quality, reads a file or draws. Everything is `Clone + PartialEq`, so that an undo
//! step is a cheap snapshot and "did anything change?" is one comparison.

mod acceptance;
mod algorithm;
mod alternative;
mod breakout;
mod cascade;
mod choice;
mod collection;
mod date;
mod decision;
mod element;
mod evidence;
mod evidence_detail;
mod fact;
mod geometry;
mod id;
mod judgement;
mod judging;
mod learning;
mod measure;
mod project;
mod property;
mod quantity;
mod requirement;
mod scenario;
mod style;
mod subject;
mod system;
mod unit;
mod view;
mod wording;
mod words;

pub use acceptance::{AcceptedFindings, FindingKey};
pub use algorithm::{
    Algorithm, BoostingSettings, Candidate, ConvolutionLayer, ConvolutionSettings, ExplainableSettings, ForestSettings,
    LinearSettings, LogisticSettings, NeighbourSettings, PerceptronSettings, RuleSettings, Search, SearchMethod,
    SupportVectorSettings, TreeSettings,
};
pub use alternative::{Alternative, Alternatives};
pub use breakout::{Breakout, Brief, Check, Specification};
pub use cascade::{CascadeEvidence, CascadePoint};
pub use choice::{Absence, Amount, Choice, Design, Exclusion, OpenQuestion, Pick};
pub use collection::Collection;
pub use date::{Date, ParseDateError};
pub use decision::{Decision, DecisionStatus};
pub use element::ElementId;
pub use evidence::{Environment, Evidence, EvidenceBook, LossPoint, Measured, Trials};
pub use evidence_detail::{
    CalibrationPoint, Confusion, Contribution, Curve, Details, Disturbed, ExplainedCase, FeatureImportance, Flip,
    GroupResult, Growth, OperatingChoice, Readable, TreeNode, Weights,
};
pub use fact::{Connectivity, DataClass, Fact, FactForm, FactValue, Facts, Level, Origin};
pub use geometry::{Point, Rectangle, Size};
pub use id::{
    AlternativeId, BoundaryId, CandidateId, ChoiceId, ComponentId, ConnectorId, DatasetId, DecisionId, GroupId, NodeId,
    NoteId, RequirementId, ScenarioId, StakeholderId, unused_id,
};
pub use judgement::{Judgement, Judgements};
pub use judging::{Budget, ErrorCosts, Folds, Judging};
pub use learning::{
    Dataset, DatasetSource, FraudGenerator, Goal, ImageSettings, ImageShape, LearningTask, LearningTasks,
    OperatingPoint, SplitRule,
};
pub use measure::{Direction, Measure, Method};
pub use project::Project;
pub use property::Property;
pub use quantity::{Provenance, Quantity, QuantityError, format_number};
pub use requirement::{ConstraintType, Requirement, Situation, Stakeholder, Strength};
pub use scenario::{Motion, Path, Scenario, Step, TotalLoad, When};
pub use style::Style;
pub use subject::{MeasureKey, Scope, Subject};
pub use system::{
    Boundary, BoundaryKind, CallCondition, Component, Connector, ConnectorKind, DeploymentNode, KindId, Line, Note,
    Properties, System,
};
pub use unit::{Dimension, HOURS_PER_MONTH, ParseUnitError, Unit};
pub use view::{ViewKey, ViewLayout};
pub use wording::{capitalised, in_sentence};
pub use words::{counted, group_thousands, listed, time_in_words};
