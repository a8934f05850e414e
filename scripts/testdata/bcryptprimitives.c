/* ProcessPrng for Wine 8 and older, where Go's programs do not start without it. For tests only. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG); /* RtlGenRandom of advapi32 */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE to, SIZE_T n)
{
    while (n) {
        ULONG some = n > 0x10000000 ? 0x10000000 : (ULONG)n;
        if (!SystemFunction036(to, some))
            return FALSE;
        to += some;
        n -= some;
    }
    return TRUE;
}
