//! Architectural styles and patterns that a boundary can declare. What each means, its rule and its effects are data: see
//! the templates in `assets/catalog`.

use strum::{EnumIter, EnumString, IntoStaticStr};

/// A style or pattern that what lies inside a boundary keeps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Style {
    /// One deployable whose parts call each other within one process.
    Monolith,
    /// Clients call a server, and never each other.
    ClientServer,
    /// Calls run downwards from tier to tier.
    MultiTier,
    /// Tiers with learning kept apart from the business flow.
    MlTiers,
    /// Each service has its data to itself.
    Microservices,
    /// Components know the bus alone, not each other.
    EventBased,
    /// Data runs through one filter after the other and never back.
    PipesAndFilters,
    /// A batch layer and a speed layer feed one serving layer.
    Lambda,
    /// One stream feeds everything; the past is played again.
    Kappa,
    /// A subject tells its observers and waits for none.
    Observer,
    /// Parts tell a monitor regularly that they live.
    Heartbeat,
    /// Whatever calls wait for has a second copy.
    RedundantSpare,
    /// Calls give up in time, and there is another answer.
    GracefulDegradation,
    /// Training and serving take their features from one place.
    FeatureStore,
    /// The model runs inside its caller.
    InferenceLibrary,
    /// The model is a service of its own.
    InferenceService,
    /// Predictions are made ahead of time, in bulk.
    BatchInference,
    /// Predictions are kept, and only misses ask the model.
    CachedInference,
    /// A quick model decides most cases, a better one the rest.
    ModelCascade,
    /// Several models answer side by side.
    Ensemble,
    /// Rules stand between a model and the world.
    RuleSafeguard,
    /// A person stands between a model and what follows.
    HumanInTheLoop,
    /// Models learn where the data is; only updates leave.
    FederatedLearning,
    /// A new version gets a share of the traffic first.
    CanaryRelease,
    /// A new version sees copies of the traffic and answers nobody.
    ShadowDeployment,
    /// Every model in service comes from a registry.
    ModelRegistry,
    /// A generator answers from what a search has found.
    RetrievalAugmented,
}

impl Style {
    /// The key in files and in the catalogue.
    pub fn key(self) -> &'static str {
        self.into()
    }
}
