package report

// Worst returns the findings that count, or of more than most the worst.
var Worst = worst

// ShortIDs are the IDs of items without what all have in common.
var ShortIDs = shortIDs
