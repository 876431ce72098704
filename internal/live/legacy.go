package live

//lint:file-ignore SA1019 the suite also calls what is deprecated

import "github.com/go-intercom/intercom"

// section writes a section of API 2.9 into a collection.
func (w *writer) section(collection intercom.ID) {
	section, ok := create(w, "Sections.Create", "POST /help_center/sections", func() (*intercom.Section, error) {
		return w.client.Sections.Create(w.ctx, intercom.SectionCreate{Name: w.name, ParentID: intercom.NumberID(collection)})
	}, func(s *intercom.Section) intercom.ID { return s.ID },
		removal{"Sections.Delete", []string{"sections"}, func(id intercom.ID) error { return w.client.Sections.Delete(w.ctx, id) }})
	if ok {
		do(w, "Sections.Update", func() (*intercom.Section, error) {
			return w.client.Sections.Update(w.ctx, section.ID, intercom.SectionUpdate{Name: intercom.Set(w.name + " 2")})
		})
	}
}
