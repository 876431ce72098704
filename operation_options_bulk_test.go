package intercom_test

func bulkOptions() []optionsRow {
	return []optionsRow{}
}
