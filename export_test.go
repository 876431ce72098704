package intercom

// Savers has the methods that write what Save does not.
func Savers() map[string]string { return savers }
