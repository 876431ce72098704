module github.com/go-intercom/intercom/internal/faults

go 1.26.0

require (
	github.com/go-intercom/intercom v0.0.0
	github.com/stretchr/testify v1.11.1
	golang.org/x/net v0.62.0
)

require (
	github.com/davecgh/go-spew v1.1.1 // indirect
	github.com/pmezard/go-difflib v1.0.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)

replace github.com/go-intercom/intercom => ../..
