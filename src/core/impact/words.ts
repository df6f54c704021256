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

/** Programs that are known by their names, beyond those that every system has. */
export const commonPrograms: ReadonlySet<string> = words(
  'aapt ab acli adb adduser afplay age age-keygen agent-browser agy aider airflow alacritty alembic amixer ' +
    'ansible ansible-playbook ansible-vault apachectl apk aplay apparmor_parser apt apt-get ar arecord argocd ' +
    'aria2c asdf ast-grep astro atlas atuin auditctl autoconf automake autopep8 avahi-browse aws az azd babel ' +
    'bandit bandwhich bash-language-server bats bazel bcftools bd bedtools bento biome black blender blkid ' +
    'bluetoothctl bower bq brew broot buf buildah bun bundle bunx bunzip2 busctl bzip2 cabal caffeinate ' +
    'calibre cargo cargo-audit cargo-deny cargo-nextest carthage certbot cfdisk cfssl chafa chattr checkov ' +
    'chezmoi chisel choco chpasswd chroma chromium chronyc circleci clamscan clang clang clang-format ' +
    'clang-tidy claude clickhouse clickhouse-client clip cloudflared cmake cmark codecov codesign codespell ' +
    'codex colima composer conan conda consul convert copilot corepack cosign coverage cpan cppcheck cqlsh ' +
    'crane createdb createuser crictl cron crontab cryptsetup csrutil csvkit csvsql ctags curl curlie cursor ' +
    'cygpath cypher-shell cypress dart dbt deactivate defaults deno depmod devcontainer dhclient dialog difft ' +
    'dig direnv diskutil ditto dlv dmesg dmidecode dmsetup dnf docker docker-compose docker-machine doctl dog ' +
    'doppler dotnet doxygen dpkg droid dropdb dscl dsymutil duckdb duf dust dvc earthly edge-tts eksctl elixir ' +
    'emacs emcc erl esbuild eslint espeak etcd etcdctl ethtool exiftool expo eza fastboot fastlane fastqc fd ' +
    'fdisk ffmpeg ffprobe firebase firewall-cmd flake8 flask flatc flatpak flock fluentd flutter flux flyctl ' +
    'fnm freshclam fvm fzf g gatk gcc gcloud gdal_translate gdalinfo gdb gem gemini getenforce getent getfacl ' +
    'gh ghc ghcup gifsicle ginkgo git-lfs gitleaks glab gleam gnome-terminal gnuplot go go-task gofmt gog ' +
    'goimports golangci-lint google-chrome goreleaser gosec gotests govulncheck gpasswd gpg gpgconf gradle ' +
    'graphify graphviz groff grok gron groupadd grpcui grpcurl gsettings gsutil gulp gunicorn gws hadolint ' +
    'haproxy hatch hdiutil hdparm helm helmfile herdr hermes heroku hexyl hg hive hostnamectl htop http httpie ' +
    'https hub huggingface-cli hugo hx hyperfine iconutil id3v2 idevice_id iex ifconfig ifup imagemagick ' +
    'imagesnap influx initdb inkscape inotifywait insmod installer ioreg ios-deploy iostat ip ipconfig iperf3 ' +
    'iptables ipython irm isort istioctl iw iwconfig iwr java javac jekyll jest jj jless jmeter journalctl jq ' +
    'jre julia jupyter jupyter-nbconvert jupytext k3d k3s k6 k9s kafka-topics kcat kextstat kind kitty ko ' +
    'kompose ktlint kubeadm kubectl kubectx kubens kustomize launchctl lazygit ldd lerna lightningcss lighttpd ' +
    'lipo llama-cli llama-server lldb llm lltdump localectl locust log logger loginctl logrotate losetup ' +
    'lsattr lsb_release lsblk lshw lspci lsusb lua luarocks lvcreate lz4 machinectl magick mail make mamba ' +
    'mariadb markitdown mas maturin mcfly mcporter mdbook mdfind mdls mdutil melos memcached meson micromamba ' +
    'minikube mise mix mkcert mkdocs mkfs mkfs.ext4 mmdc moby mocha modprobe mongo mongod mongodump ' +
    'mongoexport mongoimport mongosh moon mosquitto_pub mosquitto_sub mount mpirun mpv mtr mvn mypy mysql ' +
    'mysqladmin mysqldump mysqlimport mysqlpump nats nbconvert nc ncat ncdu neo4j neofetch nerdctl netlify ' +
    'netstat networksetup nft nginx ngrok nilaway nim ninja nix nix-build nix-shell nixos-rebuild nmap nmcli ' +
    'node-gyp nomad notarytool notify-send nox npm npm-check-updates npx nslookup ntfy ntpdate nuget ' +
    'nvidia-smi nvm nvme nx oapi-codegen objdump obsidian oc ocaml odbc oh-my-posh ollama omero op opam ' +
    'openapi-generator openclaw opencode openssl osascript osv-scanner otool p4 packer pacman pactl pandoc ' +
    'paplay parallel parquet-tools parted passwd patchelf pdffonts pdfinfo pdfjam pdflatex pdfseparate pdftk ' +
    'pdftoppm pdftotext pdfunite pdm pg_basebackup pg_ctl pg_dump pg_dumpall pg_isready pg_restore pgbench ' +
    'photorec php-cs-fixer phpstan phpunit pigz ping pip pip-audit pip-compile pipenv pipx pkg pkg-config ' +
    'pkgbuild pkgutil playwright playwright-cli plink plutil pm2 pmset pnpm podman poetry pre-commit prettier ' +
    'prisma productbuild protoc psalm psql pv pvcreate pwgen pyenv pyinstaller pylint pyright pyspark pytest ' +
    'pytype qemu-system-x86_64 qmd qpdf qutebrowser qwen rabbitmqctl rails rake rbenv rclone rec ' +
    'redis-benchmark redis-cli redis-server regsvr32 remotion renderdoc resolvectl restic restorecon rg rga ' +
    'ripgrep rmmod rocm-smi rpm rsvg-convert rsync rsyslogd rubocop ruff rustc rustfmt rustup s3cmd s5cmd ' +
    'safety salmon sam samtools sass sassc sbatch sbcl sbt scala scan-build sccache scontrol scp scrcpy ' +
    'screencapture scutil sd security semanage semgrep seqtk serverless setenforce setfacl setsid sf sfdx sg ' +
    'shellcheck shfmt sidekiq siege simctl sinfo sips skaffold smartctl smbclient snakemake snap snowsql snyk ' +
    'socat soffice softhsm2-util softwareupdate solana solc sops sox spack spark-submit spctl sphinx-build ' +
    'sqlcmd sqlfluff sqlite sqlite3 sqlplus sqlx ss ssh ssh-keygen sshfs sshpass stapler staticcheck stern ' +
    'storybook strace streamlit stripe stylua supabase surf svn sw_vers swag swapoff swapon swift swift-format ' +
    'swiftc swiftformat swiftlint sysctl system_profiler systemctl systemd-analyze systemd-run tailscale tanka ' +
    'taskkill tcpdump tcpflow tectonic telnet terminal-notifier terraform terraform-docs terragrunt tesseract ' +
    'testssl tflint tfsec tig tilt timedatectl tldr tlmgr tmutil tmux tofu tokei tor tox traceroute ' +
    'transmission-cli trash tre trivy ts-node tsc tshark tsx tuist turbo twine typst ufw uglifyjs umount unar ' +
    'unrar unzstd usbutils useradd userdel usermod uuidgen uv uvicorn uvx v4l2-ctl vagrant vale valgrind vault ' +
    'velero vercel vgcreate vhs virtualenv visidata visudo vite vitest vlc vllm vm_stat vmstat volta vsce vue ' +
    'vulture wasm-opt wasm-pack watchexec watchman weasyprint web-ext webpack wezterm wget whiptail whisper ' +
    'whisper-cli windsurf winget wireshark wkhtmltopdf wmctrl wmic wp wpa_cli wrangler wrk wslpath xcbeautify ' +
    'xclip xcode-select xcodebuild xcparse xcrun xdotool xelatex xh xhost xinput xmllint xmlstarlet xprop xq ' +
    'xrandr xsel xset xsltproc xurl xxhsum xz yamllint yapf yarn yay yazi yq yt-dlp yum z3 zellij zenity zig ' +
    'zola zookeeper zoxide zstd zypper',
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
