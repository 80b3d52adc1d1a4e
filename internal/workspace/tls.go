package workspace

// TLS is how the connection to a workspace is protected: what it means for evidence that it was
// read over it.
type TLS string

// The ways in which a connection is protected.
const (
	VerifiedTLS   TLS = "verified"   // the workspace showed a certificate that is trusted
	UnverifiedTLS TLS = "unverified" // skip_verify of a profile is on: anybody may have answered
	NoTLS         TLS = "none"       // plain http, to this machine itself
)

// Known says whether it is one of these.
func (t TLS) Known() bool { return t == VerifiedTLS || t == UnverifiedTLS || t == NoTLS }

// Notice says what to know of answers that came over the connection, "" where there is nothing.
func (t TLS) Notice() string {
	if t != UnverifiedTLS {
		return ""
	}
	return "the certificate of the workspace is not verified, since skip_verify is on: anybody on the way may have answered; " +
		"remove skip_verify from the profile"
}
