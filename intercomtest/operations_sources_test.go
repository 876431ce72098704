package intercomtest

// addSources adds to the world what sourcesRequests name.
func addSources(_ *tester, _ map[string]string) {}

const sourcesRequests = `
`
