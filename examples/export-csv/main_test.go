package main

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

func TestRun(t *testing.T) {
	t.Setenv("INTERCOM_ACCESS_TOKEN", "")
	var out, messages strings.Builder
	require.NoError(t, run(t.Context(), &out, &messages, []string{"-attributes", "plan,seats,none"}))
	assert.Equal(t, "Talking to a fake Intercom in this process, as INTERCOM_ACCESS_TOKEN is not set.\nexported 250 contacts\n", messages.String())

	rows, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 251)
	assert.Equal(t, []string{"id", "external_id", "role", "email", "name", "signed_up_at", "last_seen_at", "owner_id", "plan", "seats", "none"}, rows[0])
	row := rows[len(rows)-1]
	assert.Len(t, row[0], 24)
	assert.Equal(t, []string{"crew-0", "user", "crew-0@example.com", "Sailor 0", "2024-05-01T00:00:00Z", "", "", "free", "0", ""}, row[1:])
}

func TestRunWithoutAttributes(t *testing.T) {
	t.Setenv("INTERCOM_ACCESS_TOKEN", "")
	var out, messages strings.Builder
	require.NoError(t, run(t.Context(), &out, &messages, nil))
	first, _, _ := strings.Cut(out.String(), "\n")
	assert.Equal(t, "id,external_id,role,email,name,signed_up_at,last_seen_at,owner_id", first)
	require.Error(t, run(t.Context(), &out, &messages, []string{"-unknown"}))
}

func TestCellsAreNoFormulas(t *testing.T) {
	t.Parallel()
	contact := &intercom.Contact{Name: `=HYPERLINK("https://x.test")`, Email: "@SUM(A1)", ExternalID: "+1", CustomAttributes: intercom.Attributes{
		"a": "-1+cmd", "b": -5, "c": "\tx", "d": "plain=",
	}}
	fields := record(contact, []string{"a", "b", "c", "d"})
	assert.Equal(t, []string{"", "+1", "", "'@SUM(A1)", `'=HYPERLINK("https://x.test")`, "", "", "", "'-1+cmd", "-5", "'\tx", "plain="}, fields)
}
