//! A use of the system: where requests come in, and how many.

use super::id::ComponentId;
use super::quantity::Quantity;

/// A use of the system under a load. Its path follows the connectors from the entry component.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Name shown to people.
    pub name: String,
    /// What happens, in a sentence or two.
    pub description: String,
    /// The component that the request reaches first.
    pub entry: ComponentId,
    /// Requests per second on average: what cost is computed for.
    pub mean_load: Quantity,
    /// Requests per second in the busiest hour: what waiting time and utilisation are computed for.
    pub peak_load: Quantity,
}
