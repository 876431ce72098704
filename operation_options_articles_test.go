package intercom_test

func articlesOptions() []optionsRow {
	return []optionsRow{}
}
