import type { Finding, Problem, Range } from '../problem.ts';
import { group, levels, rule, type Packing, type RuleContext } from './rule.ts';

const always = levels('error', 'error', 'error', 'error');

const packageName = rule({
  code: 'package/name',
  title: 'Every file has a name that can be unpacked everywhere',
  documentation:
    'Control characters, invisible characters, backslashes, the characters and device names that Windows reserves, ' +
    'and names that are too long make an archive that some systems cannot unpack. Rename the file, or leave it out ' +
    'with `.skillignore`.',
  severity: always,
  isFixed: true,
  source: 'File names of Windows, macOS and Linux; server: `Zip file contains path with invalid characters`',
});

const packageUnreadable = rule({
  code: 'package/unreadable',
  title: 'Every file can be read',
  documentation:
    'A version without the file would look complete. Make it readable, or leave it out with `.skillignore`.',
  severity: always,
  isFixed: true,
  source: 'This product: no file is left out silently',
});

const packageIgnoreRules = rule({
  code: 'package/ignore-rules',
  title: 'Ignore files are short enough to judge every file by',
  documentation: 'What a longer one says is not known, and nothing is sent that it may leave out. Shorten it.',
  severity: always,
  isFixed: true,
  source: 'This product',
});

const packageTooManyFiles = rule({
  code: 'package/too-many-files',
  title: 'The folder has at most 5,000 files to send',
  documentation:
    'A folder with more is probably the wrong one, or some of it should be listed in `.skillignore`. ' +
    'The rest of the folder is not looked at.',
  severity: always,
  isFixed: true,
  source: 'This product; far more than any service takes',
});

const packageTooLarge = rule({
  code: 'package/too-large',
  title: 'The upload is within the limit of the service',
  documentation: 'Leave out what is not needed with `.skillignore`.',
  severity: always,
  isFixed: true,
  source: 'Platform documentation: requests of up to 30 MB',
});

const packageRefused = rule({
  code: 'package/refused',
  title: 'The skill contains no Git repository',
  documentation:
    'A folder that Git takes for a repository can run commands, so nobody can add such a version to a folder. Remove ' +
    'it, or leave it out with `.skillignore`.',
  severity: always,
  isFixed: true,
  source: 'This product: what a download may write',
});

const packageLink = rule<MentionedPath>({
  code: 'package/link',
  title: 'Links that SKILL.md mentions are sent',
  documentation:
    'A symbolic link is sent as the file it leads to, when that file is sent too. Replace any other link by what the ' +
    'skill needs of it.',
  severity: always,
  isFixed: true,
  source: 'Only the folder is uploaded; links out of it are never followed',
});

const packageLeftOut = rule<MentionedPath>({
  code: 'package/left-out',
  title: 'SKILL.md and the files that it mentions are sent',
  documentation:
    'An ignore file or the list of what is never sent leaves the file out, so an agent will not find it. Take it back ' +
    'with a line in `.skillignore` that begins with `!`, or do not mention it. It is an error when SKILL.md itself is left ' +
    'out: ' +
    'a folder without it is no skill.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'This product: no file is left out silently',
});

const packageFolderIgnored = rule({
  code: 'package/folder-ignored',
  title: 'No ignore file leaves the whole skill out',
  documentation:
    'The folder was chosen on purpose, so a rule of a `.gitignore` that ignores all of it is not applied; what else ' +
    'that file says counts.',
  severity: levels('information', 'information', 'information', 'information'),
  source: 'This product',
});

interface MentionedPath {
  /** What stays although it is mentioned. */
  readonly path: string;
}

/** What selecting and reading the files of the folder found. */
export const packageRules = group(
  [
    packageName,
    packageUnreadable,
    packageIgnoreRules,
    packageTooManyFiles,
    packageTooLarge,
    packageRefused,
    packageLink,
    packageLeftOut,
    packageFolderIgnored,
  ],
  ({ packing }: RuleContext): readonly Finding[] => packing?.problems ?? [],
);

/** Whether a path of the folder is told about already, because it is mentioned and stays. */
export function isMentionedLeftOut(packing: Packing | undefined, path: string): boolean {
  return mentionedLeftOut(packing).some(
    (each) => (packageLink.dataOf(each) ?? packageLeftOut.dataOf(each))?.path === path,
  );
}

/** Whether a mention in SKILL.md is told about already, because what it names is there and stays. */
export function isLeftOutMention(packing: Packing | undefined, range: Range): boolean {
  return mentionedLeftOut(packing).some((each) => each.range.start < range.end && range.start < each.range.end);
}

function mentionedLeftOut(packing: Packing | undefined): readonly Pick<Problem, 'code' | 'range' | 'data'>[] {
  return (packing?.problems ?? []).filter(({ code }) => code === packageLink.code || code === packageLeftOut.code);
}

/** Whether the folder has a SKILL.md that an ignore file leaves out. */
export function isSkillFileLeftOut(packing: Packing | undefined): boolean {
  return (
    packing?.problems.some(({ code, isRefusal: refused }) => code === packageLeftOut.code && refused === true) ?? false
  );
}

/** Whether nothing may be sent because of a finding, whatever the settings say. */
export function isRefusal({ code, isRefusal: refused }: Pick<Finding, 'code' | 'isRefusal'>): boolean {
  return refused === true || packageRules.rules.some((each) => each.code === code && each.isFixed === true);
}
