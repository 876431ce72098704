package intercom

// FoldersService arranges knowledge in folders. It is of API Preview.
//
// https://developers.intercom.com/docs/references/preview/rest-api/api.intercom.io/folders
type FoldersService service
