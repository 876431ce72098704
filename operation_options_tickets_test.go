package intercom_test

func ticketsOptions() []optionsRow {
	return []optionsRow{}
}
