package intercom

// Query is a filter of a search, or a group of them.
type Query interface{ query() any }
