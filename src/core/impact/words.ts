/** Long lists of words, each with where it comes from. */
function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(' '));
}

/** Reserved words and builtins of bash, and builtins of zsh. */
export const shellWords: ReadonlySet<string> = words(
  'alias bg bind break builtin caller cd command compgen complete continue declare dirs disown echo enable eval ' +
    'exec exit export false fc fg getopts hash help history jobs kill let local logout mapfile popd printf pushd ' +
    'pwd read readarray readonly return set shift shopt source suspend test time times trap true type typeset ' +
    'ulimit umask unalias unset wait if then else elif fi for while until do done case esac select function in ' +
    'coproc autoload bindkey compdef compinit setopt unsetopt zle zmodload zstyle [ [[ : .',
);

/**
 * What every system of a developer has (coreutils, findutils, util-linux, git, shells, interpreters), so that a call of it
 * is nothing new.
 */
export const usualPrograms: ReadonlySet<string> = words(
  'awk basename base64 bc cat chgrp chmod chown cksum clear cmp column comm cp cut date dd df diff dirname du ' +
    'egrep env expand expr fgrep file find fmt fold gawk grep groups gunzip gzip head hexdump hostname iconv id ' +
    'install join less ln locale logname look ls lsof man md5 md5sum mkdir mkfifo mktemp more mv nice nl nohup ' +
    'nproc od paste patch pgrep pkill ps readlink realpath rename rev rm rmdir sed seq sha1sum sha256sum shasum ' +
    'sleep sort split stat strings stty sum sync tac tail tar tee timeout top touch tput tr tree tsort tty uname ' +
    'unexpand uniq unlink unzip uptime users uudecode vi vim wc which whereis who whoami xargs xxd yes zcat zip ' +
    'nano watch getconf git bash sh zsh dash ksh fish python python2 python3 py node perl ruby php cmd powershell ' +
    'pwsh open xdg-open pbcopy pbpaste code sudo doas su gsed ggrep gdate gtimeout arch w ' +
    'b2sum base32 basenc chcon chroot csplit dircolors factor hostid link mknod nohup numfmt pathchk pinky pr printenv ptx ' +
    'sha224sum sha384sum sha512sum shred shuf stdbuf truncate vdir getopt column rev',
);

/** The standard library of Python (`sys.stdlib_module_names` of 3.12, with what older ones had). */
export const pythonModules: ReadonlySet<string> = words(
  'abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii bisect ' +
    'builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall ' +
    'concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm ' +
    'decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp ' +
    'fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip ' +
    'hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json ' +
    'keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder ' +
    'msilib msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse os ' +
    'ossaudiodev pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint ' +
    'profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib ' +
    'resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd smtplib ' +
    'sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string ' +
    'stringprep struct subprocess sunau symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios ' +
    'textwrap this threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle ' +
    'turtledemo types typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg ' +
    'winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo __future__ __main__ _thread',
);

/** The modules that come with Node.js (`module.builtinModules`), Bun and Deno. */
export const nodeModules: ReadonlySet<string> = words(
  'assert buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs ' +
    'http http2 https inspector module net os path perf_hooks process punycode querystring readline repl sqlite ' +
    'stream string_decoder sys test timers tls trace_events tty url util v8 vm wasi worker_threads zlib bun deno',
);

/** Environment variables that are set by the system, the shell or the agent. */
export const usualVariables: ReadonlySet<string> = words(
  'HOME PATH USER USERNAME LOGNAME SHELL PWD OLDPWD TERM TMPDIR TMP TEMP LANG LC_ALL LC_CTYPE LANGUAGE EDITOR ' +
    'VISUAL PAGER HOSTNAME UID EUID GID PPID OSTYPE HOSTTYPE MACHTYPE DISPLAY WAYLAND_DISPLAY COLUMNS LINES IFS ' +
    'PS1 PS4 RANDOM SECONDS LINENO FUNCNAME BASH BASH_SOURCE BASH_VERSION BASH_REMATCH BASHPID ZSH_VERSION ' +
    'PIPESTATUS OPTARG OPTIND OPTERR REPLY DIRSTACK SHLVL APPDATA LOCALAPPDATA USERPROFILE PROGRAMFILES ' +
    'SYSTEMROOT COMSPEC PROCESSOR_ARCHITECTURE OS CI DEBUG NODE_ENV NO_COLOR FORCE_COLOR COLORTERM TERM_PROGRAM ' +
    'TZ XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME XDG_RUNTIME_DIR PYTHONPATH PYTHONIOENCODING ' +
    'PYTHONUNBUFFERED VIRTUAL_ENV CLAUDE_PLUGIN_ROOT CLAUDE_PROJECT_DIR CLAUDE_SKILL_DIR SKILL_DIR PSModulePath ' +
    'PSScriptRoot BASH_LINENO GITHUB_ACTIONS LOG_LEVEL VERBOSE HTTP_PROXY HTTPS_PROXY NO_PROXY',
);
