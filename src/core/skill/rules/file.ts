import { createSkillFile } from '../fixing/files.ts';
import { fix, replace } from '../fixing/fix.ts';
import { skillFileName } from '../skill.ts';
import { scanMaxLength } from '../limits.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import { isSkillFileLeftOut } from './package.ts';
import { show } from './show.ts';
import { l10n } from '../../text/l10n.ts';

const fileMissing = rule({
  code: 'file/missing',
  title: 'The folder has a SKILL.md',
  documentation: 'This file makes a folder a skill. It must be in the folder itself, not in a subfolder.',
  severity: levels('error', 'error', 'error', 'error'),
  source: 'Open specification: "a directory containing, at minimum, a `SKILL.md` file"',
  fix: createSkillFile,
});

const fileCase = rule<{ readonly fileName: string }>({
  code: 'file/case',
  title: 'The file is called SKILL.md',
  documentation:
    'Most agents look for exactly this spelling; `skill.md` and `Skill.md` are found only by chance, on file ' +
    'systems that ignore case. Rename the file.',
  severity: levels('error', 'error', 'error', 'error'),
  source: 'Guide of the specification: "a file named exactly `SKILL.md`"',
  fix: (context) => [
    fix(context, l10n.t`Rename the file to ${skillFileName}`, 'preferred', {
      kind: 'renameFile',
      file: context.problem.file,
      to: skillFileName,
    }),
  ],
});

const fileEncoding = rule({
  code: 'file/encoding',
  title: 'The file is UTF-8',
  documentation:
    'Validators and the server read UTF-8 only. Save the file with that encoding. Half of a surrogate pair ' +
    'cannot be saved at all.',
  severity: levels('error', 'error', 'error', 'error'),
  source: 'Reference validator and packaging check fail with UnicodeDecodeError',
});

const fileBom = rule({
  code: 'file/bom',
  title: 'The file has no byte order mark',
  documentation:
    'The invisible mark comes before the opening `---`, so strict readers find no front matter. VS ' +
    'Code and Claude Code skip it. Save the file as “UTF-8” without BOM.',
  severity: levels('error', 'information', 'information', 'error'),
  source: 'Reference validator and packaging check: both test that the text starts with `---`',
  fix: (context) => [
    fix(context, l10n.t`Remove the byte order mark`, 'safe', replace(context, { start: 0, end: 1 }, '')),
  ],
});

export const fileRules = group([fileMissing, fileCase, fileEncoding, fileBom], checkFile);

/** Rules about SKILL.md as a file. */
function* checkFile({ skill, frontMatter, packing }: RuleContext): Iterable<Finding> {
  const start = { start: 0, end: 0 };
  if (skill.fileName === undefined) {
    if (isSkillFileLeftOut(packing)) return;
    yield fileMissing.found({
      message:
        skill.folderName === undefined
          ? l10n.t`The folder has no SKILL.md, so it is not a skill. Add the file directly in the folder.`
          : l10n.t`The folder ${show(skill.folderName)} has no SKILL.md, so it is not a skill. Add the file directly in the folder.`,
      range: start,
    });
    return;
  }
  if (skill.fileName !== skillFileName) {
    yield fileCase.found({
      message: l10n.t`The file must be called exactly “SKILL.md”, not ${show(skill.fileName)}; otherwise the Skills API and most agents do not find it. Rename it.`,
      range: start,
      data: { fileName: skill.fileName },
    });
  }
  if (skill.validUtf8 === false) {
    const at = skill.text.indexOf('\uFFFD');
    yield fileEncoding.found({
      message: l10n.t`The file is not valid UTF-8; the Skills API and the validators cannot read it. Save it with UTF-8 encoding.`,
      range: at < 0 ? start : { start: at, end: at + 1 },
    });
  } else {
    const text = skill.text.slice(0, scanMaxLength);
    const lone = text.isWellFormed() ? -1 : text.search(/\p{Surrogate}/u);
    if (lone >= 0) {
      yield fileEncoding.found({
        message: l10n.t`This is half of a character and cannot be saved as UTF-8. Delete it.`,
        range: { start: lone, end: lone + 1 },
      });
    }
  }
  if (frontMatter.hasBom) {
    yield fileBom.found({
      message: l10n.t`An invisible byte order mark precedes the front matter, so strict readers such as the Skills API do not find it. Remove the mark.`,
      range: { start: 0, end: 1 },
    });
  }
}
