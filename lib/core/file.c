#include "core/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/str.h"

/* Below this a file is read: cheaper than a map, and safe from whoever truncates it meanwhile. */
enum { SMALLEST_MAP = 1 << 20, READ_SIZE = 1 << 16 };

static bool fail_read(struct tp_error *err)
{
	return tp_fail(err, TP_E_IO, 0, _("The file cannot be read: %s."), tp_errno_text());
}

static bool fail_write(struct tp_error *err)
{
	return tp_fail(err, TP_E_IO, 0, _("The file cannot be written: %s."), tp_errno_text());
}

static bool fail_limit(struct tp_error *err, size_t limit)
{
	return tp_fail(err, TP_E_LIMIT, 0,
		       tp_plural("The file is larger than %zu byte.", "The file is larger than %zu bytes.", limit),
		       limit);
}

/* Reads to the end, at most one byte over the limit. */
static bool read_all(int fd, size_t limit, struct tp_buf *out, struct tp_error *err)
{
	while (!limit || out->n <= limit) {
		size_t want = limit && limit - out->n < READ_SIZE ? limit - out->n + 1 : READ_SIZE;
		ssize_t got = read(fd, tp_buf_room(out, want), want);

		if (got == 0)
			return true;
		if (got > 0)
			out->n += (size_t)got;
		else if (errno != EINTR)
			return fail_read(err);
	}
	return fail_limit(err, limit);
}

static bool map_all(int fd, size_t size, struct tp_file *file)
{
	void *p = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);

	if (p == MAP_FAILED)
		return false;
	*file = (struct tp_file){ { p, size }, p };
	return true;
}

static bool read_fd(struct tp_file *file, int fd, size_t limit, off_t smallest_map, struct tp_error *err)
{
	struct tp_buf bytes = TP_BUF_INIT;
	struct stat st;

	if (fstat(fd, &st) != 0)
		return fail_read(err);
	if (S_ISREG(st.st_mode) && limit && (uintmax_t)st.st_size > limit)
		return fail_limit(err, limit);
	if (S_ISREG(st.st_mode) && st.st_size >= smallest_map && lseek(fd, 0, SEEK_CUR) == 0 &&
	    map_all(fd, (size_t)st.st_size, file))
		return true;
	if (!read_all(fd, limit, &bytes, err)) {
		tp_buf_release(&bytes);
		return false;
	}
	if (bytes.n)
		file->bytes = tp_buf_str(&bytes);
	else
		tp_buf_release(&bytes);
	return true;
}

static bool read_path(struct tp_file *file, const char *path, size_t limit, off_t smallest_map, struct tp_error *err)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);

	*file = (struct tp_file){ { "", 0 }, NULL };
	if (fd < 0)
		return fail_read(err), tp_error_in_file(err, path);
	bool ok = read_fd(file, fd, limit, smallest_map, err) || tp_error_in_file(err, path);
	if (!standard)
		close(fd);
	return ok;
}

bool tp_file_read(struct tp_file *file, const char *path, size_t limit, struct tp_error *err)
{
	return read_path(file, path, limit, SMALLEST_MAP, err);
}

bool tp_file_map(struct tp_file *file, const char *path, struct tp_error *err)
{
	return read_path(file, path, 0, 1, err);
}

void tp_file_release(struct tp_file *file)
{
	if (file->mapped)
		munmap(file->mapped, file->bytes.n);
	else if (file->bytes.n)
		free((char *)(uintptr_t)file->bytes.p);
	*file = (struct tp_file){ { "", 0 }, NULL };
}

bool tp_file_exists(const char *path)
{
	return access(path, R_OK) == 0;
}

bool tp_file_is_own(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() && !(st.st_mode & 022);
}

uint64_t tp_file_stamp(const char *path, uint64_t hash)
{
	struct stat st;
	bool there = stat(path, &st) == 0;
	const uint64_t parts[] = {
		there,
		there ? (uint64_t)st.st_dev : 0,
		there ? (uint64_t)st.st_ino : 0,
		there ? (uint64_t)st.st_size : 0,
		there ? (uint64_t)st.st_mtim.tv_sec : 0,
		there ? (uint64_t)st.st_mtim.tv_nsec : 0,
		there ? (uint64_t)st.st_ctim.tv_sec : 0,
		there ? (uint64_t)st.st_ctim.tv_nsec : 0,
	};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		hash = (hash ^ parts[i]) * 0x9e3779b97f4a7c15;
		hash ^= hash >> 29;
	}
	return hash ^ tp_str_hash(tp_str_of(path));
}

bool tp_file_is_newer(const char *path, const char *other)
{
	struct stat a, b;

	if (stat(path, &a) != 0 || stat(other, &b) != 0)
		return false;
	return a.st_mtim.tv_sec != b.st_mtim.tv_sec ? a.st_mtim.tv_sec > b.st_mtim.tv_sec
						    : a.st_mtim.tv_nsec > b.st_mtim.tv_nsec;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool tp_folder_list(const char *path, void (*each)(void *arg, const char *name), void *arg)
{
	struct {
		char **p;
		size_t n, cap;
	} names = { NULL, 0, 0 };
	struct tp_arena *arena;
	DIR *folder = opendir(path);

	if (!folder)
		return false;
	arena = tp_arena_new();
	for (struct dirent *entry; (entry = readdir(folder));)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			*tp_push(&names) = (char *)(uintptr_t)tp_arena_str(arena, tp_str_of(entry->d_name)).p;
	closedir(folder);
	if (names.n)
		qsort(names.p, names.n, sizeof *names.p, by_bytes);
	for (size_t i = 0; i < names.n; i++)
		each(arg, names.p[i]);
	free(names.p);
	tp_arena_free(arena);
	return true;
}

static bool write_all(int fd, struct tp_str bytes)
{
	while (bytes.n) {
		ssize_t done = write(fd, bytes.p, bytes.n);

		if (done > 0)
			bytes = tp_str_from(bytes, (size_t)done);
		else if (done == 0 || errno != EINTR)
			return false;
	}
	return true;
}

/* The folder of a path, with its final "/"; empty for the working folder. */
static struct tp_str folder_of(struct tp_str path)
{
	while (path.n && path.p[path.n - 1] != '/')
		path.n--;
	return path;
}

/* What a path names in the end: symbolic links are followed, also to a file that is not there yet. */
static bool follow_links(const char *path, struct tp_buf *out)
{
	enum { MOST_LINKS = 40, LONGEST_LINK = 4096 };
	char link[LONGEST_LINK];

	tp_buf_add_z(out, path);
	for (int i = 0; i < MOST_LINKS; i++) {
		ssize_t n = readlink(out->p, link, sizeof link);

		if (n < 0)
			return true;
		out->n = n && link[0] == '/' ? 0 : folder_of(tp_buf_str(out)).n;
		tp_buf_add(out, link, (size_t)n);
	}
	errno = ELOOP;
	return false;
}

/* Makes a new file beside `path`, with the permissions of `mode` that the umask leaves. The name is empty if it cannot
 * be made. */
static int make_temporary(const char *path, mode_t mode, struct tp_buf *name)
{
	enum { ATTEMPTS = 100 };
	struct tp_str folder = folder_of(tp_str_of(path));
	struct timespec now;
	int fd = -1;

	clock_gettime(CLOCK_REALTIME, &now);
	for (int i = 0; fd < 0 && i < ATTEMPTS; i++) {
		tp_buf_clear(name);
		tp_buf_add_str(name, folder);
		tp_buf_format(name, ".tprep-%lx-%lx-%d.tmp", (unsigned long)getpid(), (unsigned long)now.tv_nsec, i);
		fd = open(name->p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	if (fd < 0)
		tp_buf_clear(name);
	return fd;
}

/* The new file belongs to whom the old one belonged to, if we may say so, and has its permissions. */
static bool keep_permissions(int fd, const struct stat *old)
{
	struct stat new;

	if (fstat(fd, &new) != 0)
		return false;
	if ((new.st_uid != old->st_uid || new.st_gid != old->st_gid) && fchown(fd, old->st_uid, old->st_gid) != 0 &&
	    errno != EPERM)
		return false;
	return fchmod(fd, old->st_mode & 0777) == 0;
}

struct tp_output {
	int fd;
	struct tp_buf path; /* what is replaced in the end */
	struct tp_buf temporary; /* empty: the path is a device or a pipe, which can only be written to */
	struct tp_buf shown; /* the path as given */
};

static bool open_output(struct tp_output *output, const char *path)
{
	struct stat old;
	bool is_there;

	if (!follow_links(path, &output->path))
		return false;
	is_there = stat(output->path.p, &old) == 0;
	if (is_there && !S_ISREG(old.st_mode))
		output->fd = open(output->path.p, O_WRONLY | O_CLOEXEC);
	else
		output->fd = make_temporary(output->path.p, 0666, &output->temporary);
	return output->fd >= 0 && (!is_there || !S_ISREG(old.st_mode) || keep_permissions(output->fd, &old));
}

struct tp_output *tp_output_new(const char *path, struct tp_error *err)
{
	struct tp_output *output = tp_alloc_zero(1, sizeof *output);

	tp_buf_add_z(&output->shown, path);
	output->fd = -1;
	if (open_output(output, path))
		return output;
	fail_write(err);
	tp_error_in_file(err, path);
	tp_output_end(output, false, NULL);
	return NULL;
}

bool tp_output_write(void *to, struct tp_str bytes, struct tp_error *err)
{
	struct tp_output *output = to;

	if (write_all(output->fd, bytes))
		return true;
	fail_write(err);
	return tp_error_in_file(err, output->shown.p);
}

/* All that was written is on the disk, under the name it is to have. */
static bool settle(struct tp_output *output)
{
	int fd = output->fd;

	output->fd = -1;
	if (!output->temporary.n)
		return close(fd) == 0;
	bool ok = fsync(fd) == 0;
	int reason = errno;

	ok = close(fd) == 0 && ok;
	errno = ok ? errno : reason;
	if (!ok || rename(output->temporary.p, output->path.p) != 0)
		return false;
	tp_buf_clear(&output->temporary);
	return true;
}

bool tp_output_end(struct tp_output *output, bool keep, struct tp_error *err)
{
	bool ok = !keep || settle(output);

	if (!ok) {
		fail_write(err);
		tp_error_in_file(err, output->shown.p);
	}
	if (output->fd >= 0)
		close(output->fd);
	if (output->temporary.n)
		unlink(output->temporary.p);
	tp_buf_release(&output->path);
	tp_buf_release(&output->temporary);
	tp_buf_release(&output->shown);
	free(output);
	return ok;
}

bool tp_file_replace(const char *path, struct tp_str bytes, struct tp_error *err)
{
	struct tp_output *output = tp_output_new(path, err);

	if (!output)
		return false;
	bool ok = tp_output_write(output, bytes, err);
	return tp_output_end(output, ok, err) && ok;
}

bool tp_file_replace_own(const char *path, struct tp_str bytes, struct tp_error *err)
{
	struct tp_output *output = tp_alloc_zero(1, sizeof *output);

	tp_buf_add_z(&output->path, path);
	tp_buf_add_z(&output->shown, path);
	output->fd = make_temporary(path, 0600, &output->temporary);
	bool ok = output->fd >= 0 || fail_write(err) || tp_error_in_file(err, path);
	ok = ok && tp_output_write(output, bytes, err);
	return tp_output_end(output, ok, err) && ok;
}
