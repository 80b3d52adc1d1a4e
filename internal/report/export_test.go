package report

// Worst returns the findings that count, or of more than most the worst.
var Worst = worst
