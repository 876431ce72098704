package calls_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom/internal/calls"
)

// Every method must be within reach of those tests that go through all of them.
func TestArguments(t *testing.T) {
	t.Parallel()

	methods := calls.Methods()
	require.NotEmpty(t, methods)
	for _, m := range methods {
		t.Run(m.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sets, err := m.Arguments(t.Context())
				require.NoError(t, err)
				for _, args := range sets {
					o := m.Call(t.Context(), args, calls.OK)
					assert.NotEmpty(t, o.Sent, "%v", args)
				}
			})
		})
	}
}
