package client

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// metadataService is where a virtual machine asks for its own identity: over plain http, at an
// address that no network routes. Source: "Azure Instance Metadata Service", learn.microsoft.com;
// databricks-sdk-go v0.182.0, config/auth_azure_msi.go.
const metadataService = "169.254.169.254"

// isLoopback says whether a host is this machine itself: localhost, 127.0.0.0/8 or ::1.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.Zone() == "" && address.Unmap().IsLoopback()
}

// isReadable says whether others on the way could read a request to an address, and the
// credentials in it.
func isReadable(to *url.URL) bool { return to.Scheme != "https" && !isLoopback(to.Hostname()) }

// plainText is the error of a request that was not sent, since others could have read it.
type plainText struct{ to *url.URL }

func (p plainText) Error() string {
	return fmt.Sprintf("%s://%s is not encrypted, so others could read the credentials that are sent there: write %s",
		p.to.Scheme, p.to.Host, encrypted(p.to))
}

// Is makes it an error of what is configured: nothing was sent.
func (plainText) Is(target error) bool { return target == ErrNotConfigured }

// encrypted is the address to write in place of one that is not encrypted. The port of http is
// not that of https.
func encrypted(u *url.URL) string {
	host := u.Host
	if name, port, err := net.SplitHostPort(host); err == nil && port == "80" {
		host = name
	}
	return "https://" + host
}

// refusePlain is the error of a request that others could read. The metadata service of a virtual
// machine is asked for credentials and is sent none.
func refusePlain(r *http.Request) error {
	own := r.URL.Hostname() == metadataService && strings.HasPrefix(r.URL.Path, "/metadata/") && r.Header.Get("Authorization") == ""
	if own || !isReadable(r.URL) {
		return nil
	}
	return plainText{&url.URL{Scheme: r.URL.Scheme, Host: r.URL.Host}}
}

// refuseRedirect is the error of an answer to a request for a token that leads to another host, or
// from https to http: the request holds a secret, in its header or its body.
func refuseRedirect(r *http.Request, answer *http.Response) error {
	if answer.StatusCode/100 != 3 {
		return nil
	}
	to, err := answer.Location()
	if err != nil || to.Host == r.URL.Host && to.Scheme == r.URL.Scheme {
		return nil // without a place, nothing is followed
	}
	return fmt.Errorf("redirected from %s://%s to %s://%s", r.URL.Scheme, r.URL.Host, to.Scheme, to.Host)
}

// proxy is where a request goes through. Plain http is for this machine alone, which needs none.
func proxy(r *http.Request) (*url.URL, error) {
	if r.URL.Scheme != "https" {
		return nil, nil //nolint:nilnil // no proxy, and no error
	}
	return http.ProxyFromEnvironment(r)
}
