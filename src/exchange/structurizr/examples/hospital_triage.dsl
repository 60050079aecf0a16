workspace {
    name "Triage"
    description "Decides who is seen first"
    !identifiers hierarchical

    model {
        enterprise "City hospital" {
            nurse = person "Nurse" "Enters what she sees"
            records = softwareSystem "Records" {
                store = container "Store" "" "FHIR"
            }
        }
        triage = softwareSystem "Triage" {
            !include triage/containers.dsl
            intake -> model "Asks for an urgency"
        }
        softwareSystem "Pager" {
            page = container "Page" {
                -> triage.intake "Confirms to"
            }
        }

        nurse -> triage.intake "Enters patients"
        triage.model.explainer -> nurse "Shows reasons to"
        triage.intake -> records.store "Reads" "FHIR" "Personal data"

        !element triage {
            tags "Medical device"
            audit = container "Audit" "Keeps every decision" "Append-only log"
        }
        triage.model -> triage.audit "Writes"

        ward = deploymentEnvironment "Ward" {
            rack = deploymentNode "Rack" "In the cellar" {
                gpu = deploymentNode "Card" "" "CUDA" "" 2 {
                    model = containerInstance triage.model
                }
                ups = infrastructureNode "Battery"
                gpu -> ups "Draws from"
                this -> ups "Charges"
            }
            rack.gpu.model -> rack.ups "Warns"
            triage.intake -> rack "Runs beside"
        }
    }

    views {
        container triage "Triage" {
            include *
            include "nurse"
        }
        component triage.model "Model" {
            include *
        }
        deployment * "Ward" "OnTheWard" {
            include *
        }
        dynamic * {
            nurse -> triage.intake "Enters"
        }
    }
}
