package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	t.Setenv("INTERCOM_ACCESS_TOKEN", "")
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out))
	assert.Equal(t, `Talking to a fake Intercom in this process, as INTERCOM_ACCESS_TOKEN is not set.
created Mira Holt
created Jon Abreu
created Edda Falk
put them into Quickstart Shipping, tagged intercom-go quickstart
- Mira Holt mira@example.com
- Jon Abreu jon@example.com
- Edda Falk edda@example.com
Mira Holt belongs to Quickstart Shipping
removed it all again
`, out.String())
}
