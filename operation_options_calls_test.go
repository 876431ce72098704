package intercom_test

func callsOptions() []optionsRow {
	return []optionsRow{}
}
