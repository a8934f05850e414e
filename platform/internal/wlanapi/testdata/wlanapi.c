// A library in the place of Windows' own, by the vendor's header, with which package wlanapi is tested under Wine, which has no wireless
// networks: two interfaces that share the network of the profile that CERTVIEWER_WLAN_PROFILE names (a file in UTF-8), and one
// network that this person may not see. Without the variable the service is not running, as on most servers.
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
#include <wlanapi.h>

static const GUID interfaces[] = {{1, 2, 3, {4}}, {5, 6, 7, {8}}};
static int open;

DWORD WINAPI WlanOpenHandle(DWORD version, PVOID reserved, PDWORD negotiated, PHANDLE client) {
    if (version != 2 || reserved || !getenv("CERTVIEWER_WLAN_PROFILE")) return ERROR_SERVICE_NOT_ACTIVE;
    *negotiated = 2;
    *client = &open;
    open++;
    return ERROR_SUCCESS;
}

DWORD WINAPI WlanCloseHandle(HANDLE client, PVOID reserved) {
    if (client != &open || reserved || !open) return ERROR_INVALID_HANDLE;
    open--;
    return ERROR_SUCCESS;
}

DWORD WINAPI WlanEnumInterfaces(HANDLE client, PVOID reserved, PWLAN_INTERFACE_INFO_LIST *list) {
    if (client != &open || !open || reserved) return ERROR_INVALID_HANDLE;
    *list = calloc(1, sizeof **list + 2 * sizeof(WLAN_INTERFACE_INFO));
    (*list)->dwNumberOfItems = 2;
    for (int i = 0; i < 2; i++) {
        (*list)->InterfaceInfo[i].InterfaceGuid = interfaces[i];
        wcscpy((*list)->InterfaceInfo[i].strInterfaceDescription, L"Wireless");
        (*list)->InterfaceInfo[i].isState = wlan_interface_state_disconnected;
    }
    return ERROR_SUCCESS;
}

DWORD WINAPI WlanGetProfileList(HANDLE client, const GUID *which, PVOID reserved, PWLAN_PROFILE_INFO_LIST *list) {
    int first = IsEqualGUID(which, &interfaces[0]);
    if (client != &open || !open || reserved || (!first && !IsEqualGUID(which, &interfaces[1]))) return ERROR_INVALID_PARAMETER;
    *list = calloc(1, sizeof **list + 2 * sizeof(WLAN_PROFILE_INFO));
    (*list)->dwNumberOfItems = first ? 2 : 1;
    wcscpy((*list)->ProfileInfo[0].strProfileName, L"大学 eduroam");
    wcscpy((*list)->ProfileInfo[1].strProfileName, L"secret");
    (*list)->ProfileInfo[0].dwFlags = 2; // WLAN_PROFILE_USER
    return ERROR_SUCCESS;
}

DWORD WINAPI WlanGetProfile(HANDLE client, const GUID *which, LPCWSTR name, PVOID reserved, LPWSTR *xml, DWORD *flags, PDWORD access) {
    static char text[1 << 16];
    if (client != &open || !open || reserved || access || !flags || *flags || (!IsEqualGUID(which, &interfaces[0]) && !IsEqualGUID(which, &interfaces[1])))
        return ERROR_INVALID_PARAMETER;
    if (!wcscmp(name, L"secret")) return ERROR_ACCESS_DENIED;
    if (wcscmp(name, L"大学 eduroam")) return ERROR_NOT_FOUND;
    FILE *f = fopen(getenv("CERTVIEWER_WLAN_PROFILE"), "rb");
    if (!f) return ERROR_FILE_NOT_FOUND;
    size_t n = fread(text, 1, sizeof text - 1, f);
    fclose(f);
    text[n] = 0;
    int wide = MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0);
    *xml = malloc(wide * sizeof(WCHAR));
    MultiByteToWideChar(CP_UTF8, 0, text, -1, *xml, wide);
    return ERROR_SUCCESS;
}

VOID WINAPI WlanFreeMemory(PVOID memory) { free(memory); }
