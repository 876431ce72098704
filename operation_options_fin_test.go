package intercom_test

func finOptions() []optionsRow {
	return []optionsRow{}
}
