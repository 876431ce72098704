package intercom_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const dataAttribute = `{"type":"data_attribute","id":37,"model":"company","name":"docks","full_name":"custom_attributes.docks",
	"label":"docks","description":"","data_type":"string","options":["1-10","11-20"],"api_writable":true,"messenger_writable":false,
	"ui_writable":true,"custom":true,"archived":false,"admin_id":"40117","created_at":1734537756,"updated_at":1734537756}`

func TestDataAttributesRequests(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		call         func(s *intercom.DataAttributesService) (*intercom.DataAttribute, error)
		method, path string
		body         string
	}{
		{"create", func(s *intercom.DataAttributesService) (*intercom.DataAttribute, error) {
			return s.Create(t.Context(), intercom.DataAttributeCreate{Name: "docks", Model: intercom.DataAttributeModelCompany, DataType: intercom.DataAttributeTypeInteger})
		}, "POST", "/data_attributes", `{"name":"docks","model":"company","data_type":"integer"}`},
		{"create a list", func(s *intercom.DataAttributesService) (*intercom.DataAttribute, error) {
			return s.Create(t.Context(), intercom.DataAttributeCreate{
				Name: "docks", Model: intercom.DataAttributeModelContact, DataType: intercom.DataAttributeTypeOptions, Description: "How many",
				Options: intercom.DataAttributeValues{"1-10", "11-20"}, MessengerWritable: intercom.Set(false),
			})
		}, "POST", "/data_attributes", `{"name":"docks","model":"contact","data_type":"options","description":"How many",
			"options":[{"value":"1-10"},{"value":"11-20"}],"messenger_writable":false}`},
		{"archive", func(s *intercom.DataAttributesService) (*intercom.DataAttribute, error) {
			return s.Update(t.Context(), "37", intercom.DataAttributeUpdate{Archived: intercom.Set(true)})
		}, "PUT", "/data_attributes/37", `{"archived":true}`},
		{"change", func(s *intercom.DataAttributesService) (*intercom.DataAttribute, error) {
			return s.Update(t.Context(), "37", intercom.DataAttributeUpdate{
				Archived: intercom.Set(false), Description: intercom.Set(""), MessengerWritable: intercom.Set(true),
				Options: intercom.DataAttributeValues{"1-10", "11-20"},
			})
		}, "PUT", "/data_attributes/37", `{"archived":false,"description":"","messenger_writable":true,"options":[{"value":"1-10"},{"value":"11-20"}]}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on(tt.method, tt.path, 200, dataAttribute)
			got, err := tt.call(client.DataAttributes)
			require.NoError(t, err)
			api.wants(tt.method, tt.path, "", "2.16", tt.body)
			require.NoError(t, got.Mismatch())
			assert.Empty(t, got.Extra())
			assert.Equal(t, intercom.ID("37"), got.ID)
			assert.Equal(t, []string{"1-10", "11-20"}, got.Options)
		})
	}
}

func TestDataAttributesLists(t *testing.T) {
	t.Parallel()
	modern := `{"type":"list","data":[` + dataAttribute + `]}`
	old := `{"type":"data_attribute.list","data_attributes":[` + dataAttribute + `]}`
	for _, tt := range []struct {
		name                     string
		call                     func(s *intercom.DataAttributesService) *intercom.Pager[*intercom.DataAttribute]
		query, version, response string
	}{
		{"all", func(s *intercom.DataAttributesService) *intercom.Pager[*intercom.DataAttribute] {
			return s.List(t.Context())
		},
			"", "2.16", modern},
		{"some", func(s *intercom.DataAttributesService) *intercom.Pager[*intercom.DataAttribute] {
			return s.List(t.Context(), intercom.DataAttributeListOptions{Model: intercom.DataAttributeModelContact, IncludeArchived: true})
		}, "model=contact&include_archived=true", "2.16", modern},
		{"legacy", func(s *intercom.DataAttributesService) *intercom.Pager[*intercom.DataAttribute] {
			return s.ListLegacy(t.Context(), intercom.DataAttributeListLegacyOptions{Model: intercom.DataAttributeModelContact})
		}, "model=customer", "1.4", old},
		{"legacy companies", func(s *intercom.DataAttributesService) *intercom.Pager[*intercom.DataAttribute] {
			return s.ListLegacy(t.Context(), intercom.DataAttributeListLegacyOptions{Model: intercom.DataAttributeModelCompany, IncludeArchived: true})
		}, "model=company&include_archived=true", "1.4", old},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on("GET", "/data_attributes", 200, tt.response)
			got, err := tt.call(client.DataAttributes).Collect()
			require.NoError(t, err)
			api.wants("GET", "/data_attributes", tt.query, tt.version, "")
			require.Len(t, got, 1)
			assert.Equal(t, "custom_attributes.docks", got[0].FullName)
		})
	}
}

func TestDataAttributesRefuseBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	for parameter, params := range map[string]intercom.DataAttributeCreate{
		"Name":     {Model: "contact", DataType: "string"},
		"Model":    {Name: "docks", DataType: "string"},
		"DataType": {Name: "docks", Model: "contact"},
		"Options":  {Name: "docks", Model: "contact", DataType: "options"},
	} {
		_, err := client.DataAttributes.Create(t.Context(), params)
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, parameter)
		assert.ErrorContains(t, err, " "+parameter+" ")
	}
	_, err := client.DataAttributes.Update(t.Context(), "", intercom.DataAttributeUpdate{})
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.Zero(t, api.count())
}

func TestDataAttributeOptions(t *testing.T) {
	t.Parallel()
	var p intercom.DataAttributeUpdate
	require.NoError(t, json.Unmarshal([]byte(`{"options":[{"value":"a"},{"value":"b"}]}`), &p))
	assert.Equal(t, intercom.DataAttributeValues{"a", "b"}, p.Options)
	require.Error(t, json.Unmarshal([]byte(`{"options":{"value":"a"}}`), &p))
}

func TestDataAttributesStory(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	params := intercom.DataAttributeCreate{Name: "docks", Model: intercom.DataAttributeModelCompany, DataType: intercom.DataAttributeTypeInteger}
	created, err := client.DataAttributes.Create(ctx, params)
	require.NoError(t, err)
	assert.True(t, created.Custom)
	_, err = client.DataAttributes.Create(ctx, params)
	require.ErrorIs(t, err, intercom.ErrBadRequest)

	custom := func(pager *intercom.Pager[*intercom.DataAttribute]) (names []string) {
		for attribute, err := range pager.All() {
			require.NoError(t, err)
			if attribute.Custom {
				names = append(names, attribute.Name)
			}
		}
		return names
	}
	assert.Equal(t, []string{"docks"}, custom(client.DataAttributes.List(ctx)))
	assert.Equal(t, []string{"docks"}, custom(client.DataAttributes.ListLegacy(ctx)))
	assert.Empty(t, custom(client.DataAttributes.List(ctx, intercom.DataAttributeListOptions{Model: intercom.DataAttributeModelContact})))

	_, err = client.DataAttributes.Update(ctx, created.ID, intercom.DataAttributeUpdate{Archived: intercom.Set(true)})
	require.NoError(t, err)
	assert.Empty(t, custom(client.DataAttributes.List(ctx)))
	assert.Equal(t, []string{"docks"}, custom(client.DataAttributes.List(ctx, intercom.DataAttributeListOptions{IncludeArchived: true})))
}
