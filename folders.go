package intercom

import "context"

// FoldersService arranges knowledge in folders. It is of API Preview.
//
// https://developers.intercom.com/docs/references/preview/rest-api/api.intercom.io/folders
type FoldersService service

// Folder holds content and other folders.
//
// Experimental: it is of API Preview, which can change without notice.
//
//intercom:schema folder
type Folder struct {
	Object

	ID             ID     `json:"id,omitzero"`
	Name           string `json:"name,omitzero"`
	Description    string `json:"description,omitzero"`
	Emoji          string `json:"emoji,omitzero"`
	ParentFolderID ID     `json:"parent_folder_id,omitzero"` // empty: at the top level
	ContentCount   int    `json:"content_count,omitzero"`    // items of content in it
	CreatedAt      Time   `json:"created_at,omitzero"`
	UpdatedAt      Time   `json:"updated_at,omitzero"`
}

// Get returns the folder with the given id.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *FoldersService) Get(ctx context.Context, id ID, opts ...Option) (*Folder, error) {
	return do[*Folder](ctx, s.client, preview("GET /folders/{id}", id), opts)
}

// List lists the folders of the workspace.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *FoldersService) List(ctx context.Context, opts ...Option) *Pager[*Folder] {
	return list[*Folder](ctx, s.client, preview("GET /folders").paged(maxPerPage).numbered(), opts)
}

// FolderListOptions are the optional parameters of Folders.List.
//
// Experimental: it is of API Preview, which can change without notice.
type FolderListOptions struct {
	private

	ParentFolderID ID // lists what is directly in this folder
}

func (o FolderListOptions) apply(c *config) { c.optionalPreview("GET /folders", o) }

func (o FolderListOptions) set(r *request) { r.query("parent_folder_id", string(o.ParentFolderID)) }

// Create creates a folder.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *FoldersService) Create(ctx context.Context, params FolderCreate, opts ...Option) (*Folder, error) {
	return do[*Folder](ctx, s.client, params.request(), opts)
}

// FolderCreate describes a folder.
//
// Experimental: it is of API Preview, which can change without notice.
type FolderCreate struct {
	private

	Name           string   `json:"name"` // required
	Description    string   `json:"description,omitzero"`
	Emoji          string   `json:"emoji,omitzero"`
	ParentFolderID NumberID `json:"parent_folder_id,omitzero"` // empty: at the top level
}

func (p FolderCreate) request() *request {
	return preview("POST /folders").require("Name", p.Name).body(map[string]any{"folder": p})
}

// Update changes a folder; fields that are not set stay as they are.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *FoldersService) Update(ctx context.Context, id ID, params FolderUpdate, opts ...Option) (*Folder, error) {
	return do[*Folder](ctx, s.client, params.request(id), opts)
}

// FolderUpdate is a change of a folder.
//
// Experimental: it is of API Preview, which can change without notice.
type FolderUpdate struct {
	private

	Name           Opt[string]   `json:"name,omitzero"`
	Description    Opt[string]   `json:"description,omitzero"`
	Emoji          Opt[string]   `json:"emoji,omitzero"`
	ParentFolderID Opt[NumberID] `json:"parent_folder_id,omitzero"` // null: to the top level
}

func (p FolderUpdate) request(id ID) *request {
	return preview("PUT /folders/{id}", id).body(map[string]any{"folder": p})
}

// Delete deletes a folder. One that has content in it is an
// UnprocessableEntityError.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *FoldersService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, preview("DELETE /folders/{id}", id), opts)
}
