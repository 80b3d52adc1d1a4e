package report

// The parts of SARIF 2.1.0 that gwlint writes, by the names of the standard:
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool               sarifTool            `json:"tool"`
	Automation         *sarifAutomation     `json:"automationDetails,omitempty"`
	Invocations        []sarifInvocation    `json:"invocations"`
	OriginalURIBaseIDs map[string]sarifBase `json:"originalUriBaseIds"`
	ColumnKind         string               `json:"columnKind"`
	Taxonomies         []sarifTaxonomy      `json:"taxonomies,omitempty"`
	Results            []sarifResult        `json:"results"`
}

// sarifAutomation says to GitHub which results of earlier runs these replace: its
// category is what stands before the last slash.
type sarifAutomation struct {
	ID string `json:"id"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name            string      `json:"name"`
	Version         string      `json:"version"`
	SemanticVersion string      `json:"semanticVersion"`
	InformationURI  string      `json:"informationUri"`
	Rules           []sarifRule `json:"rules"`
	// Supported are the taxonomies of the run by which the rules are classified.
	Supported  []sarifComponentReference `json:"supportedTaxonomies,omitempty"`
	Properties map[string]string         `json:"properties"`
}

type sarifRule struct {
	ID               string              `json:"id"`
	Name             string              `json:"name"`
	ShortDescription sarifText           `json:"shortDescription"`
	FullDescription  sarifText           `json:"fullDescription"`
	Help             sarifText           `json:"help"`
	HelpURI          string              `json:"helpUri,omitempty"`
	Default          sarifConfiguration  `json:"defaultConfiguration"`
	Relationships    []sarifRelationship `json:"relationships,omitempty"`
	Properties       sarifRuleProperties `json:"properties"`
}

// taxa are the controls that a result of the rule is about. They follow from the rule's
// relationships, and are for viewers that do not look there; the names of frameworks,
// which would make each result longer by a line for each control, stand only there.
func (sr sarifRule) taxa() []sarifReference {
	var all []sarifReference
	for _, r := range sr.Relationships {
		r.Target.Component.Name = ""
		all = append(all, r.Target)
	}
	return all
}

type sarifConfiguration struct {
	// Enabled is true in the standard when left out.
	Enabled *bool  `json:"enabled,omitempty"`
	Level   string `json:"level"`
}

// sarifRuleProperties are GitHub's own: security-severity is a number in a
// string, and makes the alert a security alert.
type sarifRuleProperties struct {
	Precision        string   `json:"precision,omitempty"`
	SecuritySeverity string   `json:"security-severity,omitempty"`
	Tags             []string `json:"tags"`
}

// sarifTaxonomy is a toolComponent that classifies results: a framework of controls.
type sarifTaxonomy struct {
	Name             string       `json:"name"`
	Version          string       `json:"version,omitempty"`
	Released         string       `json:"releaseDateUtc,omitempty"`
	Organization     string       `json:"organization,omitempty"`
	InformationURI   string       `json:"informationUri,omitempty"`
	ShortDescription *sarifText   `json:"shortDescription,omitempty"`
	FullDescription  *sarifText   `json:"fullDescription,omitempty"`
	Taxa             []sarifTaxon `json:"taxa"`
}

type sarifTaxon struct {
	ID               string     `json:"id"`
	Name             string     `json:"name,omitempty"`
	ShortDescription *sarifText `json:"shortDescription,omitempty"`
}

// sarifRelationship leads from a rule to a taxon.
type sarifRelationship struct {
	Target sarifReference `json:"target"`
	Kinds  []string       `json:"kinds"`
}

// sarifReference is the place of a taxon: its index in a taxonomy of the run. The ID must
// be written: by the standard, that of the rule stands for one that is not.
type sarifReference struct {
	ID        string                  `json:"id"`
	Index     int                     `json:"index"`
	Component sarifComponentReference `json:"toolComponent"`
}

type sarifComponentReference struct {
	Name  string `json:"name,omitempty"`
	Index int    `json:"index"`
}

type sarifInvocation struct {
	ExecutionSuccessful bool                `json:"executionSuccessful"`
	Notifications       []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	Properties          map[string]string   `json:"properties,omitempty"`
}

type sarifNotification struct {
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations,omitempty"`
}

type sarifBase struct {
	Description sarifText `json:"description"`
}

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifResult struct {
	RuleID    string           `json:"ruleId"`
	RuleIndex int              `json:"ruleIndex"`
	Level     string           `json:"level"`
	Message   sarifText        `json:"message"`
	Locations []sarifLocation  `json:"locations"`
	Related   []sarifLocation  `json:"relatedLocations,omitempty"`
	Taxa      []sarifReference `json:"taxa,omitempty"`
	// Suppressions are what lets the result stand. By the standard (3.27.23), all results of
	// a run have the list, an empty one where nothing does, or none has.
	Suppressions []sarifSuppression `json:"suppressions,omitzero"`
	Fingerprints map[string]string  `json:"partialFingerprints"`
	Fixes        []sarifFix         `json:"fixes,omitempty"`
	Properties   map[string]any     `json:"properties,omitempty"`
}

// sarifSuppression is a waiver: inSource where it is a comment, else external.
type sarifSuppression struct {
	Kind          string         `json:"kind"`
	Status        string         `json:"status"`
	Justification string         `json:"justification"`
	Location      *sarifLocation `json:"location,omitempty"`
	Properties    map[string]any `json:"properties,omitempty"`
}

type sarifLocation struct {
	ID       int            `json:"id,omitempty"`
	Physical *sarifPhysical `json:"physicalLocation,omitempty"`
	Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	Message  *sarifText     `json:"message,omitempty"`
}

// sarifLogical is a place that is in no file: an object of a workspace.
type sarifLogical struct {
	Name          string `json:"name"`
	QualifiedName string `json:"fullyQualifiedName"`
	Kind          string `json:"kind"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   sarifRegion   `json:"region"`
	Context  *sarifRegion  `json:"contextRegion,omitempty"`
}

type sarifArtifact struct {
	URI       string `json:"uri"`
	URIBaseID string `json:"uriBaseId"`
	// Description says what a uri that is no path in the checkout stands for.
	Description *sarifText `json:"description,omitempty"`
}

type sarifRegion struct {
	StartLine   int        `json:"startLine"`
	StartColumn int        `json:"startColumn"`
	EndLine     int        `json:"endLine"`
	EndColumn   int        `json:"endColumn"`
	Snippet     *sarifText `json:"snippet,omitempty"`
}
