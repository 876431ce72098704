package intercomtest

import (
	"net"
	"net/netip"
	"slices"
	"strings"
)

func (w *workspace) ipAllowlistRoutes() routes {
	return routes{modern: {
		"GET /ip_allowlist": notInPreview(w.getIPAllowlist),
		"PUT /ip_allowlist": notInPreview(w.replaceIPAllowlist),
	}}
}

// notInPreview serves an operation that API Preview lacks.
func notInPreview(handle handler) handler {
	return func(x *exchange) (any, error) {
		if x.atLeast("Preview") {
			return nil, notInVersion(x)
		}
		return handle(x)
	}
}

// ipAllowlist names where the workspace can be used from. The fake serves all
// the same: the list always has the only caller there is.
type ipAllowlist struct {
	enabled bool
	ips     []string
}

func (w *workspace) getIPAllowlist(*exchange) (any, error) {
	return object{"type": "ip_allowlist", "enabled": w.allowlist.enabled, "ip_allowlist": w.allowlist.ips}, nil
}

func (w *workspace) replaceIPAllowlist(x *exchange) (any, error) {
	draft := w.allowlist
	f := &fields{object: x.body}
	f.flag("enabled", &draft.enabled)
	if list, ok := x.body["ip_allowlist"].([]any); ok {
		draft.ips = render(list, func(v any) string { return object{"ip": v}.text("ip") })
	}
	if f.err != nil {
		return nil, f.err
	}
	for _, text := range draft.ips {
		if _, err := rangeOf(text); err != nil {
			return nil, unprocessable("%s is not a valid IP address or range", text)
		}
	}
	if ip := x.callerIP(); draft.enabled && !draft.has(ip) {
		return nil, unprocessable("Your IP (%s) is not on the allowlist. Saving would lock you out of this workspace.", ip)
	}
	w.allowlist = draft
	return w.getIPAllowlist(x)
}

func (l ipAllowlist) has(ip netip.Addr) bool {
	return slices.ContainsFunc(l.ips, func(text string) bool {
		within, err := rangeOf(text)
		return err == nil && within.Contains(ip)
	})
}

// rangeOf reads an address, or a range of them.
func rangeOf(text string) (netip.Prefix, error) {
	if strings.Contains(text, "/") {
		return netip.ParsePrefix(text)
	}
	ip, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Prefix{}, err
	}
	return ip.Prefix(ip.BitLen())
}

// callerIP is where a request comes from: this machine, if it did not come over
// a network.
func (x *exchange) callerIP() netip.Addr {
	if host, _, err := net.SplitHostPort(x.request.RemoteAddr); err == nil {
		if ip, err := netip.ParseAddr(host); err == nil {
			return ip.Unmap()
		}
	}
	return netip.AddrFrom4([4]byte{127, 0, 0, 1})
}
