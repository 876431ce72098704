package intercomtest

// addWorkspace adds to the world what workspaceRequests name.
func addWorkspace(_ *tester, _ map[string]string) {}

const workspaceRequests = `
`
