// Package lint tests the rules of the house on the source of the module: that every operation of the API has a method, that
// structs have the fields of Intercom's schemas, that names follow one pattern, and that the generated documents are current.
//
// It has nothing but tests. One of them writes what it checks:
//
//	go test ./internal/lint -run TestCoverage -update   # docs/coverage.md
package lint
