# The parts of the triage.
intake = container "Intake" "Takes in patients" "Kotlin"
!include parts/model.dsl
