package intercom_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const catalogPath = "/ecommerce/connectors/9/catalog"

// form reads the fields and files of a multipart body.
func form(t *testing.T, sent seen) map[string]string {
	t.Helper()
	_, params, err := mime.ParseMediaType(sent.Header.Get("Content-Type"))
	require.NoError(t, err)
	fields := map[string]string{}
	reader := multipart.NewReader(strings.NewReader(sent.Body), params["boundary"])
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return fields
		}
		require.NoError(t, err)
		content, err := io.ReadAll(part)
		require.NoError(t, err)
		fields[part.FormName()] = string(content)
	}
}

func TestUploadCatalogInOnePart(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", catalogPath, 202, `{"import_job_id":"j1","status":"processing","message":"started"}`)
	catalog, err := json.Marshal([]intercom.EcommerceProduct{{
		ID: "p-1", Title: "Rope", URL: "https://shop.test/rope", PriceMin: intercom.Set(0.0), InStock: intercom.Set(false),
		Variants: []intercom.EcommerceVariant{{ID: "v-1", SelectedOptions: []intercom.EcommerceChoice{{Name: "Size", Value: "10 m"}}}},
	}})
	require.NoError(t, err)
	upload, err := client.EcommerceConnectors.UploadCatalog(t.Context(), "9", strings.NewReader(string(catalog)))
	require.NoError(t, err)
	assert.Equal(t, "processing", upload.Status)
	assert.Equal(t, "Preview", api.last().Version)
	assert.Equal(t, map[string]string{"catalog": `[{"id":"p-1","title":"Rope","url":"https://shop.test/rope","price_min":0,"in_stock":false,"variants":[{"id":"v-1","selected_options":[{"name":"Size","value":"10 m"}]}]}]`}, form(t, api.last()))
}

// A catalog that is too large for one part arrives whole, in its order, also if a
// response is lost.
func TestUploadCatalogInParts(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	connector := fake.AddEcommerceConnector()
	fake.Fail("POST /ecommerce/connectors/{id}/catalog", intercomtest.Delay(0), intercomtest.Cut())
	description := strings.Repeat("x", 1<<20)
	products := make([]intercom.EcommerceProduct, 20)
	for i := range products {
		products[i] = intercom.EcommerceProduct{ID: string(rune('A' + i)), Title: "t", URL: "https://shop.test", Description: description}
	}
	catalog, err := json.Marshal(products)
	require.NoError(t, err)
	upload, err := fake.Client().EcommerceConnectors.UploadCatalog(t.Context(), intercom.ID(connector), strings.NewReader(string(catalog)))
	require.NoError(t, err)
	assert.Equal(t, "processing", upload.Status)
	stored, err := json.Marshal(fake.Catalog(connector))
	require.NoError(t, err)
	assert.Equal(t, string(catalog), string(stored))
	assert.Len(t, fake.Requests("POST /ecommerce/connectors/{id}/catalog"), 4, "two parts, one of them twice, and the end")
}

func TestUploadCatalogRefusesBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	broken := errors.New("disk is broken")
	for name, catalog := range map[string]io.Reader{
		"nil": nil, "empty": strings.NewReader(""), "object": strings.NewReader(`{"id":"secret"}`), "text": strings.NewReader(`[{"id":"secret"`),
		"read": iotest.ErrReader(broken),
	} {
		_, err := client.EcommerceConnectors.UploadCatalog(t.Context(), "9", catalog)
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, name)
		assert.ErrorContains(t, err, "POST /ecommerce/connectors/{id}/catalog: invalid argument: catalog ", name)
		assert.NotContains(t, err.Error(), "secret")
		assert.Equal(t, name == "read", errors.Is(err, broken))
	}
	_, err := client.EcommerceConnectors.UploadCatalog(t.Context(), "9", strings.NewReader("[]"), intercom.WithBodyField("a", 1))
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = client.EcommerceConnectors.UploadCatalog(ctx, "9", strings.NewReader("[]"))
	require.ErrorIs(t, err, context.Canceled)
	assert.Zero(t, api.count())
}
