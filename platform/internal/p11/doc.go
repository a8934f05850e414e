// Package p11 is what github.com/miekg/pkcs11 leaves to be done for every library: searches to
// their end, attributes of which some are missing, and numbers. Without cgo there is nothing in it.
package p11
