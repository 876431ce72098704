package intercomtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
)

// catalogImport is an upload of a catalog, which has arrived as a whole or not.
type catalogImport struct {
	entry
	connector string
	parts     map[int][]json.RawMessage
	finished  bool
}

func (w *workspace) ecommerceRoutes() routes {
	return routes{modern: {"POST /ecommerce/connectors/{id}/catalog": w.uploadCatalog}}
}

// AddEcommerceConnector connects a shop and returns the connector's id; the API
// itself has no way to.
func (s *Server) AddEcommerceConnector() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.workspace.number()
	s.workspace.connectors[id] = nil
	return id
}

// Catalog returns the products of a connector as they were uploaded last.
func (s *Server) Catalog(connector string) []json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.workspace.connectors[connector])
}

// uploadCatalog takes a whole catalog, a part of one, or the end of an upload.
func (w *workspace) uploadCatalog(x *exchange) (any, error) {
	connector := x.param("id")
	if _, ok := w.connectors[connector]; !ok {
		return nil, notFound("Ecommerce connector not found")
	}
	finalize, id := x.body.text("finalize"), x.body.text("import_job_id")
	var job *catalogImport
	if id != "" {
		var ok bool
		if job, ok = w.catalogs.get(id); !ok || job.connector != connector || job.finished {
			return nil, failure(http.StatusNotFound, "not_found", "Import job not found")
		}
	}
	if finalize == "true" {
		if job == nil {
			return nil, failure(http.StatusBadRequest, "parameter_not_found", "import_job_id not specified")
		}
		var products []json.RawMessage
		for number := 1; number <= len(job.parts); number++ {
			products = append(products, job.parts[number]...)
		}
		return w.importCatalog(x, job, products), nil
	}
	var products []json.RawMessage
	if err := json.Unmarshal([]byte(x.body.text("catalog")), &products); err != nil {
		return nil, failure(http.StatusUnprocessableEntity, "parameter_invalid", "catalog must be a JSON array of products")
	}
	if job == nil {
		job = &catalogImport{entry: w.newEntry(), connector: connector, parts: map[int][]json.RawMessage{}}
		w.catalogs.add(job.id, job)
	}
	if finalize == "" {
		return w.importCatalog(x, job, products), nil
	}
	number, err := strconv.Atoi(x.body.text("part_number"))
	if err != nil {
		number = 1
	}
	if number > len(job.parts)+1 || number < 1 {
		return nil, failure(http.StatusConflict, "conflict", "part %d is not the next one", number)
	}
	job.parts[number] = products
	return object{"import_job_id": job.id, "next_part_number": len(job.parts) + 1}, nil
}

func (w *workspace) importCatalog(x *exchange, job *catalogImport, products []json.RawMessage) object {
	job.finished = true
	w.connectors[job.connector] = products
	x.status = http.StatusAccepted
	return object{"import_job_id": job.id, "status": "processing", "message": "The catalog is being imported"}
}
