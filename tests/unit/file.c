#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/file.h"
#include "core/memory.h"
#include "unit/test.h"

/* A folder of our own, which is the working folder from then on. */
static void enter_folder(void)
{
	char name[] = "/tmp/tprep-file-XXXXXX";

	EXPECT(mkdtemp(name) && chdir(name) == 0);
}

static void write_file(const char *path, struct tp_str bytes)
{
	FILE *f = fopen(path, "wb");

	EXPECT(f && fwrite(bytes.p, 1, bytes.n, f) == bytes.n && fclose(f) == 0);
}

static void expect_file(const char *path, const char *content)
{
	struct tp_file file;
	struct tp_error err;

	OK(tp_file_read(&file, path, 0, &err), err);
	STR(file.bytes, content);
	tp_file_release(&file);
}

static size_t names_in_folder(void)
{
	DIR *folder = opendir(".");
	size_t n = 0;

	EXPECT(folder);
	while (readdir(folder))
		n++;
	closedir(folder);
	return n - 2;
}

static void reads_small_and_mapped_files(void)
{
	struct tp_error err;
	struct tp_file file;
	struct tp_buf large = TP_BUF_INIT;

	enter_folder();
	write_file("small", TP_S("a\0b"));
	OK(tp_file_read(&file, "small", 3, &err), err);
	EQ(file.bytes.n, 3);
	EXPECT(!file.mapped);
	tp_file_release(&file);
	EQ(file.bytes.n, 0);

	while (large.n < 3u << 20)
		tp_buf_add_z(&large, "0123456789abcdef");
	write_file("large", tp_buf_str(&large));
	OK(tp_file_read(&file, "large", 0, &err), err);
	EXPECT(file.mapped && tp_str_eq(file.bytes, tp_buf_str(&large)));
	tp_file_release(&file);
	EXPECT(!tp_file_read(&file, "large", (3u << 20) - 1, &err));
	EQ(err.code, TP_E_LIMIT);
	tp_buf_release(&large);

	write_file("empty", TP_S(""));
	expect_file("empty", "");
	expect_file("/dev/null", "");
}

static void reads_a_pipe_up_to_the_limit(void)
{
	struct tp_error err;
	struct tp_file file;
	int ends[2], saved = dup(0);

	EXPECT(pipe(ends) == 0 && write(ends[1], "hello", 5) == 5);
	close(ends[1]);
	dup2(ends[0], 0);
	close(ends[0]);
	OK(tp_file_read(&file, "-", 5, &err), err);
	STR(file.bytes, "hello");
	tp_file_release(&file);

	EXPECT(pipe(ends) == 0 && write(ends[1], "hello", 5) == 5);
	close(ends[1]);
	dup2(ends[0], 0);
	close(ends[0]);
	EXPECT(!tp_file_read(&file, "-", 4, &err));
	EQ(err.code, TP_E_LIMIT);
	STR(tp_str_of(err.file), "-");
	dup2(saved, 0);
	close(saved);
}

/* What was read of a file before its offset belongs to somebody else. */
static void reads_standard_input_from_where_it_stands(void)
{
	struct tp_error err;
	struct tp_file file;
	int fd, saved = dup(0);

	enter_folder();
	write_file("f", TP_S("head tail"));
	fd = open("f", O_RDONLY);
	EXPECT(lseek(fd, 5, SEEK_SET) == 5);
	dup2(fd, 0);
	close(fd);
	OK(tp_file_read(&file, "-", 0, &err), err);
	STR(file.bytes, "tail");
	tp_file_release(&file);
	dup2(saved, 0);
	close(saved);
}

static void says_why_a_file_cannot_be_read(void)
{
	struct tp_error err;
	struct tp_file file;

	enter_folder();
	EXPECT(!tp_file_read(&file, "missing", 0, &err));
	EQ(err.code, TP_E_IO);
	STR(tp_str_of(err.file), "missing");
	STR(tp_str_of(err.message), "The file cannot be read: No such file or directory.");
	EXPECT(!tp_file_read(&file, ".", 0, &err));
	EQ(err.code, TP_E_IO);
	STR(tp_str_of(err.message), "The file cannot be read: Is a directory.");
	EXPECT(!tp_file_exists("missing"));
	EXPECT(tp_file_exists("."));
}

static void add_name(void *names, const char *name)
{
	tp_buf_add_z(names, name);
	tp_buf_add_char(names, ' ');
}

static void lists_a_folder_in_order(void)
{
	struct tp_buf names = TP_BUF_INIT;

	enter_folder();
	write_file("b", TP_S(""));
	write_file("B", TP_S(""));
	write_file(".a", TP_S(""));
	EXPECT(mkdir("a", 0777) == 0);
	EXPECT(tp_folder_list(".", add_name, &names));
	STR(tp_buf_str(&names), ".a B a b ");
	EXPECT(!tp_folder_list("missing", add_name, &names));
	tp_buf_release(&names);
}

static void replaces_a_file_and_keeps_its_permissions(void)
{
	struct tp_error err;
	struct stat st;

	enter_folder();
	write_file("old", TP_S("old"));
	EXPECT(chmod("old", 0640) == 0);
	OK(tp_file_replace("old", TP_S("new"), &err), err);
	expect_file("old", "new");
	EXPECT(stat("old", &st) == 0);
	EQ(st.st_mode & 07777, 0640);

	mode_t before = umask(027);
	OK(tp_file_replace("made", TP_S("x"), &err), err);
	umask(before);
	EXPECT(stat("made", &st) == 0);
	EQ(st.st_mode & 07777, 0640);
	EQ(names_in_folder(), 2);
}

static void replaces_what_a_link_points_to(void)
{
	struct tp_error err;
	struct stat st;

	enter_folder();
	EXPECT(mkdir("d", 0777) == 0 && symlink("target", "d/second") == 0 && symlink("d/second", "first") == 0);
	OK(tp_file_replace("first", TP_S("made"), &err), err);
	expect_file("d/target", "made");
	OK(tp_file_replace("first", TP_S("replaced"), &err), err);
	expect_file("d/target", "replaced");
	EXPECT(lstat("first", &st) == 0 && S_ISLNK(st.st_mode));

	EXPECT(symlink("round", "round") == 0);
	EXPECT(!tp_file_replace("round", TP_S("x"), &err));
	EQ(err.code, TP_E_IO);
}

/* Where a link stands, its target is not written to; and what fails says why. */
static void replaces_a_file_of_its_own(void)
{
	struct tp_error err = { 0 };
	struct stat st;

	enter_folder();
	write_file("target", TP_S("kept"));
	EXPECT(symlink("target", "own") == 0);
	OK(tp_file_replace_own("own", TP_S("made"), &err), err);
	expect_file("own", "made");
	expect_file("target", "kept");
	EXPECT(lstat("own", &st) == 0 && S_ISREG(st.st_mode));
	EQ(st.st_mode & 07777, 0600);
	EXPECT(!tp_file_replace_own("missing/x", TP_S("x"), &err));
	EQ(err.code, TP_E_IO);
	EXPECT(strstr(err.message, strerror(ENOENT)));
	STR(tp_str_of(err.file), "missing/x");
	EQ(names_in_folder(), 2);
}

static void leaves_nothing_behind_when_it_fails(void)
{
	struct tp_error err;

	enter_folder();
	write_file("taken", TP_S("kept"));
	EXPECT(mkdir("folder", 0777) == 0);
	EXPECT(!tp_file_replace("folder", TP_S("x"), &err));
	EQ(err.code, TP_E_IO);
	STR(tp_str_of(err.file), "folder");
	EXPECT(!tp_file_replace("missing/x", TP_S("x"), &err));
	EXPECT(!tp_file_replace("taken/x", TP_S("x"), &err));
	EXPECT(!tp_file_replace("", TP_S("x"), &err));
	EQ(names_in_folder(), 2);
	expect_file("taken", "kept");
}

/* A bound on the size of files stands for a full disk. */
static void keeps_the_old_file_when_the_disk_is_full(void)
{
	enum { ROOM = 4096 };
	int status = -1;

	enter_folder();
	write_file("old", TP_S("old"));
	pid_t child = fork();
	if (child == 0) {
		static char bytes[2 * ROOM];
		struct rlimit room = { ROOM, ROOM };
		struct tp_error err;

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &room);
		bool failed = !tp_file_replace("old", (struct tp_str){ bytes, sizeof bytes }, &err);
		_exit(failed && err.code == TP_E_IO && strcmp(err.file, "old") == 0 ? 0 : 1);
	}
	waitpid(child, &status, 0);
	EQ(status, 0);
	expect_file("old", "old");
	EQ(names_in_folder(), 1);
}

/* A device is written to: to replace /dev/null by a file would be a disaster. */
static void writes_to_devices(void)
{
	struct tp_error err;
	struct stat st;

	OK(tp_file_replace("/dev/null", TP_S("x"), &err), err);
	EXPECT(stat("/dev/null", &st) == 0 && S_ISCHR(st.st_mode));
	EXPECT(!tp_file_replace("/dev/full", TP_S("x"), &err));
	STR(tp_str_of(err.message), "The file cannot be written: No space left on device.");
}

static void writes_a_file_in_parts(void)
{
	struct tp_error err;
	struct tp_output *output;

	enter_folder();
	write_file("a", TP_S("old"));
	output = tp_output_new("a", &err);
	OK(output && tp_output_write(output, TP_S("one "), &err) && tp_output_write(output, TP_S("two"), &err), err);
	expect_file("a", "old");
	OK(tp_output_end(output, true, &err), err);
	expect_file("a", "one two");

	output = tp_output_new("a", &err);
	OK(output && tp_output_write(output, TP_S("three"), &err), err);
	EXPECT(tp_output_end(output, false, NULL));
	expect_file("a", "one two");
	EQ(names_in_folder(), 1);
	EXPECT(!tp_output_new("missing/a", &err));
	STR(tp_str_of(err.file), "missing/a");
}

/* The windows of a text that arrives in writes of `chunk` bytes, as their lengths. They are the text. */
static void windows_of(struct tp_str text, size_t chunk, size_t size, struct tp_spans *windows)
{
	struct tp_error err;
	struct tp_str window;
	struct tp_stream *stream;
	size_t at = 0;
	int ends[2];

	EXPECT(pipe(ends) == 0);
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		for (size_t from = 0; from < text.n; from += chunk) {
			size_t n = text.n - from < chunk ? text.n - from : chunk;

			if (write(ends[1], text.p + from, n) != (ssize_t)n)
				_exit(1);
		}
		_exit(0);
	}
	close(ends[1]);
	stream = tp_stream_new(ends[0], "pipe", size);
	windows->n = 0;
	do {
		OK(tp_stream_next(stream, &window, &err), err);
		EXPECT(window.n <= 1 << 20);
		EXPECT(tp_str_eq(window, tp_str_at(text, (struct tp_span){ at, at + window.n })));
		*tp_push(windows) = (struct tp_span){ at, at + window.n };
		at += window.n;
	} while (window.n);
	EQ(at, text.n);
	tp_stream_free(stream);
	close(ends[0]);
	waitpid(child, NULL, 0);
}

static void expect_windows_end(struct tp_str text, const char *with)
{
	struct tp_spans all = { NULL, 0, 0 }, again = { NULL, 0, 0 };

	windows_of(text, 4096, 0, &all);
	EXPECT(all.n > 3);
	for (size_t i = 0; i + 2 < all.n; i++)
		EXPECT(tp_str_ends(tp_str_at(text, all.p[i]), tp_str_of(with)));
	windows_of(text, 777, 0, &again);
	EQ(again.n, all.n);
	EXPECT(memcmp(again.p, all.p, all.n * sizeof *all.p) == 0);
	tp_spans_release(&all);
	tp_spans_release(&again);
}

static void repeat(struct tp_buf *out, const char *piece, size_t n)
{
	tp_buf_clear(out);
	while (out->n < n)
		tp_buf_add_z(out, piece);
}

static void cuts_windows_at_the_best_place(void)
{
	enum { LONG = 8 << 20 };
	struct tp_buf text = TP_BUF_INIT;

	repeat(&text, "One line.\nAnother.\n \t\r\nA paragraph.\n", LONG);
	expect_windows_end(tp_buf_str(&text), "Another.\n \t\r\n");
	repeat(&text, "One. \n                    \t                    \t                    \nAnother. \n", LONG);
	expect_windows_end(tp_buf_str(&text), "\t                    \n");
	repeat(&text, "One line.\r\nAnother line.\r\n", LONG);
	expect_windows_end(tp_buf_str(&text), "line.\r\n");
	repeat(&text, "Mr. Lee\nwent.\nOne line\nof Mr.\nLee is here.\nNow", LONG);
	expect_windows_end(tp_buf_str(&text), "here.\n");
	repeat(&text, "He went to Mr. Lee in town. ", LONG);
	expect_windows_end(tp_buf_str(&text), "in town. ");
	repeat(&text, "\xe4\xbb\x96\xe8\xb5\xb0\xe4\xba\x86\xe3\x80\x82", LONG);
	expect_windows_end(tp_buf_str(&text), "\xe3\x80\x82");
	repeat(&text, "Irbil,", LONG);
	expect_windows_end(tp_buf_str(&text), "Irbil,");
	repeat(&text, "words\xe3\x80\x80", LONG);
	expect_windows_end(tp_buf_str(&text), "\xe3\x80\x80");
	repeat(&text, "\xe6\x96\x87", LONG);
	expect_windows_end(tp_buf_str(&text), "\xe6\x96\x87");
	repeat(&text, "\xf0\x9f\x98\x80", LONG);
	expect_windows_end(tp_buf_str(&text), "\xf0\x9f\x98\x80");
	tp_buf_release(&text);
}

static void streams_short_text_as_one_window(void)
{
	struct tp_buf text = TP_BUF_INIT;
	struct tp_spans windows = { NULL, 0, 0 };

	windows_of(TP_S(""), 1, 0, &windows);
	EQ(windows.n, 1);
	windows_of(TP_S("a\n\nb"), 1, 0, &windows);
	EQ(windows.n, 2);
	repeat(&text, "a\n\nb ", 1 << 20);
	text.n = 1 << 20;
	windows_of(tp_buf_str(&text), 4096, 0, &windows);
	EQ(windows.n, 2);
	EQ(windows.p[0].to, 1 << 20);
	tp_buf_release(&text);
	tp_spans_release(&windows);
}

static void windows_have_the_size_that_was_asked_for(void)
{
	struct tp_buf text = TP_BUF_INIT;
	struct tp_spans windows = { NULL, 0, 0 };

	repeat(&text, "A line.\n\n", 9 << 16);
	windows_of(tp_buf_str(&text), 4096, 1 << 18, &windows);
	EQ(windows.n, 4);
	EQ(windows.p[0].to, (1 << 18) - (1 << 18) % 9);
	windows_of(tp_buf_str(&text), 4096, 1, &windows);
	EQ(windows.n, 11);
	EQ(windows.p[0].to, (1 << 16) - (1 << 16) % 9);
	tp_buf_release(&text);
	tp_spans_release(&windows);
}

/* A carriage return at the border of a window and its line feed stay together. */
static void keeps_line_ends_whole(void)
{
	struct tp_buf text = TP_BUF_INIT;
	struct tp_spans windows = { NULL, 0, 0 };

	repeat(&text, "x", (1 << 20) - 1);
	tp_buf_add_z(&text, "\r\nmore");
	windows_of(tp_buf_str(&text), 4096, 0, &windows);
	EQ(windows.p[0].to, (1 << 20) - 1 + 1);
	text.p[100] = ' ';
	windows_of(tp_buf_str(&text), 4096, 0, &windows);
	EQ(windows.p[0].to, 101);
	tp_buf_release(&text);
	tp_spans_release(&windows);
}

static void streams_random_bytes(void)
{
	struct tp_buf text = TP_BUF_INIT;
	struct tp_spans all = { NULL, 0, 0 }, again = { NULL, 0, 0 };
	unsigned random = 1;

	for (size_t i = 0; i < 8u << 20; i++) {
		random = random * 1103515245 + 12345;
		tp_buf_add_char(&text, (char)(random >> 16));
	}
	windows_of(tp_buf_str(&text), 65536, 0, &all);
	windows_of(tp_buf_str(&text), 1000, 0, &again);
	EQ(again.n, all.n);
	EXPECT(memcmp(again.p, all.p, all.n * sizeof *all.p) == 0);
	EXPECT(all.n < 4 * 8);
	tp_buf_release(&text);
	tp_spans_release(&all);
	tp_spans_release(&again);
}

static void stream_says_why_it_failed(void)
{
	struct tp_error err;
	struct tp_str window;
	int fd = open(".", O_RDONLY);
	struct tp_stream *stream = tp_stream_new(fd, "here", 0);

	EXPECT(!tp_stream_next(stream, &window, &err));
	EQ(err.code, TP_E_IO);
	STR(tp_str_of(err.file), "here");
	tp_stream_free(stream);
	tp_stream_free(NULL);
	close(fd);
}

TESTS(TEST(reads_small_and_mapped_files), TEST(reads_a_pipe_up_to_the_limit),
      TEST(reads_standard_input_from_where_it_stands), TEST(says_why_a_file_cannot_be_read),
      TEST(lists_a_folder_in_order), TEST(replaces_a_file_and_keeps_its_permissions),
      TEST(replaces_what_a_link_points_to), TEST(replaces_a_file_of_its_own), TEST(leaves_nothing_behind_when_it_fails),
      TEST(keeps_the_old_file_when_the_disk_is_full), TEST(writes_to_devices), TEST(writes_a_file_in_parts),
      TEST(cuts_windows_at_the_best_place), TEST(streams_short_text_as_one_window),
      TEST(windows_have_the_size_that_was_asked_for), TEST(keeps_line_ends_whole), TEST(streams_random_bytes),
      TEST(stream_says_why_it_failed))
