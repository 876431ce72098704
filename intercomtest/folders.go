package intercomtest

func (w *workspace) folderRoutes() routes {
	folders := plain(w, &w.folders, rules[folder]{
		read:  w.folderJSON,
		write: w.writeFolder,
		list:  listing{paging: byPage, total: true},
		match: func(x *exchange, f *folder) bool {
			return !x.query.Has("parent_folder_id") || x.query.Get("parent_folder_id") == f.parent
		},
		none: notFound("Folder not found"),
	})
	operations := folders.routes("/folders", "/folders/{id}")
	operations["DELETE /folders/{id}"] = folders.about(w.deleteFolder)
	return routes{modern: operations}
}

// folder holds content and folders.
type folder struct {
	entry
	name        string
	description string
	emoji       string
	parent      string
}

func (w *workspace) folderJSON(_ *exchange, f *folder) object {
	o := object{
		"id":               numberOf(f.id),
		"name":             f.name,
		"description":      nullable(f.description),
		"emoji":            nullable(f.emoji),
		"parent_folder_id": nil,
		"content_count":    len(w.contentIn(f.id)),
		"created_at":       f.createdAt,
		"updated_at":       f.updatedAt,
	}
	if f.parent != "" {
		o["parent_folder_id"] = numberOf(f.parent)
	}
	return o
}

// writeFolder reads what is wrapped in an object of its own.
func (w *workspace) writeFolder(x *exchange, f *fields, v *folder) {
	f.need("folder")
	f.object = x.body.object("folder")
	if v.id == "" {
		f.need("name")
	}
	f.text("name", &v.name)
	f.text("description", &v.description)
	f.text("emoji", &v.emoji)
	f.text("parent_folder_id", &v.parent)
	for id := v.parent; id != ""; {
		above, ok := w.folders.get(id)
		if !ok || id == v.id {
			f.fail(invalid("parent_folder_id", "the parent folder does not exist or is inside of this one"))
			return
		}
		id = above.parent
	}
}

// deleteFolder deletes a folder with nothing in it.
func (w *workspace) deleteFolder(_ *exchange, f *folder) (any, error) {
	inner := w.folders.where(func(other *folder) bool { return other.parent == f.id })
	if len(inner) > 0 || len(w.contentIn(f.id)) > 0 {
		return nil, unprocessable("Folder must be empty")
	}
	w.folders.remove(f.id)
	return object{"id": numberOf(f.id), "object": "folder", "deleted": true}, nil
}

// contentIn has the content of a folder.
func (w *workspace) contentIn(folder string) []contentItem {
	var inside []contentItem
	for _, item := range w.contentItems() {
		if item.folder == folder {
			inside = append(inside, item)
		}
	}
	return inside
}
