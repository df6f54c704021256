import { l10n } from '../text/l10n.ts';
import { blanks, templateSentences } from './newSkillText.ts';

export type SkillKind = 'instructions' | 'scripts' | 'references';

/**
 * Folders of a workspace that agents look into, the most portable first (`.agents/skills` is read by Codex, Gemini CLI,
 * OpenCode, Cursor, Copilot and VS Code).
 */
export const skillRoots: readonly string[] = ['.agents/skills', '.claude/skills', '.github/skills', 'skills'];

/** The kinds of a new skill, for a list to choose from; words in English. */
export const skillKinds: readonly { readonly kind: SkillKind; readonly label: string; readonly detail: string }[] = [
  {
    kind: 'instructions',
    label: l10n.mark('Instructions only'),
    detail: l10n.mark('One SKILL.md. Enough for most skills.'),
  },
  {
    kind: 'scripts',
    label: l10n.mark('With a script'),
    detail: l10n.mark('SKILL.md and a script that the agent runs instead of writing the code again.'),
  },
  {
    kind: 'references',
    label: l10n.mark('With references'),
    detail: l10n.mark('SKILL.md and a file that the agent reads only when it needs it.'),
  },
];

interface NewFile {
  /** Relative to the skill folder. */
  readonly path: string;
  readonly text: string;
  /** What its author replaces, one after the other: offsets, in order. */
  readonly stops?: readonly (readonly [start: number, end: number])[];
}

/** The files of a new skill called `name`, SKILL.md first. They break no rule but the one that they are not finished. */
export function newSkillFiles(name: string, kind: SkillKind): readonly NewFile[] {
  const { description } = blanks;
  const head = `---\nname: ${name}\ndescription: "`;
  const title = name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
  const text = `${head}${description}"\n---\n\n# ${title}\n\n${bodies[kind]}`;
  return [{ path: 'SKILL.md', text, stops: stopsIn(text) }, ...companions[kind]];
}

function stopsIn(text: string): NonNullable<NewFile['stops']> {
  return templateSentences
    .map((sentence): readonly [number, number] => [text.indexOf(sentence), text.indexOf(sentence) + sentence.length])
    .filter(([start]) => start >= 0)
    .sort(([a], [b]) => a - b);
}

const steps = `## Steps\n\n1. ${blanks.step}\n2. Do the work.\n3. Check the result ` + 'before you hand it over.\n';

const bodies: Readonly<Record<SkillKind, string>> = {
  instructions: steps,
  scripts:
    `## Steps\n\n1. ${blanks.scriptStep}\n\n   \`\`\`bash\n   python ` +
    `scripts/run.py input.txt\n   \`\`\`\n\n2. When it ends with an error, follow its message and run ` +
    `it again.\n3. Hand over the result.\n`,
  references:
    `${steps}\n## When to read more\n\n- For the details of the format, read ` +
    `[references/format.md](references/format.md).\n`,
};

const script = `#!/usr/bin/env python3
"""${blanks.script}"""

import argparse
import sys
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("input", type=Path, help="the file to read")
    arguments = parser.parse_args()
    if not arguments.input.is_file():
        print(f"There is no file {arguments.input}.", file=sys.stderr)
        return 1
    print(len(arguments.input.read_text(encoding="utf-8").splitlines()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
`;

const companions: Readonly<Record<SkillKind, readonly NewFile[]>> = {
  instructions: [],
  scripts: [{ path: 'scripts/run.py', text: script }],
  references: [
    {
      path: 'references/format.md',
      text: `# Format\n\n${blanks.reference}\n`,
    },
  ],
};
