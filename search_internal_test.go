package intercom

// QueryForTest is a query in its JSON form.
type QueryForTest map[string]any

func (q QueryForTest) query() any { return q }
