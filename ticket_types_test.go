package intercom_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const aTicketType = `{"type":"ticket_type","id":70,"name":"Repair","description":"What broke","icon":"🛟","workspace_id":"qz81","archived":true,"created_at":1734537869,"updated_at":1734537870,
	"is_internal":true,"category":"Customer","ticket_type_attributes":{"type":"list","data":[{"type":"ticket_type_attribute","id":"174","name":"_default_title_","data_type":"string","input_options":{"multiline":false},"default":true}]},
	"ticket_states":{"type":"list","data":[{"type":"ticket_state","id":"8337","category":"submitted","internal_label":"Submitted","external_label":"Submitted"}]}}`

const aTicketTypeAttribute = `{"type":"ticket_type_attribute","id":"157","workspace_id":"qz81","name":"Deck","description":"Where","data_type":"list",
	"input_options":{"list_options":[{"label":"Upper","id":"b3-1"},{"label":"Middle"},{"label":"Lower","id":72}]},"order":2,"required_to_create":true,"required_to_create_for_contacts":true,
	"visible_on_create":true,"visible_to_contacts":true,"default":false,"ticket_type_id":63,"archived":false,"created_at":1734537862,"updated_at":null}`

func TestTicketTypesRequests(t *testing.T) {
	t.Parallel()
	type S = *intercom.TicketTypesService
	type T = *intercom.TicketType
	ctx := t.Context()
	for _, tt := range []struct {
		name               string
		call               func(s S) (T, error)
		method, path, body string
	}{
		{"get", func(s S) (T, error) { return s.Get(ctx, "70") }, "GET", "/ticket_types/70", ""},
		{"create", func(s S) (T, error) { return s.Create(ctx, intercom.TicketTypeCreate{Name: "Repair"}) }, "POST", "/ticket_types", `{"name":"Repair"}`},
		{"create with all", func(s S) (T, error) {
			return s.Create(ctx, intercom.TicketTypeCreate{
				Name: "Repair", Description: "What broke", Category: intercom.TicketCategoryBackOffice, Icon: "🛟", IsInternal: intercom.Set(false),
			})
		}, "POST", "/ticket_types", `{"name":"Repair","description":"What broke","category":"Back-office","icon":"🛟","is_internal":false}`},
		{"update", func(s S) (T, error) {
			return s.Update(ctx, "70", intercom.TicketTypeUpdate{Description: intercom.Set(""), Archived: intercom.Set(true)})
		}, "PUT", "/ticket_types/70", `{"description":"","archived":true}`},
		{"update all", func(s S) (T, error) {
			return s.Update(ctx, "70", intercom.TicketTypeUpdate{
				Name: intercom.Set("Repairs"), Category: intercom.Set(intercom.TicketCategoryTracker), Icon: intercom.Set("🛟"), IsInternal: intercom.Set(true),
			})
		}, "PUT", "/ticket_types/70", `{"name":"Repairs","category":"Tracker","icon":"🛟","is_internal":true}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on(tt.method, tt.path, 200, aTicketType)
			got, err := tt.call(client.TicketTypes)
			require.NoError(t, err)
			api.wants(tt.method, tt.path, "", "2.16", tt.body)
			require.NoError(t, got.Mismatch())
			assert.Empty(t, got.Extra())
			assert.Equal(t, []any{intercom.ID("70"), intercom.TicketCategoryCustomer, true, true}, []any{got.ID, got.Category, got.IsInternal, got.Archived})
			assert.Equal(t, intercom.TicketAttributeTypeString, got.Attributes.Items[0].DataType)
			assert.Equal(t, intercom.TicketStateCategorySubmitted, got.States.Items[0].Category)
		})
	}
}

func TestTicketTypesAttributes(t *testing.T) {
	t.Parallel()
	type S = *intercom.TicketTypesService
	type A = *intercom.TicketTypeAttribute
	ctx, yes, no := t.Context(), intercom.Set(true), intercom.Set(false)
	for _, tt := range []struct {
		name               string
		call               func(s S) (A, error)
		method, path, body string
	}{
		{"create", func(s S) (A, error) {
			return s.CreateAttribute(ctx, "63", intercom.TicketTypeCreateAttribute{
				Name: "Deck", Description: "Where", DataType: intercom.TicketAttributeTypeList, ListItems: []string{"Upper", "Lower"},
				RequiredToCreate: yes, RequiredToCreateForContacts: no, VisibleOnCreate: no, VisibleToContacts: no,
			})
		}, "POST", "/ticket_types/63/attributes", `{"name":"Deck","description":"Where","data_type":"list","list_items":"Upper,Lower",
			"required_to_create":true,"required_to_create_for_contacts":false,"visible_on_create":false,"visible_to_contacts":false}`},
		{"create string", func(s S) (A, error) {
			return s.CreateAttribute(ctx, "63", intercom.TicketTypeCreateAttribute{Name: "Deck", Description: "Where", DataType: intercom.TicketAttributeTypeString, Multiline: yes})
		}, "POST", "/ticket_types/63/attributes", `{"name":"Deck","description":"Where","data_type":"string","multiline":true}`},
		{"create files", func(s S) (A, error) {
			return s.CreateAttribute(ctx, "63", intercom.TicketTypeCreateAttribute{Name: "Deck", Description: "Where", DataType: intercom.TicketAttributeTypeFiles, AllowMultipleValues: yes})
		}, "POST", "/ticket_types/63/attributes", `{"name":"Deck","description":"Where","data_type":"files","allow_multiple_values":true}`},
		{"update", func(s S) (A, error) {
			return s.UpdateAttribute(ctx, "63", "157", intercom.TicketTypeUpdateAttribute{ListItems: intercom.Set([]string{"Lower"}), Archived: yes})
		}, "PUT", "/ticket_types/63/attributes/157", `{"list_items":"Lower","archived":true}`},
		{"update all", func(s S) (A, error) {
			return s.UpdateAttribute(ctx, "63", "157", intercom.TicketTypeUpdateAttribute{
				Name: intercom.Set("Decks"), Description: intercom.Set(""), RequiredToCreate: no, RequiredToCreateForContacts: yes, VisibleOnCreate: yes,
				VisibleToContacts: no, Multiline: no, AllowMultipleValues: no,
			})
		}, "PUT", "/ticket_types/63/attributes/157", `{"name":"Decks","description":"","required_to_create":false,"required_to_create_for_contacts":true,
			"visible_on_create":true,"visible_to_contacts":false,"multiline":false,"allow_multiple_values":false}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on(tt.method, tt.path, 200, aTicketTypeAttribute)
			got, err := tt.call(client.TicketTypes)
			require.NoError(t, err)
			api.wants(tt.method, tt.path, "", "2.16", tt.body)
			require.NoError(t, got.Mismatch())
			assert.Empty(t, got.Extra())
			assert.Equal(t, []any{intercom.ID("63"), 2, true, true}, []any{got.TicketTypeID, got.Order, got.RequiredToCreate, got.VisibleToContacts})
			upper, ok := got.ItemID("Upper")
			assert.Equal(t, []any{intercom.ID("b3-1"), true}, []any{upper, ok})
			lower, ok := got.ItemID("Lower")
			assert.Equal(t, []any{intercom.ID("72"), true}, []any{lower, ok})
			_, ok = got.ItemID("Middle")
			assert.False(t, ok)
		})
	}
}

func TestTicketTypesLists(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/ticket_types", 200, `{"type":"list","data":[`+aTicketType+`]}`, `{"type":"ticket_type.list","ticket_types":[`+aTicketType+`]}`)
	for range 2 { // the second is the form of before API 2.12
		types, err := client.TicketTypes.List(t.Context()).Collect()
		require.NoError(t, err)
		require.Len(t, types, 1)
		assert.Equal(t, "Repair", types[0].Name)
	}
	api.wants("GET", "/ticket_types", "", "2.16", "")

	api.on("GET", "/ticket_states", 200, `{"type":"list","data":[{"type":"ticket_state","id":"8269","category":"submitted","internal_label":"Submitted","external_label":"Received",
		"ticket_types":{"type":"list","data":[{"type":"ticket_type","id":"55","name":"Repair","archived":false,"category":"Back-office"}]},"archived":true}]}`)
	states, err := client.TicketStates.List(t.Context()).Collect()
	require.NoError(t, err)
	api.wants("GET", "/ticket_states", "", "2.16", "")
	require.Len(t, states, 1)
	require.NoError(t, states[0].Mismatch())
	assert.Empty(t, states[0].Extra())
	assert.True(t, states[0].Archived)
	assert.Equal(t, intercom.TicketCategoryBackOffice, states[0].Types.Items[0].Category)
}

func TestTicketTypesRefuseBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx, s := t.Context(), client.TicketTypes
	list := func(items ...string) intercom.TicketTypeCreateAttribute {
		return intercom.TicketTypeCreateAttribute{Name: "a", Description: "b", DataType: intercom.TicketAttributeTypeList, ListItems: items}
	}
	for _, tt := range []struct {
		parameter string
		err       error
	}{
		{"ticket_type_id is empty", got(s.Get(ctx, ""))},
		{"Name is empty", got(s.Create(ctx, intercom.TicketTypeCreate{Description: "x"}))},
		{"Name is empty", got(s.CreateAttribute(ctx, "1", intercom.TicketTypeCreateAttribute{Description: "b", DataType: "string"}))},
		{"Description is empty", got(s.CreateAttribute(ctx, "1", intercom.TicketTypeCreateAttribute{Name: "a", DataType: "string"}))},
		{"DataType is empty", got(s.CreateAttribute(ctx, "1", intercom.TicketTypeCreateAttribute{Name: "a", Description: "b"}))},
		{"ListItems are required", got(s.CreateAttribute(ctx, "1", list()))},
		{"ListItems[1] is empty", got(s.CreateAttribute(ctx, "1", list("a", "")))},
		{"ListItems[0] has a comma", got(s.CreateAttribute(ctx, "1", list("a, b", "c")))},
		{"ListItems are empty", got(s.UpdateAttribute(ctx, "1", "2", intercom.TicketTypeUpdateAttribute{ListItems: intercom.Set([]string{})}))},
		{"ListItems are empty", got(s.UpdateAttribute(ctx, "1", "2", intercom.TicketTypeUpdateAttribute{ListItems: intercom.Null[[]string]()}))},
		{"ListItems[0] has a comma", got(s.UpdateAttribute(ctx, "1", "2", intercom.TicketTypeUpdateAttribute{ListItems: intercom.Set([]string{"a,b"})}))},
		{"attribute_id is empty", got(s.UpdateAttribute(ctx, "1", "", intercom.TicketTypeUpdateAttribute{}))},
	} {
		require.ErrorIs(t, tt.err, intercom.ErrInvalidArgument, tt.parameter)
		assert.Contains(t, tt.err.Error(), ": "+tt.parameter)
	}
	assert.Zero(t, api.count())
}

// A type is made, gets an attribute, which tickets then need, and is archived.
func TestTicketTypesStory(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	s := client.TicketTypes
	kind, err := s.Create(ctx, intercom.TicketTypeCreate{Name: "Repair", Category: intercom.TicketCategoryCustomer})
	require.NoError(t, err)
	require.Len(t, kind.Attributes.Items, 2)
	assert.Len(t, kind.States.Items, 4)
	deck, err := s.CreateAttribute(ctx, kind.ID, intercom.TicketTypeCreateAttribute{
		Name: "Deck", Description: "Where", DataType: intercom.TicketAttributeTypeList, ListItems: []string{"Upper", "Lower"}, RequiredToCreate: intercom.Set(true),
	})
	require.NoError(t, err)
	lower, ok := deck.ItemID("Lower")
	require.True(t, ok)

	create := intercom.TicketCreate{TicketTypeID: kind.ID, Contact: intercom.ByEmail("mira@quay.test")}
	_, err = client.Tickets.Create(ctx, create)
	require.ErrorIs(t, err, intercom.ErrBadRequest, "the deck is missing")
	create.Attributes = intercom.Attributes{"Deck": "Lower"}
	_, err = client.Tickets.Create(ctx, create)
	require.ErrorIs(t, err, intercom.ErrBadRequest, "it is no id of an item")
	create.Attributes = intercom.Attributes{"Deck": lower}
	ticket, err := client.Tickets.Create(ctx, create)
	require.NoError(t, err)
	n, err := client.Tickets.Count(ctx, intercom.TicketAttribute(deck.ID).Is(string(lower)))
	require.NoError(t, err)
	assert.Equal(t, 1, n)

	deck, err = s.UpdateAttribute(ctx, kind.ID, deck.ID, intercom.TicketTypeUpdateAttribute{ListItems: intercom.Set([]string{"Lower", "Middle"})})
	require.NoError(t, err)
	same, _ := deck.ItemID("Lower")
	assert.Equal(t, lower, same)
	_, err = s.Update(ctx, kind.ID, intercom.TicketTypeUpdate{Archived: intercom.Set(true)})
	require.NoError(t, err)
	_, err = client.Tickets.Create(ctx, create)
	require.ErrorIs(t, err, intercom.ErrBadRequest)
	types, err := s.List(ctx).Collect()
	require.NoError(t, err)
	assert.Equal(t, []any{1, true}, []any{len(types), types[0].Archived})
	ticket, err = client.Tickets.Get(ctx, ticket.ID)
	require.NoError(t, err)
	value, _ := ticket.Attributes.String("Deck")
	assert.Equal(t, string(lower), value)
}
