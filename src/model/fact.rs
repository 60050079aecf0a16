//! What an architect can state about an element that is not a number.

use std::collections::BTreeMap;

use strum::{EnumIter, EnumString, IntoEnumIterator as _, IntoStaticStr};

use super::id::ComponentId;
use super::property::Property;

/// Declares the facts: meaning, name, name shown to people in sentence case, form of the answer.
macro_rules! facts {
    ($($meaning:literal $name:ident $label:literal $form:ident;)+) => {
        /// A question about an element. Which of them fit which element is data: see the kinds in `assets/catalog`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumString, IntoStaticStr)]
        #[strum(serialize_all = "snake_case")]
        pub enum Fact {
            $(#[doc = $meaning] $name,)+
        }

        impl Fact {
            /// The name shown to people, in sentence case.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)+ }
            }

            /// What it means, in a sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)+ }
            }

            /// The form of its answer.
            pub fn form(self) -> FactForm {
                match self { $(Self::$name => FactForm::$form,)+ }
            }
        }
    };
}

facts! {
    "The most sensitive data that it produces, holds or carries." Data "Data class" DataClass;
    "How bad it is when it fails." Criticality "Criticality" Level;
    "What it is built with." Technology "Technology" Text;
    "Address of a page about it." Link "Link" Text;
    "Words to find and filter it by, separated by commas." Tags "Tags" Text;
    "Anything else worth knowing." Remarks "Remarks" Text;
    "The graphics or tensor processor that it needs or offers." Accelerator "Accelerator" Text;
    "Identifier of the code that makes its features." FeatureCode "Feature code" Text;
    "Version of the code that makes its features." FeatureCodeVersion "Feature code version" Text;
    "Names of the features, separated by commas." Features "Features" Text;
    "The component that answers when this one cannot." Fallback "Fallback" Component;
    "The component that alone may write to it." Owner "Owned by" Component;
    "Whether a model is updated instead of fitted anew." Incremental "Incremental training" YesNo;
    "Whether it runs and deploys without a person." Automated "Automated" YesNo;
    "Whether a model is tested before it may serve." TestGate "Test gate" YesNo;
    "Whether earlier versions can be had again." Versioned "Versioned" YesNo;
    "Whether a new version gets a small share of the traffic first." Canary "Canary releases" YesNo;
    "Whether it notices that a component is down." WatchesHealth "Watches health" YesNo;
    "Whether it notices that answers get slow." WatchesLatency "Watches latency" YesNo;
    "Whether it notices that inputs drift." WatchesInputs "Watches inputs" YesNo;
    "Whether it notices that predictions drift." WatchesPredictions "Watches predictions" YesNo;
    "Whether it compares predictions with what turned out true." WatchesQuality "Watches quality" YesNo;
    "Whether nobody can be recognised in what it passes on." Anonymised "Anonymised" YesNo;
    "Why the data may be used." ConsentBasis "Basis of consent" Text;
    "What it forbids or corrects." Rules "Rules" Text;
    "Whether its rules win over the model." Veto "May overrule the model" YesNo;
    "Whether it does its work without a connection." OfflineCapable "Works offline" YesNo;
    "Whether messages outlive a restart." Durable "Durable" YesNo;
    "Whether each message arrives at least once." AtLeastOnce "At least once" YesNo;
    "How the two ends talk, such as gRPC." Protocol "Protocol" Text;
    "Whether nobody on the way can read it." Encrypted "Encrypted" YesNo;
    "Whether each end knows who the other is." Authenticated "Authenticated" YesNo;
    "Whether the caller can go on without an answer." HasFallback "Has a fallback" YesNo;
    "Whether the teams at the two ends have agreed on the interface." Contract "Contract between teams" YesNo;
    "Whether the place has a network." Connectivity "Connected" Connectivity;
}

/// The form of the answer to a [`Fact`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FactForm {
    /// Yes or no.
    YesNo,
    /// Words.
    Text,
    /// Another component.
    Component,
    /// A [`DataClass`].
    DataClass,
    /// A [`Level`].
    Level,
    /// A [`Connectivity`].
    Connectivity,
}

/// The answer to a [`Fact`]; what is not stated has none.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactValue {
    /// Yes or no.
    YesNo(bool),
    /// Words; never empty.
    Text(String),
    /// Another component.
    Component(ComponentId),
    /// How sensitive data is.
    DataClass(DataClass),
    /// How much something matters.
    Level(Level),
    /// Whether there is a network.
    Connectivity(Connectivity),
}

/// How sensitive data is, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum DataClass {
    /// Anyone may see it.
    None,
    /// The company's own.
    Internal,
    /// About a person who can be recognised.
    Personal,
    /// Personal, and harmful in wrong hands: health, money, faith, whereabouts.
    Sensitive,
}

/// How much something matters, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Level {
    /// Little.
    Low,
    /// Some.
    Medium,
    /// Much.
    High,
}

/// Whether a place has a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Connectivity {
    /// All the time.
    Always,
    /// Now and then.
    Sometimes,
    /// At no time.
    Never,
}

/// Who stated a number, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Who.
    pub person: String,
    /// When, as people write it.
    pub date: String,
    /// What it rests on: a source, a measurement's settings, a guess.
    pub reason: String,
}

/// What is stated about an element besides its numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Answers to what the application asks.
    pub stated: BTreeMap<Fact, FactValue>,
    /// What the architect, or another tool, stated under names of their own.
    pub own: BTreeMap<String, String>,
    /// Who stated the numbers, and when.
    pub origins: BTreeMap<Property, Origin>,
}

impl Fact {
    /// The key in files and in the catalogue.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// What can be answered, with the words shown to people; empty where any words or any component can.
    pub fn options(self) -> Vec<(FactValue, &'static str)> {
        match self.form() {
            FactForm::YesNo => vec![(FactValue::YesNo(true), "Yes"), (FactValue::YesNo(false), "No")],
            FactForm::DataClass => {
                DataClass::iter().map(|class| (FactValue::DataClass(class), class.label())).collect()
            }
            FactForm::Level => Level::iter().map(|level| (FactValue::Level(level), level.label())).collect(),
            FactForm::Connectivity => {
                Connectivity::iter().map(|value| (FactValue::Connectivity(value), value.label())).collect()
            }
            FactForm::Text | FactForm::Component => Vec::new(),
        }
    }

    /// The answer that `word` (as [`FactValue::word`] gives it) stands for; `None` if it is none to this question.
    pub fn answer(self, word: &str) -> Option<FactValue> {
        match self.form() {
            FactForm::YesNo => match word {
                "yes" => Some(FactValue::YesNo(true)),
                "no" => Some(FactValue::YesNo(false)),
                _ => None,
            },
            FactForm::Text => (!word.is_empty()).then(|| FactValue::Text(word.to_owned())),
            FactForm::Component => (!word.is_empty()).then(|| FactValue::Component(ComponentId::new(word))),
            FactForm::DataClass => word.parse().ok().map(FactValue::DataClass),
            FactForm::Level => word.parse().ok().map(FactValue::Level),
            FactForm::Connectivity => word.parse().ok().map(FactValue::Connectivity),
        }
    }
}

impl FactValue {
    /// The answer as a file or another tool spells it: `yes`, `personal`, an identifier, or the words themselves.
    pub fn word(&self) -> &str {
        match self {
            Self::YesNo(answer) => {
                if *answer {
                    "yes"
                } else {
                    "no"
                }
            }
            Self::Text(text) => text,
            Self::Component(id) => id.as_str(),
            Self::DataClass(class) => class.into(),
            Self::Level(level) => level.into(),
            Self::Connectivity(value) => value.into(),
        }
    }
}

impl Facts {
    /// Whether nothing is stated.
    pub fn is_empty(&self) -> bool {
        self.stated.is_empty() && self.own.is_empty() && self.origins.is_empty()
    }

    /// The words that answer `fact`; empty if it is not stated or its answer is not words.
    pub fn text(&self, fact: Fact) -> &str {
        match self.stated.get(&fact) {
            Some(FactValue::Text(text)) => text,
            _ => "",
        }
    }

    /// Whether `fact` holds; `None` if that is not stated.
    pub fn yes(&self, fact: Fact) -> Option<bool> {
        match self.stated.get(&fact) {
            Some(FactValue::YesNo(answer)) => Some(*answer),
            _ => None,
        }
    }

    /// The most sensitive data that the element has to do with, if that is stated.
    pub fn data(&self) -> Option<DataClass> {
        match self.stated.get(&Fact::Data) {
            Some(FactValue::DataClass(class)) => Some(*class),
            _ => None,
        }
    }

    /// States words; nothing but blanks takes the answer away.
    pub fn set_text(&mut self, fact: Fact, text: &str) {
        match fact.answer(text.trim()) {
            Some(value) => drop(self.stated.insert(fact, value)),
            None => drop(self.stated.remove(&fact)),
        }
    }

    /// Takes away every answer that names `component`.
    pub fn forget(&mut self, component: &ComponentId) {
        self.stated.retain(|_, value| !matches!(value, FactValue::Component(id) if id == component));
    }

    /// Gives the named components other names; an answer whose component has none goes.
    pub fn rename(&mut self, name: impl Fn(&ComponentId) -> Option<ComponentId>) {
        self.stated.retain(|_, value| match value {
            FactValue::Component(id) => name(id).map(|new| *id = new).is_some(),
            _ => true,
        });
    }

    /// Every component that is named.
    pub fn components(&self) -> impl Iterator<Item = &ComponentId> {
        self.stated.values().filter_map(|value| match value {
            FactValue::Component(id) => Some(id),
            _ => None,
        })
    }
}

impl DataClass {
    /// The words shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Internal => "Internal",
            Self::Personal => "Personal",
            Self::Sensitive => "Sensitive",
        }
    }
}

impl Level {
    /// The words shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
        }
    }
}

impl Connectivity {
    /// The words shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Always => "Always",
            Self::Sometimes => "Sometimes",
            Self::Never => "Never",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_reads_back_from_its_word() {
        for fact in Fact::iter() {
            for (value, _) in fact.options() {
                assert_eq!(fact.answer(value.word()), Some(value), "{fact:?}");
            }
            assert_eq!(fact.answer(""), None, "{fact:?}");
        }
        assert_eq!(Fact::Data.answer("secret"), None);
    }
}
