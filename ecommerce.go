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

// catalogPart is one request of an upload. The first part names no job.
type catalogPart struct {
	products []byte // a JSON array; nil to finish
	finalize string // "true", "false", or empty if this is all of the catalog
	job      ID
	number   int
}

func (p catalogPart) request(connector ID) *request {
	r := preview("POST /ecommerce/connectors/{id}/catalog", connector).upsert()
	var body bytes.Buffer
	body.Grow(len(p.products) + 1<<10)
	form := multipart.NewWriter(&body)
	var number string
	if p.number > 0 {
		number = strconv.Itoa(p.number)
	}
	for _, field := range [...]struct{ name, value string }{
		{"finalize", p.finalize}, {"import_job_id", string(p.job)}, {"part_number", number},
	} {
		if field.value != "" {
			r.check(field.name, form.WriteField(field.name, field.value))
		}
	}
	if p.products != nil {
		file, err := form.CreateFormFile("catalog", "catalog.json")
		if err == nil {
			_, err = file.Write(p.products)
		}
		r.check("catalog", err)
	}
	r.check("catalog", form.Close())
	return r.body(encoded{form.FormDataContentType(), body.Bytes()})
}

// uploadCatalog sends a catalog in one part, or in as many as it takes.
func uploadCatalog(ctx context.Context, c *Client, connector ID, catalog io.Reader, opts []Option) (*EcommerceCatalogUpload, error) {
	parts, err := readCatalog(catalog)
	if err == nil {
		err = parts.next()
	}
	part := catalogPart{products: parts.products, number: 1}
	if err != nil {
		return do[EcommerceCatalogUpload](ctx, c, part.request(connector).check("catalog", err), opts)
	}
	if parts.ended {
		part.number = 0
		return do[EcommerceCatalogUpload](ctx, c, part.request(connector), opts)
	}
	for part.finalize = "false"; ; {
		sent, err := do[EcommerceCatalogUpload](ctx, c, part.request(connector), opts)
		if err != nil {
			return sent, err
		}
		part.job, part.number = cmp.Or(sent.ImportJobID, part.job), cmp.Or(sent.NextPartNumber, part.number+1)
		if parts.ended {
			break
		}
		if err := parts.next(); err != nil {
			return do[EcommerceCatalogUpload](ctx, c, part.request(connector).check("catalog", err), opts)
		}
		part.products = parts.products
	}
	return do[EcommerceCatalogUpload](ctx, c, catalogPart{finalize: "true", job: part.job}.request(connector), opts)
}

// maxCatalogPart is how many bytes a part has, unless a single product is
// larger. Intercom takes 99 MB.
const maxCatalogPart = 16 << 20

var errNoCatalog = errors.New("want a JSON array of products")

// catalogReader cuts a JSON array into arrays of bounded size.
type catalogReader struct {
	source   *json.Decoder
	products []byte // of the part that was read last
	pending  json.RawMessage
	ended    bool
}

func readCatalog(catalog io.Reader) (*catalogReader, error) {
	p := &catalogReader{}
	if isNil(catalog) {
		return p, errNoCatalog
	}
	p.source = json.NewDecoder(catalog)
	if begin, err := p.source.Token(); err != nil || begin != json.Delim('[') {
		return p, catalogError(err)
	}
	return p, nil
}

// next reads a part, and finds out whether another one follows.
func (p *catalogReader) next() error {
	p.products = append(p.products[:0:0], '[')
	for {
		if p.pending != nil {
			if len(p.products) > 1 && len(p.products)+len(p.pending) > maxCatalogPart {
				break
			}
			if len(p.products) > 1 {
				p.products = append(p.products, ',')
			}
			p.products, p.pending = append(p.products, p.pending...), nil
		}
		if !p.source.More() {
			if end, err := p.source.Token(); err != nil || end != json.Delim(']') {
				return catalogError(err)
			}
			p.ended = true
			break
		}
		if err := p.source.Decode(&p.pending); err != nil {
			return catalogError(err)
		}
	}
	p.products = append(p.products, ']')
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
