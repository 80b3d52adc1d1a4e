package report

// Module is a root module of Terraform that was checked, with the modules that it calls.
type Module struct {
	// Folder is that of the root module, "." for the root of the repository.
	Folder string `json:"folder"`
	// Files counts those that were read, of the modules that it calls too.
	Files int `json:"files"`
	// Values are the files that give values to its variables, in order: the last one wins.
	Values []string `json:"values"`
	// NotRead is what of it could not be read and speaks of no gateway.
	NotRead []NotRead `json:"not_read"`
}

// NotRead is something of a module that was not read, and that speaks of no gateway.
type NotRead struct {
	// Name is the module's call, such as module.vpc, or a file.
	Name string `json:"name"`
	// Reason says why it was not read.
	Reason string `json:"reason"`
}
