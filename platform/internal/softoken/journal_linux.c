//go:build cgo

#define _GNU_SOURCE
#include "journal_linux.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>

// The parts of SQLite that are used, from the copy that the library itself is linked to.
static int (*sq_open)(const char *, void **, int, const char *);
static int (*sq_exec)(void *, const char *, void *, void *, void *);
static int (*sq_close)(void *);
static int (*sq_auto)(void (*)(void));
static int (*sq_cancel)(void (*)(void));
static int (*sq_share)(int); // may be missing

// An sqlite3_vfs, as far as it concerns us (https://sqlite.org/c3ref/vfs.html).
struct vfs {
	int version, file_size, path_size;
	struct vfs *next;
	const char *name;
	void *data, *methods[13];
	int (*set_call)(struct vfs *, const char *, void (*)(void)); // since version 3
	void (*(*get_call)(struct vfs *, const char *))(void);
};

static struct vfs *unix_vfs;
static int (*open_folder)(const char *, int *); // SQLite's own
static int keep;

static int kept(void) { return __atomic_load_n(&keep, __ATOMIC_RELAXED); }

static int opened(void *db, char **err, const void *api) {
	if (kept())
		sq_exec(db, "PRAGMA journal_mode=PERSIST", 0, 0, 0);
	return 0;
}

// The journals of which the folder knows for good, by what no other file ever is: device, inode and time of birth.
struct journal {
	unsigned major, minor;
	unsigned long long inode;
	struct statx_timestamp born;
};
static struct journal known[16];
static unsigned last;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

// folder_of opens the folder of a journal, for SQLite to wait until the disk knows that the journal is in it. It refuses where
// that was waited for already and the file is the same: SQLite then goes on without.
static int folder_of(const char *path, int *fd) {
	struct statx s;
	struct journal j;
	memset(&j, 0, sizeof j); // it is compared whole
	int named = kept() && statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_BTIME, &s) == 0 &&
		(s.stx_mask & (STATX_INO | STATX_BTIME)) == (STATX_INO | STATX_BTIME);
	if (named) {
		j.major = s.stx_dev_major, j.minor = s.stx_dev_minor, j.inode = s.stx_ino;
		j.born.tv_sec = s.stx_btime.tv_sec, j.born.tv_nsec = s.stx_btime.tv_nsec;
	}
	pthread_mutex_lock(&lock);
	for (unsigned i = 0; named && i < sizeof known / sizeof *known; i++)
		if (memcmp(&known[i], &j, sizeof j) == 0) {
			pthread_mutex_unlock(&lock);
			return 14; // SQLITE_CANTOPEN
		}
	int rc = open_folder(path, fd);
	if (named && rc == 0)
		known[last++ % (sizeof known / sizeof *known)] = j;
	pthread_mutex_unlock(&lock);
	return rc;
}

static void watch_folders(void *h) {
	struct vfs *(*find)(const char *) = dlsym(h, "sqlite3_vfs_find");
	unix_vfs = find ? find("unix") : 0;
	if (!unix_vfs || unix_vfs->version < 3 || !(open_folder = (int (*)(const char *, int *))unix_vfs->get_call(unix_vfs, "openDirectory")) ||
	    unix_vfs->set_call(unix_vfs, "openDirectory", (void (*)(void))folder_of))
		unix_vfs = 0;
}

void journal_uncounted(const char *library) {
	void *h = dlopen(library, RTLD_NOW | RTLD_NOLOAD);
	if (!h)
		return;
	int (*config)(int, ...) = (int (*)(int, ...))dlsym(h, "sqlite3_config");
	if (config)
		config(9, 0); // SQLITE_CONFIG_MEMSTATUS
	dlclose(h);
}

void *journal_attach(const char *library) {
	void *h = dlopen(library, RTLD_NOW | RTLD_NOLOAD);
	if (!h)
		return 0;
	sq_open = dlsym(h, "sqlite3_open_v2");
	sq_exec = dlsym(h, "sqlite3_exec");
	sq_close = dlsym(h, "sqlite3_close");
	sq_auto = dlsym(h, "sqlite3_auto_extension");
	sq_cancel = dlsym(h, "sqlite3_cancel_auto_extension");
	sq_share = dlsym(h, "sqlite3_enable_shared_cache");
	if (!sq_open || !sq_exec || !sq_close || !sq_auto || !sq_cancel || sq_auto((void (*)(void))opened)) {
		dlclose(h);
		return 0;
	}
	watch_folders(h);
	if (sq_share)
		sq_share(1);
	return h;
}

void journal_detach(void *h) {
	journal_keep(0);
	if (sq_share)
		sq_share(0);
	sq_cancel((void (*)(void))opened);
	if (unix_vfs)
		unix_vfs->set_call(unix_vfs, "openDirectory", 0);
	unix_vfs = 0;
	dlclose(h);
}

void journal_keep(int k) { __atomic_store_n(&keep, k, __ATOMIC_RELAXED); }

void journal_remove(const char *path) {
	void *db = 0;
	if (sq_open(path, &db, 2, 0) == 0) // SQLITE_OPEN_READWRITE
		sq_exec(db, "PRAGMA busy_timeout=1000; PRAGMA journal_mode=PERSIST; PRAGMA journal_mode=DELETE", 0, 0, 0);
	sq_close(db);
}
