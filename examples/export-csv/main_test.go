package main

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	t.Setenv("INTERCOM_ACCESS_TOKEN", "")
	var out, messages strings.Builder
	require.NoError(t, run(t.Context(), &out, &messages, []string{"-attributes", "plan,seats,none"}))
	assert.Equal(t, "Talking to a fake Intercom in this process, as INTERCOM_ACCESS_TOKEN is not set.\nexported 250 users\n", messages.String())

	rows, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 251)
	assert.Equal(t, []string{"id", "user_id", "email", "name", "signed_up_at", "last_request_at", "companies", "tags", "plan", "seats", "none"}, rows[0])
	row := rows[len(rows)-1]
	assert.Len(t, row[0], 24)
	assert.Equal(t, []string{"crew-0", "crew-0@example.com", "Sailor 0", "2024-05-01T00:00:00Z", "", "Ship 0", "", "free", "0", ""}, row[1:])
}

func TestRunWithoutAttributes(t *testing.T) {
	t.Setenv("INTERCOM_ACCESS_TOKEN", "")
	var out, messages strings.Builder
	require.NoError(t, run(t.Context(), &out, &messages, nil))
	first, _, _ := strings.Cut(out.String(), "\n")
	assert.Equal(t, "id,user_id,email,name,signed_up_at,last_request_at,companies,tags", first)
	require.Error(t, run(t.Context(), &out, &messages, []string{"-unknown"}))
}
