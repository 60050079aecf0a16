//! The samples, carried in the program itself, so that they are at hand wherever it is installed.

use std::path::Path;

use strum::EnumIter;

use crate::store::{StoreError, unpack};

/// A project to learn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum Sample {
    /// A cascade that stops fraudulent card payments.
    CreditCardFraud,
    /// A second reader for breast cancer diagnoses.
    CancerPrognosis,
}

impl Sample {
    /// The folder's name.
    pub fn key(self) -> &'static str {
        match self {
            Self::CreditCardFraud => "credit_card_fraud",
            Self::CancerPrognosis => "cancer_prognosis",
        }
    }

    /// The name shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::CreditCardFraud => "Credit card fraud",
            Self::CancerPrognosis => "Cancer prognosis",
        }
    }

    /// What one learns from it.
    pub fn story(self) -> &'static str {
        match self {
            Self::CreditCardFraud => {
                "Every payment is scored in milliseconds and few may be stopped. How much accuracy is worth how many \
                 servers?"
            }
            Self::CancerPrognosis => {
                "A model reads along with the pathologist. Missing a tumour is worst, and the doctor must be able to \
                 follow the reasons."
            }
        }
    }

    /// Copies the sample to `folder`; a copy that is there already is kept unless `fresh`.
    pub(super) fn unpack(self, folder: &Path, fresh: bool) -> Result<(), StoreError> {
        for (path, content) in self.files() {
            let file = folder.join(path);
            if fresh || !file.exists() {
                unpack(&file, content)?;
            }
        }
        Ok(())
    }

    fn files(self) -> Vec<(&'static str, &'static [u8])> {
        match self {
            Self::CreditCardFraud => vec![
                ("project.json", include_bytes!("../../sample_projects/credit_card_fraud/project.json")),
                ("README.md", include_bytes!("../../sample_projects/credit_card_fraud/README.md")),
            ],
            Self::CancerPrognosis => vec![
                ("project.json", include_bytes!("../../sample_projects/cancer_prognosis/project.json")),
                ("README.md", include_bytes!("../../sample_projects/cancer_prognosis/README.md")),
                ("data/SOURCE.md", include_bytes!("../../sample_projects/cancer_prognosis/data/SOURCE.md")),
                ("data/wdbc.csv", include_bytes!("../../sample_projects/cancer_prognosis/data/wdbc.csv")),
            ],
        }
    }
}
