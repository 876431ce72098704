package intercom_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestSegmentsRequests(t *testing.T) {
	t.Parallel()
	const (
		segment = `{"type":"segment","id":"6762","name":"Active","count":3}`
		list    = `{"type":"segment.list","segments":[` + segment + `],"pages":{}}`
	)
	testRows(t, []row{
		{"get", func(ctx context.Context, c *intercom.Client) error { return got(c.Segments.Get(ctx, "6762")) },
			"GET /segments/6762", "2.16", "", segment},
		{"get with count", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Segments.Get(ctx, "6762", intercom.SegmentGetOptions{Count: true}))
		},
			"GET /segments/6762?include_count=true", "2.16", "", segment},
		{"list", func(ctx context.Context, c *intercom.Client) error { return all(c.Segments.List(ctx)) },
			"GET /segments", "2.16", "", list},
		{"list with counts", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Segments.List(ctx, intercom.SegmentListOptions{Count: true}))
		},
			"GET /segments?include_count=true", "2.16", "", list},
		{"list for contact", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Segments.ListForContact(ctx, "5f00"))
		},
			"GET /contacts/5f00/segments", "2.16", "", `{"type":"list","data":[` + segment + `]}`},
		{"list for company", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Segments.ListForCompany(ctx, "6f00"))
		},
			"GET /companies/6f00/segments", "2.16", "", `{"type":"list","data":[` + segment + `]}`},
	})
	testRefusals(t, []refusal{
		{"segment_id", func(ctx context.Context, c *intercom.Client) error { return got(c.Segments.Get(ctx, "")) }},
		{"contact_id", func(ctx context.Context, c *intercom.Client) error { return all(c.Segments.ListForContact(ctx, "")) }},
	})
}

func TestSegmentsFlow(t *testing.T) {
	t.Parallel()
	ctx, fake := t.Context(), intercomtest.NewServer()
	client := fake.Client()
	id := intercom.ID(fake.AddSegment("Active"))
	fake.AddSegment("New")
	user, err := client.Users.Create(ctx, intercom.UserCreate{UserID: "1"})
	require.NoError(t, err)
	fake.AddToSegment(string(id), string(user.ID))

	segments, err := client.Segments.List(ctx, intercom.SegmentListOptions{Count: true}).Collect()
	require.NoError(t, err)
	require.Len(t, segments, 2)
	assert.Equal(t, "Active", segments[0].Name)
	assert.Equal(t, 1, segments[0].Count)
	assert.Equal(t, "user", segments[0].PersonType)
	assert.True(t, segments[1].Has("count"))
	segment, err := client.Segments.Get(ctx, id)
	require.NoError(t, err)
	assert.False(t, segment.Has("count"))
	segment, err = client.Segments.Get(ctx, id, intercom.SegmentGetOptions{Count: true})
	require.NoError(t, err)
	assert.Equal(t, 1, segment.Count)
	segments, err = client.Segments.ListForContact(ctx, user.ID).Collect()
	require.NoError(t, err)
	require.Len(t, segments, 1)
	_, err = client.Segments.Get(ctx, "1")
	require.ErrorIs(t, err, intercom.ErrNotFound)
}
