package intercom_test

import (
	"context"

	"github.com/go-intercom/intercom"
)

func articlesOptions() []optionsRow {
	return []optionsRow{
		{intercom.ArticleSearchOptions{
			State: intercom.ArticleStateAll, HelpCenterID: "123", Highlight: true,
		}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Articles.Search(ctx, "fees", o...).PerPage(5))
		}, "GET /articles/search?phrase=fees&per_page=5&state=all&help_center_id=123&highlight=true", "2.16", ""},
		{intercom.ArticleListVersionsOptions{Locale: "pt-BR"}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Articles.ListVersions(ctx, "7", o...).PerPage(5))
		}, "GET /articles/7/versions?per_page=5&locale=pt-BR", "2.16", ""},
		{intercom.ArticleGetVersionOptions{Locale: "fr"}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return got(c.Articles.GetVersion(ctx, "7", "301", o...))
		}, "GET /articles/7/versions/301?locale=fr", "2.16", ""},
	}
}
