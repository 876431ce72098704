package intercom_test

func workspaceOptions() []optionsRow {
	return []optionsRow{}
}
