package schema

// State is the schema of a state file.
const State Name = "state"
