package intercom_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// row is a call and the one request that it makes.
type row struct {
	name     string
	call     func(ctx context.Context, c *intercom.Client) error
	request  string // "POST /notes?a=b"
	version  string
	body     string
	response string
}

func testRows(t *testing.T, rows []row) {
	t.Helper()
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			method, target, _ := strings.Cut(tt.request, " ")
			path, query, _ := strings.Cut(target, "?")
			api.on(method, path, 200, tt.response)
			require.NoError(t, tt.call(t.Context(), client))
			api.wants(method, path, query, tt.version, tt.body)
			assert.Equal(t, 1, api.count())
		})
	}
}

// refusal is a call that is refused for a parameter before anything is sent.
type refusal struct {
	parameter string
	call      func(ctx context.Context, c *intercom.Client) error
}

func testRefusals(t *testing.T, refusals []refusal) {
	t.Helper()
	client, api := setup(t)
	for _, tt := range refusals {
		err := tt.call(t.Context(), client)
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, tt.parameter)
		assert.Contains(t, err.Error(), " "+tt.parameter+" ")
		assert.NotContains(t, err.Error(), "@")
	}
	assert.Zero(t, api.count())
}

// got drops the value of a call.
func got[T any](_ T, err error) error { return err }

// all reads a list and drops it.
func all[T any](p *intercom.Pager[T]) error { return got(p.Collect()) }
