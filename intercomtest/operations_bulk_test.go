package intercomtest

// addBulk adds to the world what bulkRequests name.
func addBulk(_ *tester, _ map[string]string) {}

const bulkRequests = `
`
