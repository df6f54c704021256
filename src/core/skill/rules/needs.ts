import { anyOf, sequence } from '../../text/patterns.ts';
import { levels, rule, type TypedRule } from './rule.ts';
import { show } from './show.ts';
import { l10n, translated } from '../../text/l10n.ts';

const runtimeInstall = rule({
  code: 'runtime/install',
  title: 'Nothing is installed at run time',
  documentation:
    'The container of the Skills API has no network and no package installation. Use what is installed ' +
    'there, put small code into the skill, or say what to do when a package is missing. One problem for each kind of ' +
    'package, with its other places. Comments, messages, files for people and what the text forbids, makes optional or ' +
    'leaves to the user are not reported.',
  severity: levels('warning', 'off', 'off', 'off'),
  source: 'Platform documentation: "No runtime package installation"; 23.6 % of 869 public skills do it',
});

const runtimeNetwork = rule({
  code: 'runtime/network',
  title: 'Nothing is fetched from the network',
  documentation:
    'The container of the Skills API has no network access. Put the data into the skill or ask the user for it.',
  severity: levels('information', 'off', 'off', 'off'),
  source: 'Platform documentation: "No network access"; 16.1 % of 869 public skills do it',
});

const runtimeDocker = rule({
  code: 'runtime/docker',
  title: 'Nothing needs Docker',
  documentation: 'The container of the Skills API cannot start other containers. Do the work without them.',
  severity: levels('hint', 'off', 'off', 'off'),
  source: 'Platform documentation: code runs in a container without network',
});

const runtimeSudo = rule({
  code: 'runtime/sudo',
  title: 'Nothing needs the rights of root',
  documentation: 'The container of the Skills API is prepared; its system is not changed. Do the work without `sudo`.',
  severity: levels('hint', 'off', 'off', 'off'),
  source: 'Platform documentation: "No runtime package installation"',
});

const runtimeLocalHost = rule({
  code: 'runtime/local-host',
  title: 'Nothing needs a device of a local network',
  documentation: 'An address such as `192.168.1.20` is reached from one place only, and not from the Skills API.',
  severity: levels('hint', 'off', 'off', 'off'),
  source: 'Platform documentation: "No network access"',
});

const runtimeDesktop = rule({
  code: 'runtime/desktop',
  title: 'Nothing needs a desktop',
  documentation:
    'The container of the Skills API has no screen, no clipboard and no services of a desktop system. Return the result ' +
    'as text or as a file.',
  severity: levels('hint', 'off', 'off', 'off'),
  source: 'Platform documentation: code runs in a Linux container',
});

const runtimeAgentTool = rule({
  code: 'runtime/agent-tool',
  title: 'No tool of one agent is needed',
  documentation:
    'Tools such as `AskUserQuestion` or `TodoWrite` belong to Claude Code; through the Skills API they do not exist. Say ' +
    'what to do in words: “ask the user”, “keep a list”.',
  severity: levels('information', 'off', 'off', 'off'),
  source: 'Claude Code documentation: tools available to Claude',
});

/** Something the container of the Skills API does not have, and how a text shows that it is needed. */
export interface Need {
  readonly rule: TypedRule<undefined>;
  /** Global. */
  readonly pattern: RegExp;
  /** Each match holds one of these. None is the beginning of another one. */
  readonly words: readonly string[];
  /** Several kinds of one need are told apart; `found` is what the pattern matched. */
  kindOf(found: string): string;
  message(found: string, kind: string): string;
  /** Also in sentences, not only in code. */
  readonly inProse?: true;
  /** Where the text tells what to do without it, nothing needs it. */
  readonly alternative?: RegExp;
}

const install = anyOf(
  'g',
  sequence(
    '',
    /\b(?:pip3?|uv pip|pipx|conda|mamba|poetry|uv|uv tool|brew|cargo|gem|go|apk|dnf|yum) (?:install|add)/,
    /[ \t]{1,99}(?!-h\b|--help\b)\S+/,
  ),
  /\bnpm (?:install|i|ci|add)\b|\b(?:yarn|pnpm|bun) (?:add|install)\b/,
  /\bapt(?:-get)? (?:-\S{1,99} ){0,9}install\b/,
);

const ecosystems: readonly (readonly [RegExp, string])[] = [
  [/^(?:npm|yarn|pnpm|bun)/, l10n.mark('npm packages')],
  [/^(?:pip|uv|conda|mamba|poetry)/, l10n.mark('Python packages')],
  [/^(?:apt|apk|dnf|yum|brew)/, l10n.mark('system packages')],
];

/** A command with an address somewhere in it, lines that go on included; calls of the usual libraries. */
const elsewhere = 'https?:\\/\\/(?!localhost|127\\.|0\\.0\\.0\\.0|\\[::1\\])';
/** One behind the other may each hold the name of a command again: so many of them are read, no longer than that. */
const option = '-\\S{1,200}[ \\t]{1,9}';
const network = new RegExp(
  [
    `(?<![\\w./-])(?:curl|wget)(?=[ \\t])(?:\\\\\\r?\\n|\\\\.|(?!\\s(?:[|&]{1,2}|;)\\s)[^\\n\\\\]){0,400}?${elsewhere}`,
    `(?<![\\w./-])(?:curl|wget)[ \\t]{1,9}(?:${option}(?:[A-Z]{1,9}[ \\t]{1,9})?){0,20}["']?\\$\\{?\\w`,
    `\\bgit clone[ \\t]{1,9}(?:${option}){0,20}(?:https?:|git@)`,
    '(?<![\\w.])requests\\.(?:get|post|put|patch|delete|request|Session)\\(',
    '(?<![\\w.])httpx\\.(?:get|post|put|patch|delete|request|stream|Client|AsyncClient)\\(',
    '(?<!import )\\burllib\\.request\\.\\w|\\burlopen\\(',
    `(?<![\\w.])(?:fetch|axios(?:\\.\\w+)?)\\(\\s*["'\`]${elsewhere}`,
  ].join('|'),
  'g',
);

/** An address of a private network behind a scheme, a user or a command that connects. */
const localHost = sequence(
  'g',
  /(?:(?:https?|wss?|rtsp|mqtt|tcp):\/\/|@|\b(?:ssh|ping|nc|telnet|curl)[ \t]+)/,
  /(?:192\.168|10\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2}\b(?!\/\d)/,
);

const agentTools =
  'AskUserQuestion|TodoWrite|TodoRead|TaskCreate|TaskUpdate|TaskList|EnterPlanMode|ExitPlanMode|NotebookEdit|SlashCommand|' +
  'BashOutput|KillShell';

const desktop = 'osascript pbcopy pbpaste screencapture xdotool wmctrl notify-send launchctl'
  .split(' ')
  .concat('open ', 'open\t');

/** Every need, in the order of the documentation. */
export const needs: readonly Need[] = [
  {
    rule: runtimeInstall,
    pattern: install,
    words: ['install', ' add', 'npm i', 'npm ci'],
    kindOf: (found) => ecosystems.find(([pattern]) => pattern.test(found))?.[1] ?? l10n.mark('packages'),
    message: (found, kind) =>
      l10n.t`Needs ${translated(kind)}: ${show(found)} fails in the container of the Skills API, where nothing can be installed. Use what is there, or put the code into the skill.`,
  },
  {
    rule: runtimeNetwork,
    pattern: network,
    words: ['curl', 'wget', 'git clone', 'requests.', 'httpx.', 'urllib.', 'urlopen', 'fetch', 'axios'],
    kindOf: () => 'network',
    message: (found) =>
      l10n.t`Needs the network: ${show(found)} fails in the container of the Skills API, which has none. Put the data into the skill, or ask the user for it.`,
  },
  {
    rule: runtimeDocker,
    pattern: /(?<![\w./-])(?:docker|podman)(?:-compose)?[ \t]+(?:run|build|compose|exec|up|pull|start|buildx)\b/g,
    words: ['docker', 'podman'],
    kindOf: () => 'docker',
    message: (found) =>
      l10n.t`Needs Docker: ${show(found)} fails in the container of the Skills API. Do the work without it.`,
  },
  {
    rule: runtimeSudo,
    pattern: /(?<![\w./-])sudo[ \t]{1,9}(?:-\w{1,99}[ \t]{1,9}){0,9}\w[\w./-]*/g,
    words: ['sudo'],
    kindOf: () => 'sudo',
    message: (found) =>
      l10n.t`Needs root access: ${show(found)} fails in the container of the Skills API. Do the work without it.`,
  },
  {
    rule: runtimeLocalHost,
    pattern: localHost,
    words: ['192.168.', '10.', '172.'],
    kindOf: () => 'host',
    message: (found) =>
      l10n.t`Needs a device on a local network: nothing reaches ${show(found)} from the container of the Skills API.`,
  },
  {
    rule: runtimeDesktop,
    pattern:
      /(?<![\w./-])(?:osascript|pbcopy|pbpaste|screencapture|xdotool|wmctrl|notify-send|launchctl|open[ \t]+-a)(?=[ \t]+[\w"'$-]|\s*$)/gm,
    words: desktop,
    kindOf: () => 'desktop',
    message: (found) =>
      l10n.t`Needs a desktop: ${show(found)} does not exist in the container of the Skills API. Return text or files.`,
  },
  {
    rule: runtimeAgentTool,
    pattern: new RegExp(`(?<![\\w.])(?:${agentTools})(?!\\w|\\.\\w)`, 'g'),
    words: agentTools.split('|'),
    inProse: true,
    alternative: anyOf(
      'i',
      new RegExp(`(?:${agentTools})[^.\\n]{0,80}\\b(?:unavailable|not available|isn['’]t available|if available)`),
      /\b(?:if|when|where) [^.\n]{0,60}\b(?:no|not)\b[^.\n]{0,40}\b(?:tool|available)\b[^.\n]{0,40}\b(?:ask|plain|text|instead|use)\b/,
    ),
    kindOf: () => 'tool',
    message: (found) =>
      l10n.t`Needs a tool of Claude Code: ${show(found)} does not exist through the Skills API. Describe in words what to do.`,
  },
];
