package intercom

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"strconv"
)

// EcommerceConnectorsService uploads the catalogs of shops. It is of API Preview.
//
// https://developers.intercom.com/docs/references/preview/rest-api/api.intercom.io/ecommerce-connectors
type EcommerceConnectorsService service

// EcommerceCatalogUpload is a catalog that Intercom works off after its
// response.
//
//intercom:schema ecommerce_catalog_upload_response ecommerce_catalog_upload_part_response
type EcommerceCatalogUpload struct {
	Object

	ImportJobID    ID     `json:"import_job_id,omitzero"`
	Status         string `json:"status,omitzero"` // "processing"
	Message        string `json:"message,omitzero"`
	NextPartNumber int    `json:"next_part_number,omitzero"` // only while there are parts to come
}

// UploadCatalog replaces the catalog of a connector: products that the new one
// does not have are dropped. The catalog is a JSON array, such as that of a
// []EcommerceProduct. It is read once, and sent in parts of up to 16 MiB, which
// is what is in memory at a time; a part that is lost is sent again. Nothing is
// dropped before the last part has arrived.
//
// A catalog that is no JSON array is an ErrInvalidArgument. Another upload that
// is not finished yet is a ConflictError.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *EcommerceConnectorsService) UploadCatalog(
	ctx context.Context, id ID, catalog io.Reader, opts ...Option,
) (*EcommerceCatalogUpload, error) {
	return uploadCatalog(ctx, s.client, id, catalog, opts)
}

// EcommerceProduct is a product of a catalog.
type EcommerceProduct struct {
	private

	ID               string             `json:"id"`                   // required: your own id, under which it is replaced by a later catalog
	Title            string             `json:"title"`                // required
	URL              string             `json:"url"`                  // required: of its page, https
	Description      string             `json:"description,omitzero"` // HTML
	FeaturedImageURL string             `json:"featured_image_url,omitzero"`
	ImageURLs        []string           `json:"image_urls,omitzero"`
	PriceMin         Opt[float64]       `json:"price_min,omitzero"` // default: the lowest of the variants
	PriceMax         Opt[float64]       `json:"price_max,omitzero"` // default: the highest of the variants
	Currency         string             `json:"currency,omitzero"`  // ISO 4217, default USD
	InStock          Opt[bool]          `json:"in_stock,omitzero"`  // default: whether a variant is
	CategoryPath     []string           `json:"category_path,omitzero"`
	Collections      []string           `json:"collections,omitzero"`
	Tags             []string           `json:"tags,omitzero"`
	AvailableOptions []EcommerceOption  `json:"available_options,omitzero"`
	AdditionalData   Attributes         `json:"additional_data,omitzero"` // the same names in all products
	Variants         []EcommerceVariant `json:"variants,omitzero"`
}

// EcommerceOption is what customers can choose of a product, such as its size.
type EcommerceOption struct {
	Name   string   `json:"name"`
	Values []string `json:"values"`
}

// EcommerceVariant is a form of a product that can be bought.
type EcommerceVariant struct {
	ID              string            `json:"id"`             // required: unique within the product
	Title           string            `json:"title,omitzero"` // such as "Small / Blue"
	Price           Opt[float64]      `json:"price,omitzero"`
	CompareAtPrice  Opt[float64]      `json:"compare_at_price,omitzero"` // before a discount
	InStock         Opt[bool]         `json:"in_stock,omitzero"`
	ImageURL        string            `json:"image_url,omitzero"`
	SelectedOptions []EcommerceChoice `json:"selected_options,omitzero"`
	URL             string            `json:"url,omitzero"` // default: that of the product, with the variant in its query
}

// EcommerceChoice is which value of an option a variant has.
type EcommerceChoice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// uploadCatalog sends a catalog in one part, or in as many as it takes.
func uploadCatalog(ctx context.Context, c *Client, connector ID, catalog io.Reader, opts []Option) (*EcommerceCatalogUpload, error) {
	parts := &catalogReader{catalog: catalog}
	part := parts.next()
	if parts.ended {
		return do[*EcommerceCatalogUpload](ctx, c, part.request(connector), opts)
	}
	var job ID
	for number := 1; ; {
		part.field("finalize", "false")
		part.field("import_job_id", string(job))
		part.field("part_number", strconv.Itoa(number))
		sent, err := do[*EcommerceCatalogUpload](ctx, c, part.request(connector), opts)
		if err != nil {
			return sent, err
		}
		job, number = cmp.Or(sent.ImportJobID, job), cmp.Or(sent.NextPartNumber, number+1)
		if parts.ended {
			break
		}
		part = parts.next()
	}
	end := newCatalogPart()
	end.field("finalize", "true")
	end.field("import_job_id", string(job))
	return do[*EcommerceCatalogUpload](ctx, c, end.request(connector), opts)
}

// catalogPart is one request of an upload. What is read of the catalog is written
// into its form at once, so that memory has it once.
type catalogPart struct {
	body bytes.Buffer
	form *multipart.Writer
	err  error
}

func newCatalogPart() *catalogPart {
	p := &catalogPart{}
	p.form = multipart.NewWriter(&p.body)
	return p
}

// field adds a field, unless it is empty.
func (p *catalogPart) field(name, value string) {
	if value != "" && p.err == nil {
		p.err = p.form.WriteField(name, value)
	}
}

func (p *catalogPart) request(connector ID) *request {
	return preview("POST /ecommerce/connectors/{id}/catalog", connector).upsert().check("catalog", cmp.Or(p.err, p.form.Close())).
		body(encoded{p.form.FormDataContentType(), p.body.Bytes()})
}

// maxCatalogPart is how many bytes a part has, unless a single product is
// larger. Intercom takes 99 MB.
const maxCatalogPart = 16 << 20

var errNoCatalog = errors.New("want a JSON array of products")

// catalogReader cuts a JSON array into arrays of bounded size.
type catalogReader struct {
	catalog io.Reader
	source  *json.Decoder   // of the catalog, once it was begun
	pending json.RawMessage // that did not go into the last part
	ended   bool            // also by an error
}

// next makes the part that is due, and finds out whether another one follows. A
// part that cannot be made has an error.
func (r *catalogReader) next() *catalogPart {
	p := newCatalogPart()
	file, err := p.form.CreateFormFile("catalog", "catalog.json")
	if err == nil {
		err = r.fill(file)
	}
	if p.err = err; err != nil {
		r.ended = true
	}
	return p
}

// fill writes as many products as a part takes.
func (r *catalogReader) fill(file io.Writer) error {
	if err := r.begin(); err != nil {
		return err
	}
	size := 0
	write := func(text []byte) error {
		n, err := file.Write(text)
		size += n
		return err
	}
	for separator := "["; ; separator = "," {
		if r.pending == nil && !r.source.More() {
			end, err := r.source.Token()
			if err != nil || end != json.Delim(']') {
				return catalogError(err)
			}
			r.ended = true
			break
		}
		if r.pending == nil {
			if err := r.source.Decode(&r.pending); err != nil {
				return catalogError(err)
			}
		}
		if size > 0 && size+len(r.pending) > maxCatalogPart {
			break
		}
		if err := cmp.Or(write([]byte(separator)), write(r.pending)); err != nil {
			return err
		}
		r.pending = nil
	}
	if size == 0 {
		return write([]byte("[]"))
	}
	return write([]byte("]"))
}

// begin reads the beginning of the catalog, once.
func (r *catalogReader) begin() error {
	switch {
	case r.source != nil:
		return nil
	case isNil(r.catalog):
		return errNoCatalog
	}
	r.source = json.NewDecoder(r.catalog)
	if begin, err := r.source.Token(); err != nil || begin != json.Delim('[') {
		return catalogError(err)
	}
	return nil
}

// catalogError distinguishes a catalog that cannot be read from one that is wrong,
// whose text is not quoted.
func catalogError(err error) error {
	_, isSyntax := errors.AsType[*json.SyntaxError](err)
	if err == nil || isSyntax || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errNoCatalog
	}
	return err
}
