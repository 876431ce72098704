package intercom_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

func TestConversationAttributesRequests(t *testing.T) {
	t.Parallel()
	type S = *intercom.ConversationAttributesService
	type A = *intercom.ConversationAttribute
	ctx := t.Context()
	for _, tt := range []struct {
		name               string
		call               func(s S) (A, error)
		method, path, body string
	}{
		{"get", func(s S) (A, error) { return s.Get(ctx, "2") }, "GET", "/conversations/attributes/2", ""},
		{"create", func(s S) (A, error) {
			return s.Create(ctx, intercom.ConversationAttributeCreate{Name: "jetty", DataType: intercom.ConversationAttributeTypeString, Description: "Where", Multiline: intercom.Set(false)})
		}, "POST", "/conversations/attributes", `{"name":"jetty","data_type":"string","description":"Where","multiline":false}`},
		{"create list", func(s S) (A, error) {
			return s.Create(ctx, intercom.ConversationAttributeCreate{
				Name: "jetty", DataType: intercom.ConversationAttributeTypeList, Required: intercom.Set(true), VisibleToTeamIDs: []intercom.ID{"5"},
				Options: []intercom.AttributeOptionCreate{{Label: "C4"}, {Label: "C5"}},
			})
		}, "POST", "/conversations/attributes", `{"name":"jetty","data_type":"list","required":true,"visible_to_team_ids":["5"],"options":[{"label":"C4"},{"label":"C5"}]}`},
		{"create relationship", func(s S) (A, error) {
			return s.Create(ctx, intercom.ConversationAttributeCreate{
				Name: "boats", DataType: intercom.ConversationAttributeTypeRelationship, Reference: intercom.AttributeReference{Type: "many", ObjectTypeID: "Boat"},
			})
		}, "POST", "/conversations/attributes", `{"name":"boats","data_type":"relationship","reference":{"type":"many","object_type_id":"Boat"}}`},
		{"update", func(s S) (A, error) {
			return s.Update(ctx, "2", intercom.ConversationAttributeUpdate{Name: intercom.Set("pier"), VisibleToTeamIDs: intercom.Set([]intercom.ID{})})
		}, "PUT", "/conversations/attributes/2", `{"name":"pier","visible_to_team_ids":[]}`},
		{"archive", func(s S) (A, error) { return s.Archive(ctx, "2") }, "DELETE", "/conversations/attributes/2", ""},
		{"add option", func(s S) (A, error) { return s.AddOption(ctx, "2", "C6") }, "POST", "/conversations/attributes/2/options", `{"label":"C6"}`},
		{"rename option", func(s S) (A, error) { return s.RenameOption(ctx, "2", "a1b2", "C7") }, "PUT", "/conversations/attributes/2/options/a1b2", `{"label":"C7"}`},
		{"archive option", func(s S) (A, error) { return s.ArchiveOption(ctx, "2", "a1b2") }, "DELETE", "/conversations/attributes/2/options/a1b2", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on(tt.method, tt.path, 200, `{"type":"conversation_attribute","id":2,"name":"jetty","data_type":"list","visible_to_team_ids":[],"admin_id":"16",
				"created_at":1777472538,"options":[{"id":"a1b2","label":"C4","archived":true}],"reference":{"type":"many","object_type_id":"Boat"}}`)
			got, err := tt.call(client.ConversationAttributes)
			require.NoError(t, err)
			api.wants(tt.method, tt.path, "", "2.16", tt.body)
			require.NoError(t, got.Mismatch())
			assert.Equal(t, intercom.ID("2"), got.ID)
			assert.True(t, got.Options[0].Archived)
		})
	}
}

func TestConversationAttributesList(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/conversations/attributes", 200, `{"type":"list","data":[{"type":"conversation_attribute","id":3,"data_type":"string"}]}`)
	all, err := client.ConversationAttributes.List(t.Context()).Collect()
	require.NoError(t, err)
	require.Len(t, all, 1)
	api.wants("GET", "/conversations/attributes", "", "2.16", "")
	_, err = client.ConversationAttributes.List(t.Context(), intercom.ConversationAttributeListOptions{IncludeArchived: true}).Collect()
	require.NoError(t, err)
	api.wants("GET", "/conversations/attributes", "include_archived=true", "2.16", "")
}

func TestConversationAttributesRefuseBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	s := client.ConversationAttributes
	for parameter, err := range map[string]error{
		"Name":      got(s.Create(t.Context(), intercom.ConversationAttributeCreate{DataType: "string"})),
		"DataType":  got(s.Create(t.Context(), intercom.ConversationAttributeCreate{Name: "x"})),
		"label":     got(s.AddOption(t.Context(), "1", "")),
		"option_id": got(s.RenameOption(t.Context(), "1", "", "x")),
		"id":        got(s.Get(t.Context(), "..")),
	} {
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, parameter)
		assert.Contains(t, err.Error(), ": "+parameter+" ")
	}
	assert.Zero(t, api.count())
}
