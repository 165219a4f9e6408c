package apptest

import "net/http/httptest"

// Serve answers over a real connection until the test ends, for callers that are another
// program. The code completes the set-up.
func (h *House) Serve() (url, code string) {
	server := httptest.NewServer(h.handler)
	h.T.Cleanup(server.Close)
	return server.URL, h.setup
}
