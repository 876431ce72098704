package intercomtest

// addCalls adds to the world what callsRequests name.
func addCalls(_ *tester, _ map[string]string) {}

const callsRequests = `
`
