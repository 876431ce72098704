package intercomtest

import (
	"net/http"

	"github.com/go-intercom/intercom"
)

// Client returns a client of this workspace: with its token, and reaching it
// without a network. Options given here come last and win. Client panics if
// intercom.NewClient refuses one of them.
func (s *Server) Client(opts ...intercom.Option) *intercom.Client {
	client, err := intercom.NewClient(append([]intercom.Option{
		intercom.WithToken(s.workspace.token),
		intercom.WithBaseURL(apiHost),
		intercom.WithHTTPClient(&http.Client{Transport: s.Transport()}),
	}, opts...)...)
	if err != nil {
		panic("intercomtest: " + err.Error())
	}
	return client
}
