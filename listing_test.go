package intercom_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

func TestCount(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/admins", 200, `{"type":"admin.list","admins":[{"id":"1"},{"id":"2"},{"id":"3"}]}`)
	n, err := client.Admins.List(t.Context()).Count()
	require.NoError(t, err)
	assert.Equal(t, 3, n, "a list of one page is counted by its items")
	api.wants("GET", "/admins", "", "2.16", "") // Intercom sends them all at once, whatever per_page says

	api.on("GET", "/tags", 200, `{"type":"list","data":[]}`, `{"type":"list","data":[{"id":"1"}],"pages":{"next":{"starting_after":"x"}}}`, `<html>`)
	n, err = client.Tags.List(t.Context()).Count()
	require.NoError(t, err)
	assert.Zero(t, n)
	_, err = client.Tags.List(t.Context()).Count()
	require.ErrorIs(t, err, intercom.ErrNoTotal)
	assert.EqualError(t, err, "intercom: GET /tags: Intercom does not report the total of this list")
	_, err = client.Tags.List(t.Context()).Count()
	require.ErrorIs(t, err, intercom.ErrDecode)

	page := `{"type":"list","data":[{"id":"1","updated_at":%d},{"id":"2","updated_at":5}],"total_count":2,"pages":{"next":%s}}`
	now := time.Now()
	api.on("POST", "/contacts/search", 200, fmt.Sprintf(page, now.Unix(), "null"), fmt.Sprintf(page, now.Unix(), `{"starting_after":"x"}`))
	since := client.Contacts.UpdatedSince(t.Context(), now.Add(-time.Hour))
	n, err = since.Count()
	require.NoError(t, err)
	assert.Equal(t, 1, n, "what is dropped does not count")
	_, err = since.Count()
	require.ErrorIs(t, err, intercom.ErrNoTotal)

	api.on("GET", "/teams", 200, `{"type":"team.list","teams":[{"id":"1"}]}`)
	first, err := client.Teams.List(t.Context()).Page()
	require.NoError(t, err)
	assert.Equal(t, -1, first.Total)
}

func TestZeroPager(t *testing.T) {
	t.Parallel()
	var zero intercom.Pager[intercom.Tag]
	assert.Equal(t, "intercom.Pager()", fmt.Sprint(&zero))
	for _, pager := range []*intercom.Pager[intercom.Tag]{&zero, zero.PerPage(5).From("page:2").Prefetch().KeepRepeats()} {
		_, err := pager.Collect()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		_, err = pager.Page()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		_, err = pager.Count()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		for _, err := range intercom.Parallel(pager, 2, func(context.Context, *intercom.Tag) (*int, error) { return new(int), nil }) {
			require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		}
	}
}

// Only a page that was read before tells that an item moved.
func TestRepeatsOfEarlierPagesOnly(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	pages := []string{
		`{"type":"list","data":[{"id":"1","name":"a"},{"id":"1","name":"b"},{"id":""},{"id":""}],"pages":{"next":{"starting_after":"x"}}}`,
		`{"type":"list","data":[{"id":"1","name":"moved"},{"id":"2"},{"id":""}]}`,
	}
	api.on("GET", "/tags", 200, append(pages, pages...)...)
	tags, err := client.Tags.List(t.Context()).Collect()
	require.NoError(t, err)
	names := func(tags []*intercom.Tag) (names []string) {
		for _, tag := range tags {
			names = append(names, string(tag.ID)+tag.Name)
		}
		return names
	}
	assert.Equal(t, []string{"1a", "1b", "", "", "2", ""}, names(tags))
	tags, err = client.Tags.List(t.Context()).KeepRepeats().Collect()
	require.NoError(t, err)
	assert.Equal(t, []string{"1a", "1b", "", "", "1moved", "2", ""}, names(tags))
}

func TestIfFound(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/contacts/a", 404, ``)
	api.on("GET", "/contacts/b", 410, ``)
	api.on("GET", "/contacts/c", 403, ``)
	api.on("GET", "/contacts/d", 200, `{"id":"d"}`)
	var found []intercom.ID
	var failure error
	ids := []intercom.ID{"a", "d", "b", "d", "c", "d"}
	get := func(ctx context.Context, id intercom.ID) (*intercom.Contact, error) {
		return intercom.IfFound(client.Contacts.Get(ctx, id))
	}
	for contact, err := range intercom.ParallelItems(t.Context(), ids, 2, get) {
		if err != nil {
			assert.Nil(t, contact)
			failure = err
			continue
		}
		found = append(found, contact.ID)
	}
	assert.Equal(t, []intercom.ID{"d", "d"}, found)
	assert.ErrorIs(t, failure, intercom.ErrForbidden)
}

// Checkpoints and details go together.
func TestParallelItemsOfPages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			if req.URL.Path != prefix+"/tags" {
				time.Sleep(time.Second)
				return reply(200, fmt.Sprintf(`{"id":"%s","name":"detail"}`, req.URL.Path[len(prefix+"/tags/"):])), nil
			}
			if req.URL.Query().Get("starting_after") == "" {
				return reply(200, `{"data":[{"id":"1"},{"id":"2"},{"id":"3"},{"id":"4"}],"pages":{"next":{"starting_after":"x"}}}`), nil
			}
			return reply(200, `{"data":[{"id":"5"}]}`), nil
		}))
		get := func(ctx context.Context, tag *intercom.Tag) (*intercom.Tag, error) {
			return client.Tags.Get(ctx, tag.ID)
		}
		begun := time.Now()
		var got []intercom.ID
		var checkpoints []intercom.Cursor
		for page, err := range client.Tags.List(t.Context()).Pages() {
			require.NoError(t, err)
			for tag, err := range intercom.ParallelItems(t.Context(), page.Items, 4, get) {
				require.NoError(t, err)
				assert.Equal(t, "detail", tag.Name)
				got = append(got, tag.ID)
			}
			checkpoints = append(checkpoints, page.Next)
		}
		assert.Equal(t, []intercom.ID{"1", "2", "3", "4", "5"}, got)
		assert.Equal(t, []intercom.Cursor{"starting_after:x", ""}, checkpoints)
		assert.Equal(t, 2*time.Second, time.Since(begun))

		for _, err := range intercom.ParallelItems(t.Context(), got, 0, func(context.Context, intercom.ID) (*int, error) { return nil, nil }) {
			require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		}
		var nobody context.Context
		for _, err := range intercom.ParallelItems(nobody, got, 1, func(context.Context, intercom.ID) (*int, error) { return nil, nil }) {
			require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		}
	})
}

// runtime.Goexit in a callback, such as t.FailNow, hangs nothing.
func TestGoexitInCallbacks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fetched := 0
		client := over(t, roundTrip(func(*http.Request) (*http.Response, error) {
			fetched++
			return reply(200, fmt.Sprintf(`{"data":[{"id":"%d"}],"pages":{"next":{"starting_after":"%d"}}}`, fetched, fetched)), nil
		}))
		exits := func(context.Context, *intercom.Tag) (*intercom.Tag, error) {
			runtime.Goexit()
			return nil, errors.New("not reached")
		}
		const text = "ended by runtime.Goexit"
		failures := 0
		for tag, err := range intercom.Parallel(client.Tags.List(t.Context()), 3, exits) {
			require.Nil(t, tag)
			require.ErrorContains(t, err, text)
			failures++
		}
		assert.Equal(t, 1, failures)

		errs := intercom.Batch(t.Context(), []int{0, 1, 2, 3, 4}, 2, func(_ context.Context, i int) error {
			if i%2 == 0 {
				runtime.Goexit()
			}
			return nil
		})
		require.Len(t, errs, 5)
		for i, err := range errs {
			if i%2 == 0 {
				require.ErrorContains(t, err, text)
			} else {
				require.NoError(t, err)
			}
		}

		hook := intercom.WithHook(func(context.Context, intercom.Attempt) {
			if fetched > 2 {
				runtime.Goexit()
			}
		})
		fetched = 1
		var last error
		for _, err := range client.Tags.List(t.Context(), hook).Prefetch().All() {
			last = err
		}
		require.ErrorContains(t, last, text)
		fetched = 1
		last = nil
		for _, err := range intercom.Parallel(client.Tags.List(t.Context(), hook), 3, func(_ context.Context, tag *intercom.Tag) (*intercom.Tag, error) { return tag, nil }) {
			last = err
		}
		require.ErrorContains(t, last, text)
	})
}
