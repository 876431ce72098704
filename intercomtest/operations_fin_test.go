package intercomtest

// addFin adds to the world what finRequests name.
func addFin(_ *tester, _ map[string]string) {}

const finRequests = `
`
