package intercom_test

import (
	"context"
	"time"

	"github.com/go-intercom/intercom"
)

func knowledgeOptions() []optionsRow {
	search := func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
		return all(c.Content.Search(ctx, "refund", o...))
	}
	at := intercom.At(time.Unix(1700000000, 0))
	return []optionsRow{
		{intercom.ContentSearchOptions{Types: []intercom.ContentType{intercom.ContentTypeArticle, intercom.ContentTypeSnippet}, FolderIDs: []intercom.NumberID{"6"}},
			search, "GET /content/search?query=refund&content_types=article%2Csnippet&folder_ids=6&folder_entity_type=folder", "2.16", ""},
		{intercom.ContentSearchOptions{TagIDs: []intercom.NumberID{"1", "2"}}, search, "GET /content/search?query=refund&tag_ids=1%2C2&tag_operator=IN", "2.16", ""},
		{intercom.ContentSearchOptions{
			States: []intercom.ContentState{intercom.ContentStatePublished}, Locales: []string{"en", "pt-BR"},
			TagIDs: []intercom.NumberID{"1"}, TagOperator: intercom.ContentTagOperatorNotIn, AnyTagIDs: []intercom.NumberID{"2", "3"},
			ForCopilot: intercom.Set(true), ForFin: intercom.Set(false), ForSales: intercom.Set(true),
			CreatedByIDs: []intercom.NumberID{"4"}, LastUpdatedByIDs: []intercom.NumberID{"5"},
			CreatedAfter: at, CreatedBefore: at, UpdatedAfter: at, UpdatedBefore: at,
		}, search, "GET /content/search?query=refund&states=published&locales=en%2Cpt-BR&tag_ids=1&tag_operator=NIN&any_tag_ids=2%2C3" +
			"&copilot_state=on&fin_service_state=off&fin_sales_state=on&created_by_ids=4&last_updated_by_ids=5" +
			"&created_at_after=1700000000&created_at_before=1700000000&updated_at_after=1700000000&updated_at_before=1700000000", "2.16", ""},
		{intercom.FolderListOptions{ParentFolderID: "6"}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Folders.List(ctx, o...))
		}, "GET /folders?parent_folder_id=6", "Preview", ""},
	}
}
