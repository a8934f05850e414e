package crypt32

import (
	"crypto/sha256"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	procCertCreateCertificateChainEngine = modcrypt32.NewProc("CertCreateCertificateChainEngine")
	procCertFreeCertificateChainEngine   = modcrypt32.NewProc("CertFreeCertificateChainEngine")
)

// Flags of an engine and of CertGetCertificateChain with which asking changes nothing (learn.microsoft.com,
// "CertGetCertificateChain function", "CERT_CHAIN_ENGINE_CONFIG structure"): nothing is fetched by its address, no issuer
// is looked for where a certificate says, and no root is fetched from Windows Update and put into AuthRoot. No
// flag of revocation stands here, so that nobody is asked about that.
const (
	certChainCacheOnlyURLRetrieval     = 0x00000004
	certChainDisableAuthRootAutoUpdate = 0x00000100
	certChainDisableAIA                = 0x00002000

	engineFlags = certChainCacheOnlyURLRetrieval | certChainDisableAIA
	chainFlags  = engineFlags | certChainDisableAuthRootAutoUpdate
)

// chainEngineConfig is CERT_CHAIN_ENGINE_CONFIG as far as Windows XP had it, which every version takes: the rest serves those
// who want other roots than Windows'.
type chainEngineConfig struct {
	size                      uint32
	restrictedRoot            Store
	restrictedTrust           Store
	restrictedOther           Store
	additionalStores          uint32
	additionalStore           *Store
	flags                     uint32
	urlRetrievalTimeout       uint32
	maximumCachedCertificates uint32
	cycleDetectionModulus     uint32
}

// A chainEngine is an HCERTCHAINENGINE: one of our own, which shares no cache with other programs and keeps none.
type chainEngine windows.Handle

// certCreateCertificateChainEngine makes an engine that judges by the current user's stores.
func certCreateCertificateChainEngine() (chainEngine, error) {
	config := chainEngineConfig{flags: engineFlags}
	config.size = uint32(unsafe.Sizeof(config))
	var e chainEngine
	r, _, err := procCertCreateCertificateChainEngine.Call(uintptr(unsafe.Pointer(&config)), uintptr(unsafe.Pointer(&e)))
	if r == 0 {
		return 0, failed(err)
	}
	return e, nil
}

func (e chainEngine) certFreeCertificateChainEngine() {
	procCertFreeCertificateChainEngine.Call(uintptr(e))
}

// buildChains answers a question, in a child process only: crypt32 may load providers that others have installed.
func buildChains(q ChainQuestion) ([]ChainAnswer, error) {
	leaf, err := CertCreateCertificateContext(q.Certificate)
	if err != nil {
		return nil, err
	}
	defer leaf.CertFreeCertificateContext()
	more, err := memoryStore(q.With)
	if err != nil {
		return nil, err
	}
	defer more.CertCloseStore()
	engine, err := certCreateCertificateChainEngine()
	if err != nil {
		return nil, err
	}
	defer engine.certFreeCertificateChainEngine()
	at := windows.NsecToFiletime(q.At.UnixNano())
	out := make([]ChainAnswer, len(q.Usages))
	for i, u := range q.Usages {
		if out[i], err = engine.ask(leaf, &at, more, u); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// memoryStore makes a store that is nowhere but in memory. What Windows cannot read is left out.
func memoryStore(all [][]byte) (Store, error) {
	h, err := windows.CertOpenStore(windows.CERT_STORE_PROV_MEMORY, 0, 0, windows.CERT_STORE_CREATE_NEW_FLAG, 0)
	if err != nil {
		return 0, err
	}
	for _, der := range all {
		c, err := CertCreateCertificateContext(der)
		if err != nil {
			continue
		}
		err = Store(h).CertAddCertificateContextToStore(c, windows.CERT_STORE_ADD_USE_EXISTING)
		c.CertFreeCertificateContext()
		if err != nil {
			windows.CertCloseStore(h, 0)
			return 0, err
		}
	}
	return Store(h), nil
}

// ask builds the chain for one purpose, and has Windows judge it.
func (e chainEngine) ask(leaf Certificate, at *windows.Filetime, more Store, u ChainUsage) (ChainAnswer, error) {
	eku, err := windows.BytePtrFromString(u.EKU)
	if err != nil {
		return ChainAnswer{}, err
	}
	para := windows.CertChainPara{RequestedUsage: windows.CertUsageMatch{
		Type: windows.USAGE_MATCH_TYPE_AND, Usage: windows.CertEnhKeyUsage{Length: 1, UsageIdentifiers: &eku},
	}}
	para.Size = uint32(unsafe.Sizeof(para))
	var chain *windows.CertChainContext
	if err := windows.CertGetCertificateChain(windows.Handle(e), leaf.context, at, windows.Handle(more), &para, chainFlags, 0, &chain); err != nil {
		return ChainAnswer{}, failed(err)
	}
	defer windows.CertFreeCertificateChain(chain)
	out := ChainAnswer{Errors: chain.TrustStatus.ErrorStatus, Policy: policyOf(chain, u)}
	if chain.ChainCount > 0 {
		first := unsafe.Slice(chain.Chains, chain.ChainCount)[0]
		for _, x := range unsafe.Slice(first.Elements, first.NumElements) {
			sum := sha256.Sum256(Certificate{x.CertContext}.DER())
			out.Chain = append(out.Chain, sum[:])
		}
	}
	return out, nil
}

// policyOf is what Windows concludes of a chain: for TLS by the rules for servers or clients, without the name that was called,
// else by the rules for everything. A rule that Windows does not know concludes nothing.
func policyOf(chain *windows.CertChainContext, u ChainUsage) uint32 {
	rule, para := uintptr(windows.CERT_CHAIN_POLICY_BASE), windows.CertChainPolicyPara{}
	if u.SSL {
		ssl := windows.SSLExtraCertChainPolicyPara{AuthType: windows.AUTHTYPE_SERVER}
		if u.EKU == clientAuth {
			ssl.AuthType = windows.AUTHTYPE_CLIENT
		}
		ssl.Size = uint32(unsafe.Sizeof(ssl))
		rule, para.ExtraPolicyPara = windows.CERT_CHAIN_POLICY_SSL, windows.Pointer(unsafe.Pointer(&ssl))
	}
	para.Size = uint32(unsafe.Sizeof(para))
	status := windows.CertChainPolicyStatus{}
	status.Size = uint32(unsafe.Sizeof(status))
	if err := windows.CertVerifyCertificateChainPolicy(rule, chain, &para, &status); err != nil {
		return 0
	}
	return status.Error
}

const clientAuth = "1.3.6.1.5.5.7.3.2" // id-kp-clientAuth
