package intercom

// IdentitySecretsService manages the secrets that verify the identity of users in the Messenger.
// It is of API Preview.
//
// https://developers.intercom.com/docs/references/preview/rest-api/api.intercom.io/identity-verification-secrets
type IdentitySecretsService service
