/* Several files at a time: threads work on them, and what becomes of it comes out in the order of the files. */
#define _GNU_SOURCE /* sched_getaffinity() */
#include "tool.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	AHEAD = 4, /* files that are begun, for each thread */
	MOST_BYTES = 64 << 20, /* of the files that are begun, where they are several */
	MOST_HELD = 1 << 20, /* bytes that wait for the turn of their file, before its thread does */
};

/* What waits for the turn of its file. */
struct deed {
	tool_deed_fn act;
	void *arg, *what;
	struct deed *next;
};

/* A file that is begun. */
struct job {
	struct crew *crew;
	struct tool tool; /* with the settings for the file */
	const char *path;
	struct stat file;
	const struct tp_kit *kit; /* NULL: there is nothing to work with */
	struct deed *deeds, **end;
	size_t held; /* bytes in deeds */
	bool is_taken, is_done; /* by a thread */
};

/* Jobs stand in a ring, number i at i % room. One thread begins them and does their deeds, the others work. */
struct crew {
	tool_work_fn work;
	void *arg;
	pthread_mutex_t lock;
	pthread_cond_t begun, progress, relief; /* there is work; done or held; no longer held */
	struct job *jobs;
	size_t room;
	size_t n_begun, n_taken, n_over;
	size_t bytes; /* of the files that are begun and not over */
	bool is_closed; /* no more will be begun */
};

/* That this thread is at. NULL: what it does is done at once. */
static _Thread_local struct job *own_job;

bool tool_is_at_turn(void)
{
	return !own_job;
}

void tool_in_turn(tool_deed_fn act, void *arg, void *what, size_t size)
{
	struct job *job = own_job;

	if (!job) {
		act(arg, what);
		return;
	}
	struct deed *deed = tool_alloc(1, sizeof *deed);
	*deed = (struct deed){ act, arg, what, NULL };
	pthread_mutex_lock(&job->crew->lock);
	*job->end = deed;
	job->end = &deed->next;
	job->held += sizeof *deed + size;
	while (job->is_taken && job->held > MOST_HELD) {
		pthread_cond_signal(&job->crew->progress);
		pthread_cond_wait(&job->crew->relief, &job->crew->lock);
	}
	pthread_mutex_unlock(&job->crew->lock);
}

/* Working ---------------------------------------------------------------------------------------- */

/* The next job, or NULL when there will be no more. */
static struct job *take_job(struct crew *crew)
{
	struct job *job = NULL;

	pthread_mutex_lock(&crew->lock);
	while (crew->n_taken == crew->n_begun && !crew->is_closed)
		pthread_cond_wait(&crew->begun, &crew->lock);
	if (crew->n_taken < crew->n_begun) {
		job = &crew->jobs[crew->n_taken++ % crew->room];
		job->is_taken = true;
	}
	pthread_mutex_unlock(&crew->lock);
	return job;
}

static void *work(void *arg)
{
	struct crew *crew = arg;

	while ((own_job = take_job(crew))) {
		if (own_job->kit)
			crew->work(&own_job->tool, own_job->path, own_job->kit, crew->arg);
		pthread_mutex_lock(&crew->lock);
		own_job->is_done = true;
		pthread_cond_signal(&crew->progress);
		pthread_mutex_unlock(&crew->lock);
	}
	return NULL;
}

/* Delivering ------------------------------------------------------------------------------------- */

/* Waits for deeds of the job, and takes them. False when these are the last. */
static bool take_deeds(struct crew *crew, struct job *job, struct deed **deeds)
{
	pthread_mutex_lock(&crew->lock);
	while (!job->is_done && job->held <= MOST_HELD)
		pthread_cond_wait(&crew->progress, &crew->lock);
	*deeds = job->deeds;
	job->deeds = NULL;
	job->end = &job->deeds;
	job->held = 0;
	pthread_cond_broadcast(&crew->relief);
	bool more = !job->is_done;
	pthread_mutex_unlock(&crew->lock);
	return more;
}

static void do_deeds(struct deed *deed)
{
	while (deed) {
		struct deed *next = deed->next;

		deed->act(deed->arg, deed->what);
		free(deed);
		deed = next;
	}
}

/* It is the turn of the first job that is not over. */
static void finish_first(struct tool *tool)
{
	struct crew *crew = tool->crew;
	struct job *job = &crew->jobs[crew->n_over % crew->room], *interrupted = own_job;
	struct deed *deeds;
	bool more;

	own_job = NULL;
	do {
		more = take_deeds(crew, job, &deeds);
		do_deeds(deeds);
	} while (more);
	own_job = interrupted;
	tool->found |= job->tool.found;
	tool->trouble |= job->tool.trouble;
	crew->bytes -= (size_t)job->file.st_size;
	crew->n_over++;
}

void tool_finish_files(struct tool *tool)
{
	while (tool->crew && tool->crew->n_over < tool->crew->n_begun)
		finish_first(tool);
}

/* Beginning --------------------------------------------------------------------------------------- */

/* A file that is given twice is read again when the first one is over, as it may be another one then. */
static bool is_begun(const struct crew *crew, const struct stat *file)
{
	for (size_t i = crew->n_over; i < crew->n_begun; i++) {
		const struct stat *other = &crew->jobs[i % crew->room].file;

		if (file->st_ino && file->st_ino == other->st_ino && file->st_dev == other->st_dev)
			return true;
	}
	return false;
}

static bool has_room(const struct crew *crew, const struct stat *file)
{
	size_t n = crew->n_begun - crew->n_over;

	return !n || (n < crew->room && crew->bytes + (size_t)file->st_size <= MOST_BYTES && !is_begun(crew, file));
}

static void begin_file(struct tool *tool, const char *path, tool_prepare_fn prepare)
{
	struct crew *crew = tool->crew;
	struct stat file;

	if ((strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &file) : stat(path, &file)) != 0)
		memset(&file, 0, sizeof file);
	while (!has_room(crew, &file))
		finish_first(tool);
	struct job *job = &crew->jobs[crew->n_begun % crew->room];
	*job = (struct job){ .crew = crew, .path = path, .file = file, .end = &job->deeds };
	own_job = job;
	job->kit = prepare(tool, path);
	own_job = NULL;
	job->tool = *tool;
	crew->bytes += (size_t)file.st_size;
	pthread_mutex_lock(&crew->lock);
	crew->n_begun++;
	pthread_cond_signal(&crew->begun);
	pthread_mutex_unlock(&crew->lock);
}

/* As many as this process may use. */
static size_t count_processors(void)
{
	cpu_set_t usable;
	long n = sched_getaffinity(0, sizeof usable, &usable) == 0 ? CPU_COUNT(&usable) : sysconf(_SC_NPROCESSORS_ONLN);

	return n > 0 ? (size_t)n : 1;
}

/* Starts threads, as many as there can be; returns their number. */
static size_t start_threads(struct crew *crew, pthread_t *threads, size_t n)
{
	size_t started = 0;

	pthread_mutex_init(&crew->lock, NULL);
	pthread_cond_init(&crew->begun, NULL);
	pthread_cond_init(&crew->progress, NULL);
	pthread_cond_init(&crew->relief, NULL);
	while (started < n && pthread_create(&threads[started], NULL, work, crew) == 0)
		started++;
	return started;
}

static void end_threads(struct crew *crew, pthread_t *threads, size_t n)
{
	pthread_mutex_lock(&crew->lock);
	crew->is_closed = true;
	pthread_cond_broadcast(&crew->begun);
	pthread_mutex_unlock(&crew->lock);
	for (size_t i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	pthread_cond_destroy(&crew->relief);
	pthread_cond_destroy(&crew->progress);
	pthread_cond_destroy(&crew->begun);
	pthread_mutex_destroy(&crew->lock);
}

static void each_in_turn(struct tool *tool, tool_prepare_fn prepare, tool_work_fn work_on, void *arg)
{
	for (char **file = tool->files; *file; file++) {
		const struct tp_kit *kit = prepare(tool, *file);

		if (kit)
			work_on(tool, *file, kit, arg);
	}
}

void tool_each_file(struct tool *tool, tool_prepare_fn prepare, tool_work_fn work_on, void *arg)
{
	size_t most = tool->jobs ? tool->jobs : count_processors(), n = most < tool->n_files ? most : tool->n_files;
	struct crew crew = { .work = work_on, .arg = arg, .room = AHEAD * n };
	pthread_t *threads;

	if (n < 2) {
		each_in_turn(tool, prepare, work_on, arg);
		return;
	}
	crew.jobs = tool_alloc(crew.room, sizeof *crew.jobs);
	threads = tool_alloc(n, sizeof *threads);
	n = start_threads(&crew, threads, n);
	if (n) {
		tool->crew = &crew;
		for (char **file = tool->files; *file; file++)
			begin_file(tool, *file, prepare);
		tool_finish_files(tool);
		tool->crew = NULL;
	} else {
		each_in_turn(tool, prepare, work_on, arg);
	}
	end_threads(&crew, threads, n);
	free(threads);
	free(crew.jobs);
}
