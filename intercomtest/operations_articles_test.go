package intercomtest

// addArticles adds to the world what articlesRequests name.
func addArticles(_ *tester, _ map[string]string) {}

const articlesRequests = `
`
