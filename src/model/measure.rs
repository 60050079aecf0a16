//! What can be measured on a model, computed for a system or judged by people, each with its unit and direction.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};

use super::subject::Scope;
use super::unit::Unit;

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Smaller is better.
    Lower,
    /// Larger is better.
    Higher,
}

/// How the value of a measure is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Computed from the drawing, its numbers and the models in it.
    Computed,
    /// Measured on a trained model, or on data.
    Measured,
    /// Said by people, with their reasons.
    Judged,
}

/// Declares the measures: meaning, name, name shown to people in sentence case, unit, direction, method, and what each
/// can be taken of.
macro_rules! measures {
    ($($meaning:literal $name:ident $label:literal $unit:ident $direction:ident $method:ident [$($scope:ident)+];)+) => {
        /// A measure. Its snake-case name is its key in files and in `assets/catalog/measures.json`, which holds the
        /// plain-words explanation.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumString, IntoStaticStr, Serialize,
            Deserialize,
        )]
        #[strum(serialize_all = "snake_case")]
        #[serde(rename_all = "snake_case")]
        pub enum Measure {
            $(#[doc = $meaning] $name,)+
        }

        impl Measure {
            /// The name shown to people, in sentence case.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)+ }
            }

            /// The unit its values are stored and shown in.
            pub fn unit(self) -> Unit {
                match self { $(Self::$name => Unit::$unit,)+ }
            }

            /// Which way is better.
            pub fn direction(self) -> Direction {
                match self { $(Self::$name => Direction::$direction,)+ }
            }

            /// How its value is found.
            pub fn method(self) -> Method {
                match self { $(Self::$name => Method::$method,)+ }
            }

            /// What it can be taken of; the usual one first.
            pub fn scopes(self) -> &'static [Scope] {
                match self { $(Self::$name => &[$(Scope::$scope),+],)+ }
            }
        }
    };
}

// The order is that of tables and menus: the system first, then its models, then data.
measures! {
    "Mean response time at peak load." ResponseTimeMean "Response time, mean" Millisecond Lower Computed [Scenario Component Connector];
    "Median response time at peak load." ResponseTimeP50 "Response time, p50" Millisecond Lower Computed [Scenario Component Connector];
    "95th percentile of the response time at peak load." ResponseTimeP95 "Response time, p95" Millisecond Lower Computed [Scenario Component Connector];
    "99th percentile of the response time at peak load." ResponseTimeP99 "Response time, p99" Millisecond Lower Computed [Scenario Component Connector];
    "Largest load that a scenario's components can sustain." MaximumThroughput "Maximum throughput" PerSecond Higher Computed [Scenario Component];
    "Utilisation of the busiest component at peak load." PeakUtilisation "Peak utilisation" Percent Lower Computed [Scenario Component];
    "Replicas that a scenario would need at ten times its peak load." TenfoldReplicas "Replicas at ten times the load" Count Lower Computed [Scenario];
    "Share of time that it works." Availability "Availability" Percent Higher Computed [Scenario Component Node];
    "Time of a month in which it does not work." MonthlyDowntime "Downtime per month" Minute Lower Computed [Scenario Component];
    "Mean time that it works until it fails." UptimeBetweenFailures "Time between failures" Hour Higher Computed [Scenario];
    "Share of the requests that are given up because an answer takes too long." TimedOutShare "Requests that time out" Percent Lower Computed [Scenario];
    "Way from the moment something is there to be seen until the vehicle stands." StoppingDistance "Stopping distance" Metre Lower Computed [Scenario];
    "Cost of running it." MonthlyCost "Monthly cost" DollarPerMonth Lower Computed [System Component Node];
    "Running cost divided by the requests of a month." CostPerRequest "Cost per request" DollarPerRequest Lower Computed [System];
    "Work until the first release." DevelopmentEffort "Development effort" PersonWeek Lower Judged [System];
    "Time until the first release." TimeToRelease "Time to release" Day Lower Judged [System];
    "Energy that models take per month, for answers and for training." MonthlyEnergy "Monthly energy of models" KilowattHour Lower Computed [System];
    "CO2 of that energy." MonthlyCarbon "Monthly CO2 of models" Kilogram Lower Computed [System];
    "Requests per day that the battery budget of a device allows." BatteryRequests "Requests per day on battery" PerDay Higher Computed [Component];
    "Greatest age that a model can reach before a newer one serves." ModelAge "Greatest model age" Hour Lower Computed [System];
    "Share of the components that a change of one can reach." PropagationCost "Propagation cost" Percent Lower Computed [System];
    "Share of the calls that cross from one team to another." TeamCoupling "Calls between teams" Percent Lower Computed [System];
    "Share of the positive cases that are found in the end, after review and where the fallback answers." DecisionRecall "Recall of decisions" Percent Higher Computed [Component];
    "Share of the negative cases that are stopped in the end." DecisionFalsePositiveRate "False positive rate of decisions" Percent Lower Computed [Component];
    "Share of the cases that are decided right in the end." DecisionAccuracy "Accuracy of decisions" Percent Higher Computed [Component];
    "How easily what is likely to change can be changed." Modifiability "Modifiability" Grade Higher Judged [System Component];
    "Connectors over which personal data leaves its trust zone." PersonalCrossings "Crossings of personal data" Count Lower Computed [System];
    "Those of them on which nobody promised encryption." OpenCrossings "Crossings without encryption" Count Lower Computed [System];
    "How well it withstands attacks." Security "Security" Grade Higher Judged [System Component Connector Node];
    "How well people are protected from harm." Safety "Safety" Grade Higher Judged [System Component];
    "How easily people reach what they want with it." Usability "Usability" Grade Higher Judged [System];
    "How well a user can steer what it does." Controllability "User controllability" Grade Higher Judged [System];
    "Whether an operator can step in in time." Intervenability "Intervenability" Grade Higher Judged [System];
    "How openly it tells what it is and does." Transparency "Transparency" Grade Higher Judged [System];
    "How well harm to society is held down." SocietalRisk "Mitigation of societal risk" Grade Higher Judged [System];
    "Share of the components whose health and answers somebody watches." ObservedShare "Watched components" Percent Higher Computed [System];
    "Longest time from a fault until someone is told." AlertDelay "Alert delay" Second Lower Computed [System];
    "Longest time until the version before serves again." RollbackTime "Rollback time" Second Lower Computed [System];
    "Experiments with real users per month." MonthlyExperiments "Online experiments per month" Count Higher Judged [System];
    "Share of cases decided right." Accuracy "Accuracy" Percent Higher Measured [Model];
    "Mean recall over the classes." BalancedAccuracy "Balanced accuracy" Percent Higher Measured [Model];
    "Area under the receiver operating characteristic; of several classes, the mean of each against the rest." RocAuc "ROC AUC" Ratio Higher Measured [Model];
    "Average precision: the area under the precision-recall curve." AveragePrecision "Average precision" Ratio Higher Measured [Model];
    "Share of the positive cases that are found." Recall "Recall" Percent Higher Measured [Model];
    "Share of the negative cases that are left alone." Specificity "Specificity" Percent Higher Measured [Model];
    "Share of the flagged cases that are positive." Precision "Precision" Percent Higher Measured [Model];
    "Harmonic mean of precision and recall; of several classes, the mean over them." F1 "F1" Ratio Higher Measured [Model];
    "Share of the negative cases that are flagged." FalsePositiveRate "False positive rate" Percent Lower Measured [Model];
    "Share of all cases that are flagged." FlaggedShare "Flagged share" Percent Lower Measured [Model];
    "Mean squared error of the predicted probability." BrierScore "Brier score" Ratio Lower Measured [Model];
    "Mean negative logarithm of the probability that was given to what came true." LogLoss "Log loss" Ratio Lower Measured [Model];
    "Mean distance of the prediction from the truth." MeanAbsoluteError "Mean absolute error" TargetUnit Lower Measured [Model];
    "What the wrong decisions among a thousand cases cost." ErrorCost "Cost of errors per 1,000 cases" Dollar Lower Measured [Model];
    "Root of the mean squared distance of the prediction from the truth." RootMeanSquaredError "Root mean squared error" TargetUnit Lower Measured [Model];
    "Share of the variance that the model explains." Determination "R²" Ratio Higher Measured [Model];
    "Mean distance where a prediction that is too low costs nine times as much." PinballLoss "Pinball loss at 90 %" TargetUnit Lower Measured [Model];
    "Median time to predict one row." InferenceP50 "Single-row latency, p50" Microsecond Lower Measured [Model];
    "Time within which 99 % of single-row predictions are made." InferenceP99 "Single-row latency, p99" Microsecond Lower Measured [Model];
    "Rows per second when many are predicted at once." BatchThroughput "Batch throughput" PerSecond Higher Measured [Model];
    "Size of the saved model." ModelSize "Model size" Kilobyte Lower Measured [Model];
    "Peak memory of the training process, data included." TrainingMemory "Peak training memory" Megabyte Lower Measured [Model];
    "Wall-clock time to fit." TrainingTime "Training time" Second Lower Measured [Model];
    "Processor time to fit." TrainingProcessorTime "Training processor time" Second Lower Measured [Model];
    "Energy to fit: not measured but worked out from processor time and memory." TrainingEnergy "Training energy" MilliwattHour Lower Measured [Model];
    "Learned numbers: weights of a network, leaf values of a tree." Parameters "Parameters" Count Lower Measured [Model];
    "Leaves over all trees." Leaves "Leaves" Count Lower Measured [Model];
    "Features that the model really uses." UsedFeatures "Features used" Count Lower Measured [Model];
    "Arithmetic operations and comparisons a person would need to follow one prediction." PredictionOperations "Operations per prediction" Count Lower Measured [Model];
    "Share of what the model does that no sum of single features can say." InteractionStrength "Interaction strength" Ratio Lower Measured [Model];
    "Straight lines that the mean effect of a feature takes to draw." MainEffectComplexity "Main effect complexity" Ratio Lower Measured [Model];
    "Comparisons on the way to an answer of a tree, on average." RuleLength "Rule length" Ratio Lower Measured [Model];
    "Share of the model's behaviour that a tree of depth three repeats." SurrogateFit "Surrogate fit" Ratio Higher Measured [Model];
    "How well people can follow what the model does." Interpretability "Interpretability" Grade Higher Judged [Model];
    "How far predicted probabilities lie from what happens, on average." CalibrationError "Calibration error" Ratio Lower Measured [Model];
    "Recall of the group for which it is lowest." WorstGroupRecall "Recall, worst group" Percent Higher Measured [Model];
    "Largest difference of recall between two groups." GroupRecallGap "Recall gap between groups" Percent Lower Measured [Model];
    "Flagged share of the least flagged group over that of the most flagged one." GroupSelectionRatio "Selection ratio between groups" Ratio Higher Measured [Model];
    "Accuracy that the worst of noise, missing values and unusual rows takes away." RobustnessLoss "Loss under disturbance" Percent Lower Measured [Model];
    "Accuracy lost from the earlier to the later half of the held-out rows." DriftLoss "Accuracy lost on later data" Percent Lower Measured [Model];
    "Accuracy that updates bring back after the world has changed." RegainedAccuracy "Accuracy regained by updates" Percent Higher Measured [Model];
    "Standard deviation of accuracy over training seeds." SeedDeviation "Deviation between seeds" Percent Lower Measured [Model];
    "Share of cases decided otherwise after training anew." PredictionChurn "Prediction churn" Percent Lower Measured [Model];
    "Share of inputs that get the same answer each time." Repeatability "Repeatability" Percent Higher Measured [Model];
    "Training rows that bring 95 % of what all rows bring." DataNeed "Rows needed" Count Lower Measured [Model];
    "Time to take in the validation rows, as if they came later, over the time of training from the start." UpdateShare "Update over full training" Percent Lower Measured [Model];
    "Time to explain one prediction." ExplanationTime "Explanation time" Millisecond Lower Measured [Model];
    "How well an explanation helps the person who gets it." Explainability "Explainability" Grade Higher Judged [Model];
    "How far behaviour is proved rather than hoped for." Guarantees "Guarantees" Grade Higher Judged [Model];
    "How much work the features take to make and keep." FeatureEffort "Feature engineering effort" Grade Lower Judged [Model];
    "Share of the values that are missing." MissingShare "Missing values" Percent Lower Measured [Data];
    "Share of the labels that are right." LabelCorrectness "Right labels" Percent Higher Measured [Data];
    "Share of the rarest class." MinorityShare "Share of the rarest class" Percent Higher Measured [Data];
    "Age of the data." DataAge "Age of the data" Day Lower Measured [Data];
    "How firm the right to use the data is." Consent "Right to use" Grade Higher Judged [Data];
}

impl Measure {
    /// The key in files.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// Whether it is taken of a trained model; otherwise of something that is drawn, used or learned from.
    pub fn is_of_model(self) -> bool {
        self.scopes() == [Scope::Model]
    }

    /// Whether it is a plain number that has no upper end.
    fn is_open_ended(self) -> bool {
        use Measure::{InteractionStrength, LogLoss, MainEffectComplexity, RuleLength};
        matches!(self, LogLoss | InteractionStrength | MainEffectComplexity | RuleLength)
    }

    /// Whether it is usually taken of one scenario.
    pub fn is_of_scenario(self) -> bool {
        self.scopes()[0] == Scope::Scenario
    }

    /// Whether it is a mean or a percentile of a response time.
    pub fn is_response_time(self) -> bool {
        matches!(self, Self::ResponseTimeMean | Self::ResponseTimeP50 | Self::ResponseTimeP95 | Self::ResponseTimeP99)
    }

    /// Why `amount` (in [`Measure::unit`]) cannot be a value of it, as a sentence that says what can be.
    pub fn objection(self, amount: f64) -> Option<&'static str> {
        match self.unit() {
            _ if !amount.is_finite() => Some("This is no number."),
            Unit::Percent if self != Self::PeakUtilisation && !(0.0..=100.0).contains(&amount) => {
                Some("A share lies between 0 and 100 %.")
            }
            Unit::Ratio if self == Self::Determination || self == Self::SurrogateFit => {
                (amount > 1.0).then_some("This measure is at most 1.")
            }
            Unit::Ratio if !self.is_open_ended() && !(0.0..=1.0).contains(&amount) => {
                Some("This measure lies between 0 and 1.")
            }
            Unit::Grade if !(1.0..=5.0).contains(&amount) => Some("A grade lies between 1 and 5."),
            _ if amount < 0.0 => Some("It cannot be negative."),
            _ => None,
        }
    }
}

impl Direction {
    /// Whether `a` is strictly better than `b`.
    pub fn prefers(self, a: f64, b: f64) -> bool {
        match self {
            Self::Lower => a < b,
            Self::Higher => a > b,
        }
    }

    /// `value` turned so that smaller is better; a cost turned again is the value.
    pub fn cost(self, value: f64) -> f64 {
        match self {
            Self::Lower => value,
            Self::Higher => -value,
        }
    }

    /// Whether `value` is at least as good as `threshold`.
    pub fn meets(self, value: f64, threshold: f64) -> bool {
        !self.prefers(threshold, value)
    }

    /// The relation a threshold states.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Lower => "≤",
            Self::Higher => "≥",
        }
    }

    /// The relation in words, before a number.
    pub fn words(self) -> &'static str {
        match self {
            Self::Lower => "at most",
            Self::Higher => "at least",
        }
    }

    /// The word shown beside an axis.
    pub fn label(self) -> &'static str {
        match self {
            Self::Lower => "lower is better",
            Self::Higher => "higher is better",
        }
    }
}

impl Method {
    /// The word shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Computed => "computed",
            Self::Measured => "measured",
            Self::Judged => "judged by people",
        }
    }
}
