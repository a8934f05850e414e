/* Lists Windows' certificate stores, for TestAgainstEnumerator: written in C and by the vendor's header, so that a mistake in
 * our translation shows. One line a certificate: where, store, SHA-1, the usages it is limited to ("*" = not limited), whether it
 * has a private key.
 *
 * x86_64-w64-mingw32-gcc -o enumerate.exe enumerate.c -lcrypt32 */
#include <windows.h>
#include <wincrypt.h>
#include <stdio.h>
#include <stdlib.h>

static void list(const char *where, DWORD location, const char *name)
{
    wchar_t wide[32];
    PCCERT_CONTEXT c = NULL;
    HCERTSTORE s;

    mbstowcs(wide, name, 32);
    s = CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, location | CERT_STORE_OPEN_EXISTING_FLAG | CERT_STORE_READONLY_FLAG, wide);
    if (!s)
        return;
    while ((c = CertEnumCertificatesInStore(s, c))) {
        BYTE hash[20];
        DWORD n = sizeof(hash), i, size = 0;

        CertGetCertificateContextProperty(c, CERT_SHA1_HASH_PROP_ID, hash, &n);
        printf("%s\t%s\t", where, name);
        for (i = 0; i < n; i++)
            printf("%02x", hash[i]);
        printf("\t");
        if (!CertGetEnhancedKeyUsage(c, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG, NULL, &size)) {
            printf("*");
        } else {
            CERT_ENHKEY_USAGE *u = malloc(size);
            CertGetEnhancedKeyUsage(c, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG, u, &size);
            for (i = 0; i < u->cUsageIdentifier; i++)
                printf("%s%s", i ? "," : "", u->rgpszUsageIdentifier[i]);
            free(u);
        }
        n = 0;
        printf("\t%d\n", CertGetCertificateContextProperty(c, CERT_KEY_PROV_INFO_PROP_ID, NULL, &n) != 0);
    }
    CertCloseStore(s, 0);
}

int main(void)
{
    static const char *names[] = {"Root", "CA", "MY", "Disallowed", "AuthRoot", "TrustedPeople", "TrustedPublisher", "Trust", "AddressBook"};
    size_t i;

    for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
        list("user", CERT_SYSTEM_STORE_CURRENT_USER, names[i]);
        list("machine", CERT_SYSTEM_STORE_LOCAL_MACHINE, names[i]);
    }
    return 0;
}
