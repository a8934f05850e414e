package platform

// maxConfig is the most that is read of a network's settings. They may hold certificates.
const maxConfig = 1 << 20
