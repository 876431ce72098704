package live

import (
	"github.com/go-intercom/intercom"
)

// people writes to a contact that nobody can be reached by: it has no e-mail address and no phone.
func (w *writer) people() {
	c, ok := w.contact()
	if !ok {
		return
	}
	do(w, "Contacts.Update", func() (*intercom.Contact, error) {
		return w.client.Contacts.Update(w.ctx, c.ID, intercom.ContactUpdate{Name: intercom.Set(w.name + " 2")})
	})
	do(w, "Contacts.Upsert", func() (*intercom.Contact, error) {
		w.watch.creating("POST /contacts") // which is tried first, and is a conflict
		defer w.watch.creating("")
		return w.client.Contacts.Upsert(w.ctx, intercom.ContactCreate{ExternalID: w.key, Name: w.name})
	})
	note := intercom.NoteCreate{Body: w.name, AdminID: w.me}
	do(w, "Notes.CreateForContact", func() (*intercom.Note, error) { return w.client.Notes.CreateForContact(w.ctx, c.ID, note) })
	if tag, ok := w.tag(); ok {
		do(w, "Tags.AddToContact", func() (*intercom.Tag, error) { return w.client.Tags.AddToContact(w.ctx, c.ID, tag.ID) })
		do(w, "Tags.Rename", func() (*intercom.Tag, error) {
			w.watch.creating("POST /tags") // which renames if it is given an id
			defer w.watch.creating("")
			return w.client.Tags.Rename(w.ctx, tag.ID, w.name+" 2")
		})
		do(w, "Tags.RemoveFromContact", func() (*intercom.Tag, error) { return w.client.Tags.RemoveFromContact(w.ctx, c.ID, tag.ID) })
	}
	if types := w.pool["subscription_type"]; len(types) > 0 {
		kind := types[0][0]
		do(w, "SubscriptionTypes.AddToContact", func() (*intercom.SubscriptionType, error) {
			return w.client.SubscriptionTypes.AddToContact(w.ctx, c.ID, kind, intercom.ConsentOptOut)
		})
		do(w, "SubscriptionTypes.RemoveFromContact", func() (*intercom.SubscriptionType, error) {
			return w.client.SubscriptionTypes.RemoveFromContact(w.ctx, c.ID, kind)
		})
	}
	do(w, "Contacts.Archive", func() (*intercom.ContactStatus, error) { return w.client.Contacts.Archive(w.ctx, c.ID) })
	do(w, "Contacts.Unarchive", func() (*intercom.ContactStatus, error) { return w.client.Contacts.Unarchive(w.ctx, c.ID) })
}

func (w *writer) companies() {
	company, ok := w.company()
	if !ok {
		return
	}
	do(w, "Companies.Update", func() (*intercom.Company, error) {
		return w.client.Companies.Update(w.ctx, company.ID, intercom.CompanyUpdate{Name: intercom.Set(w.name + " 2")})
	})
	do(w, "Notes.CreateForCompany", func() (*intercom.Note, error) {
		return w.client.Notes.CreateForCompany(w.ctx, company.ID, intercom.NoteCreate{Body: w.name, AdminID: w.me})
	})
	if c, ok := w.contact(); ok {
		do(w, "Companies.AddToContact", func() (*intercom.Company, error) { return w.client.Companies.AddToContact(w.ctx, c.ID, company.ID) })
		do(w, "Companies.RemoveFromContact", func() (*intercom.Company, error) {
			return w.client.Companies.RemoveFromContact(w.ctx, c.ID, company.ID)
		})
	}
}

// legacy writes to a user and a lead of API 1.4. What is archived there is deleted as the contact that it is today.
func (w *writer) legacy() {
	user, ok := create(w, "Users.Create", "POST /users", func() (*intercom.User, error) {
		return w.client.Users.Create(w.ctx, intercom.UserCreate{UserID: w.key, Name: w.name})
	}, func(u *intercom.User) intercom.ID { return u.ID }, w.removingContact("users"))
	if ok {
		note := intercom.NoteCreate{Body: w.name, AdminID: w.me}
		do(w, "Notes.CreateForUser", func() (*intercom.Note, error) {
			w.watch.creating("POST /notes")
			defer w.watch.creating("")
			return w.client.Notes.CreateForUser(w.ctx, intercom.ByID(user.ID), note)
		})
		do(w, "Users.Archive", func() (*intercom.User, error) { return w.client.Users.Archive(w.ctx, intercom.ByID(user.ID)) })
	}
	lead, ok := create(w, "Leads.Create", "POST /contacts", func() (*intercom.Lead, error) {
		return w.client.Leads.Create(w.ctx, intercom.LeadCreate{Name: w.name})
	}, func(l *intercom.Lead) intercom.ID { return l.ID }, w.removingContact())
	if ok {
		do(w, "Leads.Archive", func() (*intercom.Lead, error) { return w.client.Leads.Archive(w.ctx, intercom.ByID(lead.ID)) })
	}
}

// articles writes a draft, which readers do not see.
func (w *writer) articles() {
	article, ok := create(w, "Articles.Create", "POST /articles", func() (*intercom.Article, error) {
		return w.client.Articles.Create(w.ctx, intercom.ArticleCreate{Title: w.name, AuthorID: intercom.NumberID(w.me), State: intercom.ArticleStateDraft})
	}, func(a *intercom.Article) intercom.ID { return a.ID },
		removal{"Articles.Delete", []string{"articles"}, func(id intercom.ID) error { return w.client.Articles.Delete(w.ctx, id) }})
	if !ok {
		return
	}
	do(w, "Articles.Update", func() (*intercom.Article, error) {
		return w.client.Articles.Update(w.ctx, article.ID, intercom.ArticleUpdate{Title: intercom.Set(w.name + " 2")})
	})
	if tag, ok := w.tag(); ok {
		do(w, "Tags.AddToArticle", func() (*intercom.Tag, error) {
			return w.client.Tags.AddToArticle(w.ctx, article.ID, tag.ID, intercom.AsAdmin(w.me))
		})
		do(w, "Tags.RemoveFromArticle", func() (*intercom.Tag, error) { return w.client.Tags.RemoveFromArticle(w.ctx, article.ID, tag.ID) })
	}
}

func (w *writer) internalArticles() {
	folder, _ := create(w, "Folders.Create", "POST /folders", func() (*intercom.Folder, error) {
		return w.client.Folders.Create(w.ctx, intercom.FolderCreate{Name: w.name})
	}, func(f *intercom.Folder) intercom.ID { return f.ID },
		removal{"Folders.Delete", []string{"folders"}, func(id intercom.ID) error { return w.client.Folders.Delete(w.ctx, id) }})
	if folder != nil {
		do(w, "Folders.Update", func() (*intercom.Folder, error) {
			return w.client.Folders.Update(w.ctx, folder.ID, intercom.FolderUpdate{Name: intercom.Set(w.name + " 2")})
		})
	}
	me := intercom.NumberID(w.me)
	article, ok := create(w, "InternalArticles.Create", "POST /internal_articles", func() (*intercom.InternalArticle, error) {
		return w.client.InternalArticles.Create(w.ctx, intercom.InternalArticleCreate{Title: w.name, AuthorID: me, OwnerID: me})
	}, func(a *intercom.InternalArticle) intercom.ID { return a.ID },
		removal{"InternalArticles.Delete", []string{"internal_articles"}, func(id intercom.ID) error {
			return w.client.InternalArticles.Delete(w.ctx, id)
		}})
	if !ok {
		return
	}
	do(w, "InternalArticles.Update", func() (*intercom.InternalArticle, error) {
		return w.client.InternalArticles.Update(w.ctx, article.ID, intercom.InternalArticleUpdate{Title: intercom.Set(w.name + " 2")})
	})
	if tag, ok := w.tag(); ok {
		do(w, "Tags.AddToInternalArticle", func() (*intercom.Tag, error) {
			return w.client.Tags.AddToInternalArticle(w.ctx, article.ID, tag.ID, intercom.AsAdmin(w.me))
		})
		do(w, "Tags.RemoveFromInternalArticle", func() (*intercom.Tag, error) {
			return w.client.Tags.RemoveFromInternalArticle(w.ctx, article.ID, tag.ID)
		})
	}
}

func (w *writer) snippets() {
	snippet, ok := create(w, "ContentSnippets.Create", "POST /content_snippets", func() (*intercom.ContentSnippet, error) {
		return w.client.ContentSnippets.Create(w.ctx, intercom.ContentSnippetCreate{Title: w.name, BodyMarkdown: w.name})
	}, func(s *intercom.ContentSnippet) intercom.ID { return s.ID },
		removal{"ContentSnippets.Delete", []string{"content_snippets"}, func(id intercom.ID) error {
			return w.client.ContentSnippets.Delete(w.ctx, id)
		}})
	if !ok {
		return
	}
	do(w, "ContentSnippets.Update", func() (*intercom.ContentSnippet, error) {
		return w.client.ContentSnippets.Update(w.ctx, snippet.ID, intercom.ContentSnippetUpdate{Title: intercom.Set(w.name + " 2")})
	})
	if tag, ok := w.tag(); ok {
		do(w, "Tags.AddToContentSnippet", func() (*intercom.Tag, error) {
			return w.client.Tags.AddToContentSnippet(w.ctx, snippet.ID, tag.ID, intercom.AsAdmin(w.me))
		})
		do(w, "Tags.RemoveFromContentSnippet", func() (*intercom.Tag, error) {
			return w.client.Tags.RemoveFromContentSnippet(w.ctx, snippet.ID, tag.ID)
		})
	}
}

// helpCenter writes a collection without articles, which readers do not see, and a section of API 2.9 in it.
func (w *writer) helpCenter() {
	collection, ok := create(w, "Collections.Create", "POST /help_center/collections", func() (*intercom.Collection, error) {
		return w.client.Collections.Create(w.ctx, intercom.CollectionCreate{Name: w.name})
	}, func(c *intercom.Collection) intercom.ID { return c.ID },
		removal{"Collections.Delete", []string{"collections"}, func(id intercom.ID) error { return w.client.Collections.Delete(w.ctx, id) }})
	if !ok {
		return
	}
	do(w, "Collections.Update", func() (*intercom.Collection, error) {
		return w.client.Collections.Update(w.ctx, collection.ID, intercom.CollectionUpdate{Name: intercom.Set(w.name + " 2")})
	})
	w.section(collection.ID)
}

// sources writes a source of pages that is not in use, with a page that Fin does not draw on.
func (w *writer) sources() {
	const url = "https://example.com/intercom-go-live-suite"
	source, ok := create(w, "ContentImportSources.Create", "POST /ai/content_import_sources", func() (*intercom.ContentImportSource, error) {
		return w.client.ContentImportSources.Create(w.ctx, intercom.ContentImportSourceCreate{
			URL: url, Status: intercom.ContentImportSourceStatusDeactivated,
		})
	}, func(s *intercom.ContentImportSource) intercom.ID { return s.ID },
		removal{"ContentImportSources.Delete", []string{"content_import_sources"}, func(id intercom.ID) error {
			return w.client.ContentImportSources.Delete(w.ctx, id)
		}})
	if !ok {
		return
	}
	do(w, "ContentImportSources.Update", func() (*intercom.ContentImportSource, error) {
		return w.client.ContentImportSources.Update(w.ctx, source.ID, intercom.ContentImportSourceUpdate{
			URL: url, SyncBehavior: intercom.SyncBehaviorAPI, Status: intercom.Set(intercom.ContentImportSourceStatusDeactivated),
		})
	})
	off := intercom.Set(false)
	page, ok := create(w, "ExternalPages.Upsert", "POST /ai/external_pages", func() (*intercom.ExternalPage, error) {
		return w.client.ExternalPages.Upsert(w.ctx, intercom.ExternalPageUpsert{
			SourceID: intercom.NumberID(source.ID), ExternalID: w.key, Title: w.name, HTML: "<p>" + w.name + "</p>", URL: intercom.Set(url),
			AIAgentAvailability: off, AICopilotAvailability: off,
		})
	}, func(p *intercom.ExternalPage) intercom.ID { return p.ID },
		removal{"ExternalPages.Delete", []string{"external_pages"}, func(id intercom.ID) error {
			return w.client.ExternalPages.Delete(w.ctx, id)
		}})
	if ok {
		do(w, "ExternalPages.Update", func() (*intercom.ExternalPage, error) {
			return w.client.ExternalPages.Update(w.ctx, page.ID, intercom.ExternalPageUpdate{
				SourceID: intercom.NumberID(source.ID), Title: w.name + " 2", HTML: "<p>" + w.name + "</p>", URL: url,
				FinAvailability: off,
			})
		})
	}
}

func (w *writer) news() {
	me := intercom.NumberID(w.me)
	item, ok := create(w, "NewsItems.Create", "POST /news/news_items", func() (*intercom.NewsItem, error) {
		return w.client.NewsItems.Create(w.ctx, intercom.NewsItemCreate{Title: w.name, SenderID: me, State: intercom.NewsItemStateDraft})
	}, func(n *intercom.NewsItem) intercom.ID { return n.ID },
		removal{"NewsItems.Delete", []string{"news_items"}, func(id intercom.ID) error { return w.client.NewsItems.Delete(w.ctx, id) }})
	if ok {
		do(w, "NewsItems.Update", func() (*intercom.NewsItem, error) {
			return w.client.NewsItems.Update(w.ctx, item.ID, intercom.NewsItemUpdate{Title: w.name + " 2", SenderID: me})
		})
	}
}

// officeHours writes a schedule that nothing uses.
func (w *writer) officeHours() {
	schedule, ok := create(w, "OfficeHours.Create", "POST /office_hours_schedules", func() (*intercom.OfficeHours, error) {
		return w.client.OfficeHours.Create(w.ctx, intercom.OfficeHoursCreate{
			Name: w.name, TimeZoneName: "UTC", TimeIntervals: []intercom.OfficeHoursInterval{{StartMinute: 540, EndMinute: 1020}},
		})
	}, func(o *intercom.OfficeHours) intercom.ID { return o.ID },
		removal{"OfficeHours.Delete", []string{"office_hours_schedules"}, func(id intercom.ID) error { return w.client.OfficeHours.Delete(w.ctx, id) }})
	if !ok {
		return
	}
	do(w, "OfficeHours.Update", func() (*intercom.OfficeHours, error) {
		return w.client.OfficeHours.Update(w.ctx, schedule.ID, intercom.OfficeHoursUpdate{Name: intercom.Set(w.name + " 2")})
	})
	closed, ok := do(w, "OfficeHours.CreateException", func() (*intercom.OfficeHoursException, error) {
		return w.client.OfficeHours.CreateException(w.ctx, schedule.ID, intercom.OfficeHoursCreateException{
			ExceptionDate: "2099-12-25", ExceptionType: intercom.OfficeHoursExceptionTypeClosed, Name: w.name,
		})
	})
	if ok {
		do(w, "OfficeHours.UpdateException", func() (*intercom.OfficeHoursException, error) {
			return w.client.OfficeHours.UpdateException(w.ctx, schedule.ID, closed.ID,
				intercom.OfficeHoursUpdateException{Name: intercom.Set(w.name + " 2")})
		})
		w.exec("OfficeHours.DeleteException", func() error { return w.client.OfficeHours.DeleteException(w.ctx, schedule.ID, closed.ID) })
	}
}

func (w *writer) audiences() {
	audience, ok := create(w, "Audiences.Create", "POST /audiences", func() (*intercom.Audience, error) {
		return w.client.Audiences.Create(w.ctx, intercom.AudienceCreate{Name: w.name})
	}, func(a *intercom.Audience) intercom.ID { return a.ID },
		removal{"Audiences.Delete", []string{"audiences"}, func(id intercom.ID) error { return w.client.Audiences.Delete(w.ctx, id) }})
	if ok {
		do(w, "Audiences.Update", func() (*intercom.Audience, error) {
			return w.client.Audiences.Update(w.ctx, audience.ID, intercom.AudienceUpdate{Name: intercom.Set(w.name + " 2")})
		})
	}
}

// connectors writes a data connector that stays a draft, so that nothing calls it.
func (w *writer) connectors() {
	connector, ok := create(w, "DataConnectors.Create", "POST /data_connectors", func() (*intercom.DataConnector, error) {
		return w.client.DataConnectors.Create(w.ctx, intercom.DataConnectorCreate{Name: w.name})
	}, func(c *intercom.DataConnector) intercom.ID { return c.ID },
		removal{"DataConnectors.Delete", []string{"data_connectors"}, func(id intercom.ID) error { return w.client.DataConnectors.Delete(w.ctx, id) }})
	if ok {
		do(w, "DataConnectors.Update", func() (*intercom.DataConnector, error) {
			return w.client.DataConnectors.Update(w.ctx, connector.ID, intercom.DataConnectorUpdate{Name: intercom.Set(w.name + " 2")})
		})
	}
}
