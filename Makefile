# tprep: libtprep (shared and static), the command, and everything that proves them.
#
#   make            build the library and the command in build/
#   make demo       install what is needed, build, and prepare the sample article
#   make check      all tests that need Debian's packages only
#   make help       the other targets

prefix     = /usr/local
exec_prefix = $(prefix)
bindir     = $(exec_prefix)/bin
libdir     = $(exec_prefix)/lib
includedir = $(prefix)/include
datadir    = $(prefix)/share/tprep
localedir  = $(prefix)/share/locale
mandir     = $(prefix)/share/man
DESTDIR    =

B       = build
# One name for the folder, however it was given: what was noted about headers goes by it.
override B := $(patsubst $(CURDIR)/%,%,$(abspath $B))
VERSION := $(shell sed -n 's/^\#define TP_VERSION "\(.*\)"/\1/p' lib/tprep.h)
SONAME  = libtprep.so.0

CC      = gcc
CFLAGS  = -O2 -g
export INSTRUMENT =
WARN    = -Wall -Wextra -Wshadow -Wconversion -Werror
DOORS   = icu-uc icu-i18n hunspell expat jansson md4c
ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L -Ilib -fPIC -fvisibility=hidden -pthread $(WARN) $(CFLAGS) $(INSTRUMENT) \
	     $(shell pkg-config --cflags $(DOORS) 2>/dev/null)
LIBS    = $(shell pkg-config --libs $(DOORS) 2>/dev/null) -lm

LIB_C   = $(wildcard lib/*.c lib/*/*.c)
TOOL_C  = $(wildcard tools/*.c)
LIB_O   = $(LIB_C:%.c=$B/%.o) $B/tables.o
TOOL_O  = $(TOOL_C:%.c=$B/%.o) $B/commands.o
UNIT    = $(patsubst tests/unit/%.c,$B/tests/unit/%,$(wildcard tests/unit/*.c))
FUZZ    = $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
LANGS   = $(patsubst po/%.po,%,$(wildcard po/*.po))
MO      = $(LANGS:%=$B/locale/%/LC_MESSAGES/tprep.mo)
RULES   = $(patsubst dictionaries/%/segments.srx,%,$(wildcard dictionaries/*/segments.srx))
STYLES  = $(patsubst dictionaries/names/styles/%.tsv,%,$(wildcard dictionaries/names/styles/*.tsv))
GENERATED = $B/tprep.pc $B/tprep.1 $B/tprep-ispell $B/completion/tprep.bash $B/completion/tprep.zsh $B/completion/tprep.fish

all: $B/libtprep.a $B/$(SONAME) $B/libtprep.so $B/tprep $(GENERATED) $(MO) $B/data.made

help:
	@echo 'targets: all demo check check-clients score lint asan fuzz coverage bench install deps update-po dist clean'

# Packages ----------------------------------------------------------------------------------------
# Each goal names the Debian packages it needs; what is missing is installed, through sudo if need be.

DEPS         = gcc make pkg-config libicu-dev libhunspell-dev libexpat1-dev libjansson-dev libmd4c-dev \
	       gettext hunspell-en-us iso-codes locales python3
DEPS_LINT    = clang clang-format
DEPS_ASAN    = libasan8 libubsan1
DEPS_FUZZ    = clang libclang-rt-14-dev
DEPS_CLIENTS = emacs-nox vim translate-toolkit omegat default-jre-headless libxml2-utils hunspell
DEPS_BENCH   = hunspell aspell aspell-en libhyperscan-dev
DEPS_SCORE   = hunspell libxml2-utils

need = @tools/install-missing $(1)

deps:
	$(call need,$(DEPS))

# Build -------------------------------------------------------------------------------------------

$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(DEFINES) -MMD -MP -c -o $@ $<

# The folders to install to are compiled in: what knows them is made again when they change.
$B/folders: FORCE
	@mkdir -p $(@D)
	@echo '$(prefix) $(libdir) $(includedir) $(datadir) $(localedir)' > $@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

FORCE:

$B/lib/base.o $B/lib/config.o $B/tools/main.o $B/tprep.pc: $B/folders
$B/lib/base.o $B/lib/config.o $B/tools/main.o: DEFINES = -DTPREP_DATA='"$(datadir)"' -DTPREP_LOCALE='"$(localedir)"'

# The tables are what the folders hold: each `const struct KIND NAME =` at the start of a line is a row.
rows = $(shell sed -n 's/^const struct $(1) \([a-z0-9_]*\) = .*/\1/p' $(2))
define table
	@mkdir -p $(@D)
	@{ printf '#include "%s"\n' $(2); printf 'extern const struct $(1) %s;\n' $(4); \
	   printf 'const struct $(1) *const $(3)[] = {\n'; printf '\t&%s,\n' $(4); printf '\tNULL,\n};\n'; } >> $@.new
endef

$B/tables.c: $(wildcard lib/formats lib/checks lib/reports lib/language lib/formats/*.c lib/checks/*.c lib/reports/*.c \
		lib/language/names_*.c) Makefile
	@rm -f $@.new
	$(call table,tp_format,formats/format.h,tp_formats,$(call rows,tp_format,lib/formats/*.c))
	$(call table,tp_check,checks/check.h,tp_checks,$(call rows,tp_check,lib/checks/*.c))
	$(call table,tp_report_format,reports/report.h,tp_report_formats,$(call rows,tp_report_format,lib/reports/*.c))
	$(call table,tp_names_format,language/names_rows.h,tp_names_formats,$(call rows,tp_names_format,lib/language/names_*.c))
	@mv $@.new $@

$B/commands.c: tools $(TOOL_C) Makefile
	@rm -f $@.new
	$(call table,tool_command,tools/tool.h,tool_commands,$(call rows,tool_command,tools/*.c))
	$(call table,tool_verb,tools/tool.h,base_verbs,$(call rows,tool_verb,tools/base_*.c))
	$(call table,tool_verb,tools/tool.h,srx_verbs,$(call rows,tool_verb,tools/srx_*.c))
	@mv $@.new $@

$B/tables.o $B/commands.o: $B/%.o: $B/%.c
	$(CC) $(ALL_CFLAGS) -I. -MMD -MP -c -o $@ $<

$B/libtprep.a: $(LIB_O)
	@rm -f $@
	ar rcs $@ $^

$B/$(SONAME): $(LIB_O) lib/libtprep.map
	$(CC) $(ALL_CFLAGS) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=lib/libtprep.map -Wl,--no-undefined \
		-o $@ $(LIB_O) $(LIBS)

$B/libtprep.so: $B/$(SONAME)
	ln -sf $(SONAME) $@

$B/tprep: $(TOOL_O) $B/$(SONAME) $B/libtprep.so
	$(CC) $(ALL_CFLAGS) -o $@ $(TOOL_O) -L$B -ltprep -Wl,-rpath,'$$ORIGIN'

$B/tprep.pc: lib/tprep.pc.in Makefile lib/tprep.h
	sed -e 's|@prefix@|$(prefix)|' -e 's|@libdir@|$(libdir)|' -e 's|@includedir@|$(includedir)|' \
	    -e 's|@version@|$(VERSION)|' -e 's|@doors@|$(DOORS)|' $< > $@

$B/tprep-ispell: tools/tprep-ispell
	install -m 755 $< $@

$B/tprep.1: $B/tprep
	LC_ALL=C.UTF-8 LANGUAGE= TPREP_DATA=dictionaries $B/tprep help --man > $@

$B/completion/tprep.%: $B/tprep
	@mkdir -p $(@D)
	LC_ALL=C.UTF-8 LANGUAGE= TPREP_DATA=dictionaries $B/tprep help --completion=$* > $@

$B/locale/%/LC_MESSAGES/tprep.mo: po/%.po
	@mkdir -p $(@D)
	msgfmt -c -o $@ $<

# The dictionaries as they are installed: with the names that ICU knows, and with the house styles and the rules for
# sentences compiled.
$B/world: tools/learn/world.c $B/libtprep.a
	$(CC) $(ALL_CFLAGS) -o $@ $< $B/libtprep.a $(LIBS)

$B/data.made: $B/tprep $B/world $(wildcard dictionaries dictionaries/* dictionaries/*/segments.srx dictionaries/names/*.tsv \
		dictionaries/names/*.txt dictionaries/names/styles/*)
	@rm -rf $B/data
	@mkdir -p $B/data
	@for d in dictionaries/*; do mkdir $B/data/$${d##*/} && ln -s "$(CURDIR)"/$$d/* $B/data/$${d##*/}; done
	@rm -r $B/data/names
	@cp -R dictionaries/names $B/data
	$B/world dictionaries $(wildcard dictionaries/names/*.tsv) > $B/data/names/world.tsv
	for s in $(STYLES); do TPREP_DATA=$B/data $B/tprep base compile -o $B/data/names/styles/$$s.base $$s || exit 1; done
	for l in $(RULES); do TPREP_DATA=$B/data $B/tprep srx compile -l $$l -o $B/data/$$l/segments.rules || exit 1; done
	@touch $@

-include $(wildcard $B/lib/*.d $B/lib/*/*.d $B/tools/*.d $B/*.d $B/tests/unit/*.d)

# Tests -------------------------------------------------------------------------------------------

$B/tests/unit/%: tests/unit/%.c $B/libtprep.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -o $@ $< $B/libtprep.a $(LIBS)

$B/tests/bench/%: tests/bench/%.c $B/libtprep.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -o $@ $< $B/libtprep.a $(LIBS)

unit: $(UNIT) $B/tests/bench/verdicts $B/tests/bench/suggest $B/tests/bench/candidates $B/tests/bench/matches

check: deps
	$(MAKE) test

test: all unit
	tests/run --build=$B

check-clients:
	$(call need,$(DEPS) $(DEPS_CLIENTS))
	$(MAKE) all
	tests/clients/run --build=$B

asan:
	$(call need,$(DEPS) $(DEPS_ASAN))
	$(MAKE) B=$B/asan CFLAGS='-O1 -g -fno-omit-frame-pointer' \
		INSTRUMENT='-fsanitize=address,undefined -fno-sanitize-recover=all' test

FUZZ_SECONDS = 60

fuzz:
	$(call need,$(DEPS) $(DEPS_FUZZ))
	$(MAKE) CC=clang B=$B/fuzz CFLAGS='-O1 -g' \
		INSTRUMENT='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' $(FUZZ:%=$B/fuzz/tests/%)
	@for f in $(FUZZ); do tests/fuzz/run $B/fuzz/tests/$$f $(FUZZ_SECONDS) || exit 1; done

$B/tests/%: tests/fuzz/%.c $B/libtprep.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests -fsanitize=fuzzer -o $@ $< $B/libtprep.a $(LIBS)

coverage:
	$(call need,$(DEPS) gcovr)
	$(MAKE) B=$B/coverage CFLAGS='-O0 -g' INSTRUMENT=--coverage test
	gcovr -r . --object-directory $B/coverage --filter lib/ --branches --print-summary --fail-under-branch 85 \
		--exclude-unreachable-branches --exclude-throw-branches

lint:
	$(call need,$(DEPS) $(DEPS_LINT))
	tests/lint --build=$B

# DATA may be a folder of more text to find sentences in: see tests/bench/run.
bench: deps
	$(call need,$(DEPS_BENCH))
	$(MAKE) all $B/tests/bench/suggest $B/tests/bench/matches $B/tests/bench/candidates
	tests/bench/run --build=$B $(addprefix --data=,$(DATA))

# DATA is a folder of outside material with its own scorers: it is no part of the project.
score:
	$(call need,$(DEPS) $(DEPS_SCORE))
	$(MAKE) all $B/tests/bench/verdicts $B/tests/bench/suggest
	tests/score --build=$B $(DATA)

demo: deps
	@$(MAKE) --no-print-directory -s all
	@tests/demo --build=$B

# Messages ----------------------------------------------------------------------------------------

# The titles of house styles are messages, too.
$B/titles.c: $(wildcard dictionaries/names/styles/*.tsv)
	@mkdir -p $(@D)
	sed -n 's/"/\\"/g; s/^# House style [^:]*: \(.*\)/N_("\1")/p' $^ > $@

update-po: $B/titles.c
	xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=tp_plural:1,2 --add-comments=TRANSLATORS \
		--no-location --sort-output --package-name=tprep --package-version=$(VERSION) \
		--copyright-holder='the tprep authors' -o po/tprep.pot $(sort $(LIB_C) $(TOOL_C)) $B/titles.c
	for l in $(LANGS); do \
		msgmerge -q --no-fuzzy-matching --no-location --sort-output -U --backup=none po/$$l.po po/tprep.pot && \
		msgattrib --no-obsolete -o po/$$l.po po/$$l.po; done

# Installing --------------------------------------------------------------------------------------

install: all
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(libdir)/pkgconfig $(DESTDIR)$(includedir) $(DESTDIR)$(mandir)/man1 \
		$(DESTDIR)$(datadir) $(DESTDIR)$(prefix)/share/bash-completion/completions \
		$(DESTDIR)$(prefix)/share/zsh/site-functions $(DESTDIR)$(prefix)/share/fish/vendor_completions.d
	$(CC) $(ALL_CFLAGS) -o $(DESTDIR)$(bindir)/tprep $(TOOL_O) -L$B -ltprep -Wl,-rpath,'$(libdir)'
	install -m 755 $B/tprep-ispell $(DESTDIR)$(bindir)
	install -m 644 $B/libtprep.a $(DESTDIR)$(libdir)
	install -m 755 $B/$(SONAME) $(DESTDIR)$(libdir)
	ln -sf $(SONAME) $(DESTDIR)$(libdir)/libtprep.so
	install -m 644 $B/tprep.pc $(DESTDIR)$(libdir)/pkgconfig
	install -m 644 lib/tprep.h $(DESTDIR)$(includedir)
	install -m 644 $B/tprep.1 $(DESTDIR)$(mandir)/man1
	install -m 644 $B/completion/tprep.bash $(DESTDIR)$(prefix)/share/bash-completion/completions/tprep
	install -m 644 $B/completion/tprep.zsh $(DESTDIR)$(prefix)/share/zsh/site-functions/_tprep
	install -m 644 $B/completion/tprep.fish $(DESTDIR)$(prefix)/share/fish/vendor_completions.d/tprep.fish
	cp -R dictionaries/. $(DESTDIR)$(datadir)
	cp -R $B/data/names/. $(DESTDIR)$(datadir)/names
	touch $(DESTDIR)$(datadir)/names/styles/*.base
	for l in $(RULES); do install -m 644 $B/data/$$l/segments.rules $(DESTDIR)$(datadir)/$$l; done
	for l in $(LANGS); do install -D -m 644 $B/locale/$$l/LC_MESSAGES/tprep.mo \
		$(DESTDIR)$(localedir)/$$l/LC_MESSAGES/tprep.mo; done

dist:
	git archive --prefix=tprep-$(VERSION)/ -o tprep-$(VERSION).tar.gz HEAD

clean:
	rm -rf $B

.PHONY: all help deps unit test check check-clients asan fuzz coverage lint bench score demo update-po install dist clean FORCE
