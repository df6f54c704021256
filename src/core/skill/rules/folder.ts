import { portablePathPattern, uploadMaxFiles, uploadMaxUncompressedBytes } from '../limits.ts';
import { skillFileName, type SkillFile } from '../skill.ts';
import { isExcluded } from '../../text/exclusions.ts';
import { findCollisions, sentPathFault, visibleTwins } from '../../text/paths.ts';
import { isMentionedLeftOut } from './package.ts';
import { perText } from './remembered.ts';
import { type Finding, type Packing, type RuleContext, group, levels, rule } from './rule.ts';
import { show } from './show.ts';
import { toSize } from '../../text/size.ts';
import { l10n } from '../../text/l10n.ts';

const dirNestedSkill = rule({
  code: 'dir/nested-skill',
  title: 'The folder contains one SKILL.md',
  documentation:
    'An upload is one skill. Move the inner skill to a folder of its own beside this one, or give the file ' +
    'another name.',
  severity: levels('error', 'warning', 'information', 'warning'),
  source: 'Server: `Zip must contain exactly one SKILL.md file. Currently there are N.`',
});

const dirPluginManifest = rule({
  code: 'dir/plugin-manifest',
  title: 'The folder is not a plugin',
  documentation:
    'A folder with `.claude-plugin/plugin.json` is a plugin and is refused as a skill. Remove the manifest, ' +
    'or publish a skill inside of the plugin.',
  severity: levels('error', 'off', 'off', 'off'),
  source: 'Server: `A skill cannot contain a plugin manifest (.claude-plugin/plugin.json).`',
});

const dirSymlink = rule({
  code: 'dir/symlink',
  title: 'Symbolic links stay inside the folder',
  documentation:
    'A link that leaves the folder, leads nowhere or to a folder is not published with the skill. Replace it ' +
    'with what the skill needs.',
  severity: levels('warning', 'information', 'information', 'warning'),
  source: 'Only the folder is uploaded; links out of it are never followed',
});

const dirSpecial = rule({
  code: 'dir/special',
  title: 'The folder contains only files',
  documentation: 'Pipes, sockets and devices cannot be uploaded. Remove them.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'An archive holds files',
});

const zipPathChars = rule({
  code: 'zip/path-chars',
  title: 'Paths have no characters an upload refuses',
  documentation:
    'Backslashes, control characters, `: * ? " < > |`, names that end with a dot or a space and the device ' +
    'names of Windows cannot be uploaded, or not be unpacked everywhere. Rename the file.',
  severity: levels('error', 'warning', 'warning', 'warning'),
  source: 'Server: `Zip file contains path with invalid characters`; file names of Windows',
});

const zipPathPortable = rule({
  code: 'zip/path-portable',
  title: 'Paths consist of letters, digits, “.”, “_” and “-”',
  documentation:
    'The characters a server accepts are not published; spaces and letters beyond ASCII are known to be a ' +
    'risk. Rename the file to be sure.',
  severity: levels('warning', 'off', 'off', 'off'),
  source: 'Server: `Zip file contains path with invalid characters` (its set of characters is not known)',
});

const zipCaseCollision = rule({
  code: 'zip/case-collision',
  title: 'Paths differ in more than case',
  documentation: 'On macOS and Windows the two are one file, and one of them is lost. Rename one.',
  severity: levels('error', 'warning', 'warning', 'warning'),
  isFixed: true,
  source: 'File systems that ignore case or Unicode normal forms',
});

const zipFileCount = rule({
  code: 'zip/file-count',
  title: 'The folder has at most 200 files',
  documentation:
    'claude.ai refuses more; for the Skills API no limit is documented. Leave out what the skill does not ' +
    'need: list it in `.skillignore`.',
  severity: levels('warning', 'off', 'off', 'off'),
  source: 'claude.ai: `Zip contains too many files (maximum 200)`',
});

const zipSize = rule({
  code: 'zip/size',
  title: 'The files are smaller than 30 MB together',
  documentation: 'The limit applies to the uncompressed files. Leave out what the skill does not need.',
  severity: levels('error', 'off', 'off', 'off'),
  source: 'Platform documentation: "Total upload size must be under 30 MB (uncompressed)"',
});

export const folderRules = group(
  [
    dirNestedSkill,
    dirPluginManifest,
    dirSymlink,
    dirSpecial,
    zipPathChars,
    zipPathPortable,
    zipCaseCollision,
    zipFileCount,
    zipSize,
  ],
  checkFolder,
);

const mostReports = 50;

/**
 * The files that a publication would carry as far as their paths alone tell; ignore files are the publisher's business.
 */
export function carriedFiles(files: readonly SkillFile[]): readonly SkillFile[] {
  return files.filter(({ path }) => isCarried(path));
}

const isCarried = perText((path) => !isExcluded(path));

/** Rules about the other files of the folder, each reported on the file at fault. */
function* checkFolder({ skill, packing }: RuleContext): Iterable<Finding> {
  if (!skill.files) return;
  const files = packing ? skill.files : carriedFiles(skill.files);
  yield* checkKinds(files, packing);
  yield* checkCollisions(files);
  yield* checkPaths(files);
  yield* checkTotals(files);
}

const start = { start: 0, end: 0 };

function* checkKinds(files: readonly SkillFile[], packing: Packing | undefined): Iterable<Finding> {
  for (const { path, kind, linkTarget } of files) {
    if (kind === 'special') {
      yield dirSpecial.found({
        message: l10n.t`This is not a regular file, so it cannot be part of a skill. Remove it.`,
        file: path,
        range: start,
      });
    } else if (kind === 'symlink' && linkTarget === undefined && !isMentionedLeftOut(packing, path)) {
      yield dirSymlink.found({
        message: l10n.t`This symbolic link is not published: only links to files in the skill folder are. Replace it with what the skill needs.`,
        file: path,
        range: start,
      });
    }
    if (path.toLowerCase() === '.claude-plugin/plugin.json') {
      yield dirPluginManifest.found({
        message: l10n.t`The Skills API rejects a skill with a plugin manifest. Remove it, or publish one of the plugin’s skills instead.`,
        file: path,
        range: start,
      });
    } else if (path.includes('/') && path.toLowerCase().endsWith(`/${skillFileName.toLowerCase()}`)) {
      yield dirNestedSkill.found({
        message: l10n.t`A skill has exactly one SKILL.md; the Skills API rejects a second one. Move this skill next to the other, or rename the file.`,
        file: path,
        range: start,
      });
    }
  }
}

function* checkPaths(files: readonly SkillFile[]): Iterable<Finding> {
  let reports = 0;
  for (const { path } of files) {
    if (reports >= mostReports) return;
    const wrong = sentPathFault(path);
    if (wrong !== undefined) {
      reports += 1;
      yield zipPathChars.found({
        message: l10n.t`Uploads reject this path: it ${wrong.reason}. Rename the file.`,
        file: path,
        range: start,
      });
    } else if (!portablePathPattern.test(path)) {
      reports += 1;
      const characters = [...new Set(Array.from(path).filter((character) => !portablePathPattern.test(character)))]
        .slice(0, 5)
        .map(show);
      yield zipPathPortable.found({
        message: l10n.t`The path contains ${characters.join(' ')}; some uploads reject everything but letters (a-z), digits, “.”, “_”, and “-”. Rename the file.`,
        file: path,
        range: start,
      });
    }
  }
}

function* checkCollisions(files: readonly SkillFile[]): Iterable<Finding> {
  let reports = 0;
  for (const { path, twin } of findCollisions(files.map((file) => file.path))) {
    reports += 1;
    if (reports > mostReports) return;
    yield zipCaseCollision.found({
      message: sameFile(path, twin),
      file: path,
      range: start,
    });
  }
}

/** Of names that are sent composed only one spelling is left here. */
function sameFile(path: string, twin: string): string {
  return path === twin
    ? l10n.t`Two files have this name, with its characters composed in different ways (Unicode NFC and NFD), so one of them is lost. Rename one.`
    : l10n.t`On macOS and Windows this is the same file as ${show(visibleTwins({ path, twin })[1])}, and one of them is lost. Rename one.`;
}

function* checkTotals(files: readonly SkillFile[]): Iterable<Finding> {
  if (files.length > uploadMaxFiles) {
    yield zipFileCount.found({
      message: l10n.t`The folder has ${files.length} files; claude.ai rejects more than ${uploadMaxFiles}. Exclude files you don’t need with .skillignore.`,
      range: start,
    });
  }
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total >= uploadMaxUncompressedBytes) {
    const largest = [...files].sort((a, b) => b.size - a.size).slice(0, 3);
    const names = largest.map(({ path, size }) => `${show(path)} (${toSize(size)})`).join(', ');
    yield zipSize.found({
      message: l10n.t`All files together have ${toSize(total)}; the Skills API rejects 30 MB and more, uncompressed. The largest: ${names}.`,
      file: largest[0]?.path ?? skillFileName,
      range: start,
    });
  }
}
