module github.com/go-intercom/intercom/internal/conformance

go 1.26.0

require (
	github.com/go-intercom/intercom v0.0.0
	github.com/stretchr/testify v1.11.1
	go.yaml.in/yaml/v3 v3.0.6
)

require (
	github.com/davecgh/go-spew v1.1.1 // indirect
	github.com/pmezard/go-difflib v1.0.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)

replace github.com/go-intercom/intercom => ../..
