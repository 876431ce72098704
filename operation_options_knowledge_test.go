package intercom_test

func knowledgeOptions() []optionsRow {
	return []optionsRow{}
}
