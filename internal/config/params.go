package config

import "encoding/json"

// ReadParams reads the parameters of a configuration file, given its text: the
// defaults where it says nothing. The error names the file and the place in it.
func ReadParams(file string, text []byte) (Params, error) {
	settings := Default()
	settings.File, settings.Origins = file, Origins{}
	err := decode(&settings, text, nil)
	return settings.Params, err
}

// Value is the parameters as rules read them: input.context.params, under the
// names of the file.
func (p Params) Value() (map[string]any, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	var named map[string]any
	return named, json.Unmarshal(text, &named)
}
