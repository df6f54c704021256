/** What a name makes a tool do, once it is started in the folder or above it. */
interface ToolFile {
  /** To follow the path: "is read by Visual Studio Code". No full stop. */
  readonly reason: string;
}

/** Folders by the tool that reads what lies in them. Lower case. */
const folders: Readonly<Record<string, string>> = {
  '.vscode': 'settings and tasks of Visual Studio Code',
  '.vs': 'settings of Visual Studio',
  '.idea': 'settings of JetBrains editors',
  '.fleet': 'settings of JetBrains Fleet',
  '.zed': 'settings of Zed',
  '.cursor': 'settings of Cursor',
  '.windsurf': 'settings of Windsurf',
  nbproject: 'settings of NetBeans',
  '.devcontainer': 'a container that editors build',
  '.claude': 'settings of Claude Code',
  '.claude-plugin': 'a plugin of Claude Code',
  '.codex': 'settings of Codex',
  '.gemini': 'settings of Gemini CLI',
  '.kiro': 'settings of Kiro',
  '.continue': 'settings of Continue',
  '.github': 'workflows and instructions of GitHub',
  '.circleci': 'workflows of CircleCI',
  '.husky': 'hooks of Git',
  '.githooks': 'hooks of Git',
  '.cargo': 'settings of Cargo',
  '.mvn': 'settings of Maven',
  '.gradle': 'settings of Gradle',
  '.yarn': 'programs of Yarn',
  '.direnv': 'an environment of direnv',
  '.mise': 'settings of mise',
  '.venv': 'a Python environment',
  'site-packages': 'Python packages',
  node_modules: 'Node.js packages that programs load by name',
  __pycache__: 'compiled Python that is loaded instead of the source',
};

/** Files by name, in lower case, most telling first. */
const files: readonly (readonly [RegExp, string])[] = [
  [/^\.env(?:rc|\..*)?$/, 'an environment that shells and tools load'],
  [
    /^\.?(?:mcp|mcp[-_](?:config|settings|servers)|lsp|hooks|plugin|opencode|crush|claude_desktop_config)\.(?:jsonc?|ya?ml|toml)$/,
    'servers or hooks that agents start',
  ],
  [
    /^(?:claude|claude\.local|agents?|agents\.override|gemini|qwen|crush|warp|copilot-instructions)\.md$/,
    'instructions that agents read by themselves',
  ],
  [
    /^\.(?:cursorrules|windsurfrules|clinerules|roorules|aider\.conf\.yml)$/,
    'instructions that agents read by themselves',
  ],
  [/\.(?:code-workspace|sublime-(?:project|build|commands|settings))$/, 'settings and tasks of an editor'],
  [
    /^(?:\.|_)?(?:exrc|vimrc|gvimrc|nvimrc|lvimrc)$|^\.nvim\.lua$|^\.dir-locals(?:-2)?\.el$/,
    'settings of Vim or Emacs',
  ],
  [
    /^\.(?:bashrc|bash_profile|bash_login|bash_logout|profile|zshrc|zshenv|zprofile|zlogin|inputrc|kshrc)$/,
    'settings of a shell',
  ],
  [
    /^(?:\.?mise\.toml|\.mise\.local\.toml|\.tool-versions|\.rvmrc|\.autoenv(?:\.zsh)?)$/,
    'an environment that shells load',
  ],
  [
    /^\.(?:gdbinit|lldbinit|irbrc|pryrc|rprofile|renviron|pdbrc|pythonrc|noderc)$/,
    'a program that another one runs when it starts',
  ],
  [/\.pth$/, 'code that Python runs when it starts'],
  [/\.(?:pkl|pickle|dill|joblib|ckpt|pt)$/, 'data that may run code when Python loads it'],
  [/^(?:sitecustomize|usercustomize)\.py$/, 'code that Python runs when it starts'],
  [/^(?:conftest\.py|pytest\.ini|tox\.ini|noxfile\.py)$/, 'code or settings that Python tests run'],
  [/^(?:setup\.(?:py|cfg)|pyproject\.toml)$/, 'a build of a Python package'],
  [
    /^\.?(?:pre-commit-config|pre-commit-hooks|lefthook(?:-local)?|huskyrc|lintstagedrc)\.(?:ya?ml|json|toml)$/,
    'hooks of Git',
  ],
  [
    /^(?:gnu)?makefile$|\.mk$|^\.?justfile$|^taskfile\.ya?ml$|^(?:rake|gem|pod|fast|vagrant|jenkins|docker|container|proc)file$/,
    'a build or tasks of a tool',
  ],
  [
    /^(?:docker-)?compose(?:\..*)?\.ya?ml$|^dockerfile\..*$|^cmakelists\.txt$|^cmakepresets\.json$/,
    'a build or tasks of a tool',
  ],
  [
    /^(?:cargo\.toml|build\.rs|pom\.xml|build\.gradle(?:\.kts)?|settings\.gradle(?:\.kts)?|gradlew(?:\.bat)?|composer\.json)$/,
    'a build of a tool',
  ],
  [/\.(?:csproj|fsproj|vbproj|vcxproj|slnx?|targets|props)$|^nuget\.config$/, 'a build of Visual Studio'],
  [
    /^(?:build|workspace|module)(?:\.bazel|\.bzlmod)?$|\.bzl$|^(?:sconstruct|wscript|meson\.build)$/,
    'a build of a tool',
  ],
  [/^(?:build\.xml|build\.sbt|package\.swift)$/, 'a build of a tool'],
  [/^(?:binding\.gyp|(?:nx|turbo|lerna|rush)\.json|[tj]sconfig(?:\..*)?\.json)$/, 'a build of a Node.js package'],
  [/^(?:flake|shell|default|devenv)\.nix$|^devbox\.json$/, 'an environment that Nix builds'],
  [
    /^(?:azure-pipelines|bitbucket-pipelines|appveyor|cloudbuild|buildspec|codemagic)\.(?:ya?ml|json)$/,
    'workflows of a service',
  ],
  [/^(?:netlify|fly|railway|render|wrangler)\.toml$|^(?:vercel|now|firebase)\.json$/, 'a build of a service'],
  [/^(?:tiltfile|earthfile|skaffold\.ya?ml|ansible\.cfg|crontab)$|\.tf$/, 'a build or tasks of a tool'],
  [
    /^\.(?:npmrc|yarnrc|yarnrc\.yml|pnpmfile\.cjs|pnp\.c?js|pnp\.loader\.mjs)$|^bunfig\.toml$|^denoj?\.jsonc?$|^deno\.jsonc?$/,
    'settings of a package manager',
  ],
  [/^pip\.(?:conf|ini)$/, 'settings of a package manager'],
  [/^(?:gulpfile|gruntfile|jakefile)(?:\..*)?$/, 'tasks of a tool'],
  [
    /^\.?[a-z-]+\.config\.(?:js|cjs|mjs|ts|cts|mts)$|^\.(?:eslint|prettier|babel|stylelint|mocha|swc|postcss)rc(?:\..*)?$/,
    'settings that a tool runs as a program',
  ],
  [/^\.(?:gitattributes|gitmodules|gitconfig|hgsub|lfsconfig)$/, 'settings of version control around it'],
  [/^(?:desktop|autorun)\.(?:ini|inf)$|\.desktop$|\.theme$/, 'settings of the desktop'],
  [/\.(?:service|timer|socket|plist)$/, 'settings by which the system may start programs'],
  [/^\.skillignore$|^\.skill-publisher\.json$/, 'settings of this tool'],
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
  return hidden === undefined ? undefined : { reason: 'hidden, as tools keep their settings' };
}
