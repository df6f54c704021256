import type { ShellCommand } from './shellScript.ts';

/** Programs that talk to other computers. */
const networkPrograms = new RegExp(
  String.raw`^(?:curl|wget|http|https|xh|httpie|ssh|scp|sftp|rsync|ftp|nc|ncat|netcat|telnet|aria2c|yt-dlp|` +
    String.raw`youtube-dl|websocat|grpcurl|lynx|w3m|nslookup|dig|ping|sshfs|rclone|s3cmd)$`,
);
const shells = /^(?:\S*\/)?(?:ba|z|k|da)?sh$|^(?:python[\d.]*|node|perl|ruby|php|pwsh|iex|invoke-expression)$/i;

/** True for a command that reaches another computer; for git only with the words that do. */
export function usesNetwork({ name, words }: Pick<ShellCommand, 'name' | 'words'>): boolean {
  if (networkPrograms.test(name)) return true;
  const first = words.find(({ value }) => !value.startsWith('-'))?.value;
  return name === 'git' && /^(?:clone|fetch|pull|push|ls-remote|submodule|remote)$/.test(first ?? '');
}

interface Danger {
  readonly subject: string;
  /** What is made anew anyway: not worth a loud word. */
  readonly mild: boolean;
}

/** Folders that a build or a run makes anew. */
const madeAnew = new RegExp(
  String.raw`(?:^|[/_$"{.-])(?:node_modules|dist|build|out|target|coverage|\.?cache|\.next|\.turbo|tmp|temp|` +
    String.raw`te?mp_?dir|workdir|work_?dir|work|staging|output|scratch|venv|\.venv|__pycache__|` +
    String.raw`\.pytest_cache|worktrees?|sandbox|artifacts?|test-?results)\b|(?:^|[/$"{])\w{0,60}?(?:tmp|temp)|^/tmp/`,
  'i',
);

type DangerousParts = Pick<ShellCommand, 'name' | 'words' | 'pipedTo' | 'assigned'>;

/** What a command does that cannot be taken back, or that switches a protection off. */
export function dangersOf(command: DangerousParts): readonly Danger[] {
  const { name, words } = command;
  const values = words.map(({ value }) => value);
  const has = (pattern: RegExp): boolean => words.some(({ value, quoted }) => !quoted && pattern.test(value));
  const found: Danger[] = [];
  const add = (when: boolean, subject: string, mild = false): void => {
    if (when) found.push({ subject, mild });
  };
  const feeds = runsWhatComes(command);
  add(networkPrograms.test(name) && feeds, 'pipe-to-shell');
  add(name === 'base64' && has(/^(?:-d|-D|--decode)$/) && feeds, 'base64-to-shell');
  add(runsDownload(command), 'pipe-to-shell');
  if (name === 'rm' && has(/^-\w*[rR]|^--recursive$/)) {
    const targets = values.filter((value) => !value.startsWith('-'));
    add(true, 'rm -r', targets.length > 0 && targets.every((target) => madeAnew.test(target)));
  }
  if (name === 'git') {
    add(values.includes('push') && has(/^(?:-f|--force|--force-with-lease\b.*|--mirror)$|^\+\w/), 'force-push');
    add(values.includes('reset') && has(/^--hard$/), 'reset --hard');
    add(values.includes('clean') && has(/^-\w*f/), 'git clean -f');
  }
  add(name === 'sudo' || name === 'doas', 'sudo');
  add(name === 'chmod' && has(/^(?:-R)?0?777$|^a\+rwx$/), 'chmod 777');
  add(name !== '' && has(/^--no-verify$/), '--no-verify');
  const dangerous = values.find((value) => /^--(?:dangerously|yolo|allow-dangerously)[\w-]*/.test(value));
  add(dangerous !== undefined, dangerous ?? '');
  // Nobody stands between a computer and itself.
  add(isUnchecked(command, has), 'tls-off', has(/^https:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/]|$)/));
  add(name === 'dd' && values.some((value) => /^of=\/dev\/(?!null|zero)/.test(value)), 'disk-write');
  add(/^mkfs(?:\.|$)/.test(name), 'disk-write');
  return found;
}

/** What is piped into `python -m json.tool` or `python -c "…"` is data, not a program. */
function runsWhatComes({ pipedTo }: DangerousParts): boolean {
  return pipedTo.some(({ name, words }) => {
    if (!shells.test(name)) return false;
    return words.every((word) => (name.endsWith('sh') ? word !== '-c' : word === '-'));
  });
}

/** `bash <(curl …)`, `sh -c "$(curl …)"`, `eval "$(curl …)"`. */
function runsDownload({ name, words }: DangerousParts): boolean {
  if (!shells.test(name) && !/^(?:eval|source|\.)$/.test(name)) return false;
  return words.some(({ value }) => /^(?:<\(|\$\(|`)\s*(?:curl|wget)\b/.test(value));
}

function isUnchecked({ name, assigned }: DangerousParts, has: (pattern: RegExp) => boolean): boolean {
  return (
    (name === 'curl' && has(/^(?:-[a-jl-zA-Z]*k[a-zA-Z]*|--insecure)$/)) ||
    (name === 'wget' && has(/^--no-check-certificate$/)) ||
    (/^(?:ssh|scp|sftp)$/.test(name) && has(/^(?:-o)?StrictHostKeyChecking=no$/i)) ||
    (name === 'git' && has(/^http\.sslVerify=false$/i)) ||
    [...assigned].some(
      (each) =>
        (each.name === 'NODE_TLS_REJECT_UNAUTHORIZED' && each.value.value === '0') ||
        (/^(?:GIT_SSL_NO_VERIFY|PYTHONHTTPSVERIFY)$/.test(each.name) && /^(?:1|true|0)$/.test(each.value.value)),
    )
  );
}
