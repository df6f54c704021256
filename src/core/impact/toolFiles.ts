import { l10n } from '../text/l10n.ts';

/** What a name makes a tool do, once it is started in the folder or above it. */
interface ToolFile {
  /** To follow the path: "is read by Visual Studio Code". No full stop; in English. */
  readonly reason: string;
}

/** Folders by the tool that reads what lies in them. Lower case. */
const folders: Readonly<Record<string, string>> = {
  '.vscode': l10n.mark('settings and tasks of Visual Studio Code'),
  '.vs': l10n.mark('settings of Visual Studio'),
  '.idea': l10n.mark('settings of JetBrains editors'),
  '.fleet': l10n.mark('settings of JetBrains Fleet'),
  '.zed': l10n.mark('settings of Zed'),
  '.cursor': l10n.mark('settings of Cursor'),
  '.windsurf': l10n.mark('settings of Windsurf'),
  nbproject: l10n.mark('settings of NetBeans'),
  '.devcontainer': l10n.mark('a container that editors build'),
  '.claude': l10n.mark('settings of Claude Code'),
  '.claude-plugin': l10n.mark('a plugin of Claude Code'),
  '.codex': l10n.mark('settings of Codex'),
  '.gemini': l10n.mark('settings of Gemini CLI'),
  '.kiro': l10n.mark('settings of Kiro'),
  '.continue': l10n.mark('settings of Continue'),
  '.github': l10n.mark('workflows and instructions of GitHub'),
  '.circleci': l10n.mark('workflows of CircleCI'),
  '.husky': l10n.mark('hooks of Git'),
  '.githooks': l10n.mark('hooks of Git'),
  '.cargo': l10n.mark('settings of Cargo'),
  '.mvn': l10n.mark('settings of Maven'),
  '.gradle': l10n.mark('settings of Gradle'),
  '.yarn': l10n.mark('programs of Yarn'),
  '.direnv': l10n.mark('an environment of direnv'),
  '.mise': l10n.mark('settings of mise'),
  '.venv': l10n.mark('a Python environment'),
  'site-packages': l10n.mark('Python packages'),
  node_modules: l10n.mark('Node.js packages that programs load by name'),
  __pycache__: l10n.mark('compiled Python that is loaded instead of the source'),
};

/** Files by name, in lower case, most telling first. */
const files: readonly (readonly [RegExp, string])[] = [
  [/^\.env(?:rc|\..*)?$/, l10n.mark('an environment that shells and tools load')],
  [
    /^\.?(?:mcp|mcp[-_](?:config|settings|servers)|lsp|hooks|plugin|opencode|crush|claude_desktop_config)\.(?:jsonc?|ya?ml|toml)$/,
    l10n.mark('servers or hooks that agents start'),
  ],
  [
    /^(?:claude|claude\.local|agents?|agents\.override|gemini|qwen|crush|warp|copilot-instructions)\.md$/,
    l10n.mark('instructions that agents read by themselves'),
  ],
  [
    /^\.(?:cursorrules|windsurfrules|clinerules|roorules|aider\.conf\.yml)$/,
    l10n.mark('instructions that agents read by themselves'),
  ],
  [/\.(?:code-workspace|sublime-(?:project|build|commands|settings))$/, l10n.mark('settings and tasks of an editor')],
  [
    /^(?:\.|_)?(?:exrc|vimrc|gvimrc|nvimrc|lvimrc)$|^\.nvim\.lua$|^\.dir-locals(?:-2)?\.el$/,
    l10n.mark('settings of Vim or Emacs'),
  ],
  [
    /^\.(?:bashrc|bash_profile|bash_login|bash_logout|profile|zshrc|zshenv|zprofile|zlogin|inputrc|kshrc)$/,
    l10n.mark('settings of a shell'),
  ],
  [
    /^(?:\.?mise\.toml|\.mise\.local\.toml|\.tool-versions|\.rvmrc|\.autoenv(?:\.zsh)?)$/,
    l10n.mark('an environment that shells load'),
  ],
  [
    /^\.(?:gdbinit|lldbinit|irbrc|pryrc|rprofile|renviron|pdbrc|pythonrc|noderc)$/,
    l10n.mark('a program that another one runs when it starts'),
  ],
  [/\.pth$/, l10n.mark('code that Python runs when it starts')],
  [/\.(?:pkl|pickle|dill|joblib|ckpt|pt)$/, l10n.mark('data that may run code when Python loads it')],
  [/^(?:sitecustomize|usercustomize)\.py$/, l10n.mark('code that Python runs when it starts')],
  [/^(?:conftest\.py|pytest\.ini|tox\.ini|noxfile\.py)$/, l10n.mark('code or settings that Python tests run')],
  [/^(?:setup\.(?:py|cfg)|pyproject\.toml)$/, l10n.mark('a build of a Python package')],
  [
    /^\.?(?:pre-commit-config|pre-commit-hooks|lefthook(?:-local)?|huskyrc|lintstagedrc)\.(?:ya?ml|json|toml)$/,
    l10n.mark('hooks of Git'),
  ],
  [
    /^(?:gnu)?makefile$|\.mk$|^\.?justfile$|^taskfile\.ya?ml$|^(?:rake|gem|pod|fast|vagrant|jenkins|docker|container|proc)file$/,
    l10n.mark('a build or tasks of a tool'),
  ],
  [
    /^(?:docker-)?compose(?:\..*)?\.ya?ml$|^dockerfile\..*$|^cmakelists\.txt$|^cmakepresets\.json$/,
    l10n.mark('a build or tasks of a tool'),
  ],
  [
    /^(?:cargo\.toml|build\.rs|pom\.xml|build\.gradle(?:\.kts)?|settings\.gradle(?:\.kts)?|gradlew(?:\.bat)?|composer\.json)$/,
    l10n.mark('a build of a tool'),
  ],
  [/\.(?:csproj|fsproj|vbproj|vcxproj|slnx?|targets|props)$|^nuget\.config$/, l10n.mark('a build of Visual Studio')],
  [
    /^(?:build|workspace|module)(?:\.bazel|\.bzlmod)?$|\.bzl$|^(?:sconstruct|wscript|meson\.build)$/,
    l10n.mark('a build of a tool'),
  ],
  [/^(?:build\.xml|build\.sbt|package\.swift)$/, l10n.mark('a build of a tool')],
  [
    /^(?:binding\.gyp|(?:nx|turbo|lerna|rush)\.json|[tj]sconfig(?:\..*)?\.json)$/,
    l10n.mark('a build of a Node.js package'),
  ],
  [/^(?:flake|shell|default|devenv)\.nix$|^devbox\.json$/, l10n.mark('an environment that Nix builds')],
  [
    /^(?:azure-pipelines|bitbucket-pipelines|appveyor|cloudbuild|buildspec|codemagic)\.(?:ya?ml|json)$/,
    l10n.mark('workflows of a service'),
  ],
  [
    /^(?:netlify|fly|railway|render|wrangler)\.toml$|^(?:vercel|now|firebase)\.json$/,
    l10n.mark('a build of a service'),
  ],
  [/^(?:tiltfile|earthfile|skaffold\.ya?ml|ansible\.cfg|crontab)$|\.tf$/, l10n.mark('a build or tasks of a tool')],
  [
    /^\.(?:npmrc|yarnrc|yarnrc\.yml|pnpmfile\.cjs|pnp\.c?js|pnp\.loader\.mjs)$|^bunfig\.toml$|^denoj?\.jsonc?$|^deno\.jsonc?$/,
    l10n.mark('settings of a package manager'),
  ],
  [/^pip\.(?:conf|ini)$/, l10n.mark('settings of a package manager')],
  [/^(?:gulpfile|gruntfile|jakefile)(?:\..*)?$/, l10n.mark('tasks of a tool')],
  [
    /^\.?[a-z-]+\.config\.(?:js|cjs|mjs|ts|cts|mts)$|^\.(?:eslint|prettier|babel|stylelint|mocha|swc|postcss)rc(?:\..*)?$/,
    l10n.mark('settings that a tool runs as a program'),
  ],
  [/^\.(?:gitattributes|gitmodules|gitconfig|hgsub|lfsconfig)$/, l10n.mark('settings of version control around it')],
  [/^(?:desktop|autorun)\.(?:ini|inf)$|\.desktop$|\.theme$/, l10n.mark('settings of the desktop')],
  [/\.(?:service|timer|socket|plist)$/, l10n.mark('settings by which the system may start programs')],
  [/^\.skillignore$|^\.skill-publisher\.json$/, l10n.mark('settings of this tool')],
];

/** Hidden files that name nothing to run, to load or to obey. */
const harmless = /^\.(?:[a-z-]*ignore|(?:git)?keep|nojekyll|editorconfig|mailmap|ds_store)$/;

/**
 * What tool a path configures; `undefined` for none. `names`: its parts in one spelling, see `foldedNames`. A hidden
 * folder or file that is not known counts: there are more tools than a list can hold.
 */
export function toolFile(names: readonly string[]): ToolFile | undefined {
  for (const name of names.slice(0, -1)) {
    const reason = Object.hasOwn(folders, name) ? folders[name] : undefined;
    if (reason !== undefined) return { reason };
  }
  const last = names.at(-1) ?? '';
  const found = files.find(([pattern]) => pattern.test(last));
  if (found) return { reason: found[1] };
  const hidden = names.find((name) => name.startsWith('.') && !harmless.test(name));
  return hidden === undefined ? undefined : { reason: l10n.mark('hidden, as tools keep their settings') };
}
