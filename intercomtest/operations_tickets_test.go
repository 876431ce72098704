package intercomtest

// addTickets adds to the world what ticketsRequests name.
func addTickets(_ *tester, _ map[string]string) {}

const ticketsRequests = `
`
