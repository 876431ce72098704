package intercom_test

func sourcesOptions() []optionsRow {
	return []optionsRow{}
}
