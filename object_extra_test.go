package intercom_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

func TestExtra(t *testing.T) {
	t.Parallel()

	var tag intercom.Tag
	assert.Nil(t, tag.Extra())
	require.NoError(t, intercom.Decode([]byte(`{"type":"tag","id":"1","name":"Blue","color":"red","size":null}`), &tag))
	assert.Equal(t, map[string]json.RawMessage{"color": json.RawMessage(`"red"`), "size": json.RawMessage("null")}, tag.Extra())

	var user intercom.User
	require.NoError(t, intercom.Decode([]byte(`{"id":"1","tags":{"tags":[{"id":"2","color":"red"}]}}`), &user))
	assert.Nil(t, user.Extra())
	assert.Contains(t, user.Tags.Items[0].Extra(), "color")
}
