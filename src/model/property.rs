//! The numbers an architect can state about a component, a connector or a deployment node.

use strum::{EnumIter, EnumString, IntoStaticStr};

use super::unit::Unit;

/// Declares the numbers: meaning, name, name shown to people in sentence case, unit in which a bare number is read.
macro_rules! properties {
    ($($meaning:literal $name:ident $label:literal $unit:ident;)+) => {
        /// A stated number. Which of them fit which element is data: see the kinds in `assets/catalog`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumString, IntoStaticStr)]
        #[strum(serialize_all = "snake_case")]
        pub enum Property {
            $(#[doc = $meaning] $name,)+
        }

        impl Property {
            /// The name shown to people, in sentence case.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)+ }
            }

            /// What it means, in a sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)+ }
            }

            /// The unit a bare number is read in.
            pub fn unit(self) -> Unit {
                match self { $(Self::$name => Unit::$unit,)+ }
            }
        }
    };
}

properties! {
    "Median time a component works on one request." ServiceTimeMedian "Service time, median" Millisecond;
    "Time within which 99 % of the requests are worked on." ServiceTimeTail "Service time, p99" Millisecond;
    "Requests per second that one replica can serve." Capacity "Capacity per replica" PerSecond;
    "How many copies run." Replicas "Replicas" Count;
    "How many copies run when there is little to do." MinReplicas "Replicas at least" Count;
    "How many copies run when there is most to do." MaxReplicas "Replicas at most" Count;
    "How many of the copies must be up (k of n)." NeededReplicas "Replicas needed" Count;
    "Share of time that one replica is up." Availability "Availability per replica" Percent;
    "Mean time between two failures of one replica." TimeBetweenFailures "Time between failures" Hour;
    "Mean time from noticing a failure until the replica is up again; from the failure itself where nothing says how it is noticed." TimeToRepair "Time to repair" Hour;
    "Mean time from a failure until somebody notices it." TimeToDetect "Time to detect" Minute;
    "Time between two heartbeats to whatever watches it." HeartbeatInterval "Heartbeat interval" Second;
    "Heartbeats in a row that must be missing before it counts as failed." MissedHeartbeats "Missed heartbeats" Count;
    "Share of the cases that it decides at random, free of the model, so that something new can be learned." ExplorationShare "Exploration traffic" Percent;
    "Time between two releases of the application." ReleaseInterval "Release interval" Hour;
    "Share of its decisions that are right." RightDecisions "Right decisions" Percent;
    "Price per hour of one replica, whether busy or not." HourlyPrice "Price per replica hour" DollarPerHour;
    "Price per hour of work, paid only while busy (people, metered services)." BusyHourPrice "Price per hour of work" DollarPerHour;
    "Price per request." RequestPrice "Price per request" DollarPerRequest;
    "Fixed price per month, whatever the load." MonthlyPrice "Fixed price" DollarPerMonth;
    "Price of keeping data for a month." StoragePrice "Price of storage" DollarPerGigabyteMonth;
    "Memory that one replica needs." Memory "Memory per replica" Megabyte;
    "Energy that one request takes." RequestEnergy "Energy per request" MilliwattHour;
    "Energy that the user's device may spend on it per day." BatteryBudget "Battery budget" MilliwattHourPerDay;
    "Age at which a model is too old to be trusted." ModelAgeLimit "Model age limit" Hour;
    "Time between two updates of the model." UpdateInterval "Update interval" Hour;
    "Time of one training run." TrainingTime "Training time" Hour;
    "Devices that a training run keeps busy." TrainingDevices "Training devices" Count;
    "Power that one training device draws." DevicePower "Power per device" Watt;
    "Price of one hour of one training device." DevicePrice "Price per device hour" DollarPerHour;
    "Training runs per month." RunsPerMonth "Runs per month" Count;
    "Time until the true answer of a case is known." LabelDelay "Label delay" Hour;
    "Time from a trained model until it serves." DeployDelay "Deployment delay" Hour;
    "Age of what is served, at most." Freshness "Freshness" Second;
    "Share of requests that are answered from what is kept already." HitShare "Hit share" Percent;
    "Time until a kept answer is thrown away." TimeToLive "Time to live" Second;
    "Time from a fault until someone is told." AlertDelay "Alert delay" Second;
    "Share of events that is recorded." SamplingShare "Sampled share" Percent;
    "Data that is recorded per day." DailyData "Data per day" GigabytePerDay;
    "Records per second." RecordRate "Records" PerSecond;
    "Size of one record." RecordSize "Record size" Kilobyte;
    "Share of labels that are right." LabelQuality "Label quality" Percent;
    "Time until a record arrives." DataDelay "Data delay" Second;
    "Price of one label." LabelPrice "Price per label" DollarPerLabel;
    "Labels per hour." LabelRate "Labels" PerHour;
    "Time until the version before serves again." RollbackTime "Rollback time" Second;
    "Data that is kept." StoredData "Stored data" Gigabyte;
    "Time that data is kept." Retention "Retention" Day;
    "Median time of a read." ReadTimeMedian "Read time, median" Millisecond;
    "Time within which 99 % of the reads are done." ReadTimeTail "Read time, p99" Millisecond;
    "Median time of a write." WriteTimeMedian "Write time, median" Millisecond;
    "Time within which 99 % of the writes are done." WriteTimeTail "Write time, p99" Millisecond;
    "Time that a message waits when nothing is in its way." DeliveryDelay "Delivery delay" Millisecond;
    "Median one-way latency of a connector." LinkLatencyMedian "One-way latency, median" Millisecond;
    "One-way latency of a connector that 99 % of the messages stay below." LinkLatencyTail "One-way latency, p99" Millisecond;
    "Bandwidth of a connector." Bandwidth "Bandwidth" MegabitPerSecond;
    "Data carried per call." Payload "Payload per call" Kilobyte;
    "Calls made over this connector per request that reaches its source; below 1 for calls made only sometimes." CallsPerRequest "Calls per request" Ratio;
    "Time after which the caller waits no longer." Timeout "Timeout" Millisecond;
    "How often a failed call is tried again." Retries "Retries" Count;
    "How many times slower a trained model runs on a node than on the machine it was measured on." Slowdown "Slowdown of models" Ratio;
    "Memory that a node offers to one replica." MemoryLimit "Memory limit per replica" Megabyte;
    "Processor cores that a node offers." ProcessorCores "Processor cores" Count;
    "Power that everything on a node may draw together." PowerLimit "Power limit" Watt;
    "CO2 of the grid that a node hangs on." CarbonIntensity "Carbon intensity" GramPerKilowattHour;
    "Energy of the whole site per energy of its computers (PUE); 1 or more." PowerUsageEffectiveness "Power usage effectiveness" Ratio;
}

impl Property {
    /// The key in files and in the catalogue.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// Why `amount` (in [`Property::unit`]) cannot be right, as a sentence that says what can be; `None` when it can.
    pub fn objection(self, amount: f64) -> Option<&'static str> {
        let is_whole = amount >= 1.0 && amount.fract() == 0.0;
        match self {
            Self::Availability if !(0.0..=100.0).contains(&amount) => Some("An availability lies between 0 and 100 %."),
            Self::HitShare
            | Self::SamplingShare
            | Self::LabelQuality
            | Self::RightDecisions
            | Self::ExplorationShare
                if !(0.0..=100.0).contains(&amount) =>
            {
                Some("A share lies between 0 and 100 %.")
            }
            Self::Replicas | Self::MinReplicas | Self::MaxReplicas | Self::NeededReplicas if !is_whole => {
                Some("Replicas are a whole number, 1 or more.")
            }
            Self::TrainingDevices | Self::ProcessorCores | Self::MissedHeartbeats if !is_whole => {
                Some("This is a whole number, 1 or more.")
            }
            Self::Retries if amount < 0.0 || amount.fract() != 0.0 => Some("Retries are a whole number, 0 or more."),
            Self::PowerUsageEffectiveness if amount < 1.0 => Some("This is 1 or more."),
            Self::Capacity | Self::Bandwidth | Self::Slowdown | Self::TimeBetweenFailures | Self::HeartbeatInterval
                if amount <= 0.0 =>
            {
                Some("This must be more than 0.")
            }
            _ if amount < 0.0 => Some("This cannot be negative."),
            _ => None,
        }
    }
}
