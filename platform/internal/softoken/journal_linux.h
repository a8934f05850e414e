// The SQLite of NSS's library, told to wait less: see journal_linux.go.

// journal_uncounted has it not count its memory. Counting takes a lock at every piece; it can be told only before the first use.
void journal_uncounted(const char *library);

// journal_attach prepares to keep the journals of all databases that the library opens, and has what it opens of one file share
// what was read of it; 0 where it hides its SQLite.
void *journal_attach(const char *library);
void journal_detach(void *);

// journal_keep keeps the journals from now on, or no more.
void journal_keep(int);

// journal_remove removes the journal of a database: going from PERSIST to DELETE takes the lock of a writer first.
void journal_remove(const char *path);
