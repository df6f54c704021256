import { type MissingFile, type Replacement, missingFile, replaceText } from '../fixing/files.ts';
import { fix, replace } from '../fixing/fix.ts';
import { skillFileName } from '../skill.ts';
import { referenceTocLines } from '../limits.ts';
import { isMaterial } from '../meant.ts';
import type { Mention } from '../mention.ts';
import { isForPeople } from '../audience.ts';
import { baseName, decodePath, folderOf, relativePath } from '../path.ts';
import { closestPath, fileOfMention, filesOfMention, isMissing } from '../references.ts';
import { carriedFiles } from './folder.ts';
import { isLeftOutMention } from './package.ts';
import { type SkillDocument, type SkillDocuments, matchesIn } from './documents.ts';
import { perObject } from './remembered.ts';
import { isInHostLink } from './hostReading.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import { show } from './show.ts';
import { findContents } from './contents.ts';
import { findHomes } from './homes.ts';
import { findOrphans, mentionedIn } from './orphans.ts';
import { literally } from '../../text/patterns.ts';
import { l10n } from '../../text/l10n.ts';

const refExists = rule<MissingFile>({
  code: 'ref/exists',
  title: 'Mentioned files exist',
  documentation:
    'An agent that follows the path finds nothing. Links are checked, and paths in code that begin with a ' +
    'folder of the skill, or that the text tells to read or run; examples, patterns, files that the ' +
    'skill makes, and files of another skill or project are not. Outside of SKILL.md only links and commands that are ' +
    'run count. A path that differs from the name of a file only in case is reported in sentences too. Each target is ' +
    'reported once, with its other places. Create the file or correct the path.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'Platform documentation for enterprises: "Skill references files that don\'t exist in its directory"',
  fix: missingFile,
  saidByHost: ({ text }, { range }, { kind }) => kind === 'link' && isInHostLink(text, range),
});

const refAnchor = rule({
  code: 'ref/anchor',
  title: 'Linked headings exist',
  documentation: 'The part after `#` must be the anchor of a heading in the file.',
  severity: levels('information', 'information', 'information', 'information'),
  source: 'Markdown: anchors are made of headings',
});

const refRelative = rule<Replacement>({
  code: 'ref/relative',
  title: 'Paths are relative to the skill folder',
  documentation:
    'A path with the name of the skill folder in front works only where the skill is installed right there. ' +
    'Write it relative to the skill folder: `scripts/run.py`.',
  severity: levels('information', 'off', 'information', 'information'),
  source: 'Open specification: "use relative paths from the skill root"',
  fix: replaceText(l10n.mark('Start the path at the skill folder'), 'preferred'),
});

const refDepth = rule({
  code: 'ref/depth',
  title: 'Files are mentioned in SKILL.md itself',
  documentation:
    'Agents read a file that is mentioned only by another one partly or not at all. Mention it in SKILL.md ' +
    'as well, and say when to read it.',
  severity: levels('information', 'information', 'information', 'information'),
  source: 'Open specification: "Keep file references one level deep from `SKILL.md`"',
});

const refEscape = rule<Replacement | undefined>({
  code: 'ref/escape',
  title: 'Links stay inside the skill folder',
  documentation:
    'Only the folder is published; what lies beside it is not there later. Copy the file into the folder, name another ' +
    'skill by its name, or correct the number of `../`. Each target is reported once, with its other places.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'Platform documentation for enterprises: "path traversal (`../`)"',
  fix: (context) =>
    context.data
      ? replaceText(l10n.mark('Correct the number of “../”'), 'preferred')({ ...context, data: context.data })
      : [],
});

const refAbsolute = rule({
  code: 'ref/absolute',
  title: 'Paths are not machine-specific',
  documentation:
    'Links from the root of a disk and paths into a home folder exist on one machine only. Write paths ' +
    'relative to the skill folder.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'Guide of the specification: "no absolute paths needed"',
});

const refToc = rule<{ readonly insertAt: number; readonly contents: string }>({
  code: 'ref/toc',
  title: 'Long reference files begin with a table of contents',
  documentation:
    'Agents often read only the beginning of a long file; a table of contents tells them what else there is. ' +
    'The quick fix writes it from the headings.',
  severity: levels('information', 'information', 'information', 'information'),
  source: 'Platform best practices: files longer than 100 lines',
  fix: (context) => {
    const { insertAt: at, contents } = context.data;
    return [
      fix(context, l10n.t`Add a table of contents`, 'preferred', replace(context, { start: at, end: at }, contents)),
    ];
  },
});

const refTocOutdated = rule<{ readonly contents: string }>({
  code: 'ref/toc-outdated',
  title: 'Tables of contents name the headings of their file',
  documentation: 'A heading was added, renamed or removed since the table was written. The quick fix writes it anew.',
  severity: levels('information', 'information', 'information', 'information'),
  source: 'Follows from `ref/toc`',
  fix: (context) => [
    fix(
      context,
      l10n.t`Update the table of contents`,
      'preferred',
      replace(context, context.problem.range, context.data.contents),
    ),
  ],
});

const refOrphan = rule({
  code: 'ref/orphan',
  title: 'Every file is mentioned',
  documentation:
    'An agent does not look for files it was not told of. Mention the file where it is needed, or remove it.',
  severity: levels('information', 'information', 'information', 'information'),
  source: 'VS Code documentation: "If a file isn\'t referenced in the instructions, it won\'t be loaded"',
});

const refNames = rule({
  code: 'ref/names',
  title: 'Reference files have names that say what is in them',
  documentation: 'An agent chooses files by their names: `form-validation-rules.md`, not `doc2.md`.',
  severity: levels('hint', 'hint', 'hint', 'hint'),
  source: 'Platform best practices: "`form_validation_rules.md`, not `doc2.md`"',
});

export const referenceRules = group(
  [refExists, refAnchor, refRelative, refDepth, refEscape, refAbsolute, refToc, refTocOutdated, refOrphan, refNames],
  checkReferences,
);

/** Rules about the paths that the Markdown of a skill mentions, reported in the file that mentions them. */
function* checkReferences({ documents, skill, frontMatter, packing }: RuleContext): Iterable<Finding> {
  if (frontMatter.state === 'missing' && !documents.listed) return;
  for (const document of documents.all) {
    for (const finding of checkMentions(document, documents, skill.folderName)) {
      const isTold = document.path === documents.body.path && isLeftOutMention(packing, finding.range);
      if (finding.code !== refExists.code || !isTold) yield { ...finding, file: document.path };
    }
    if (isForPeople(document.path)) continue;
    for (const { range, written } of isMaterial(document.path) ? [] : homesOf(document)) {
      yield refAbsolute.found({
        message: l10n.t`${show(`${written}…`)} is one person’s home folder. Write a path relative to the skill folder, or a placeholder.`,
        file: document.path,
        range,
        subject: written,
      });
    }
  }
  if (!documents.listed) return;
  yield* checkDepth(documents);
  for (const document of documents.references) {
    if (!isForPeople(document.path) && baseName(document.path) !== skillFileName) yield* contentsFaults(document);
  }
  const leftOut = new Set(packing?.leftOut.map(({ path }) => path));
  const carried = carriedFiles(skill.files ?? []).map(({ path }) => path);
  for (const path of findOrphans(
    documents,
    carried.filter((each) => !leftOut.has(each)),
  )) {
    yield refOrphan.found({
      message: l10n.t`Nothing in the skill mentions this file, so an agent will not read it. Mention it where it is needed, or remove it.`,
      file: path,
      range: { start: 0, end: 0 },
    });
  }
}

/** Findings of one rule in one file; more help nobody. */
const mostFindings = 100;

function* checkMentions(
  document: SkillDocument,
  documents: SkillDocuments,
  folderName: string | undefined,
): Iterable<Finding> {
  const counts = new Map<string, number>();
  for (const mention of document.mentions) {
    // Whoever misses so many files is not helped by the names that are nearest to each.
    const isTold = (counts.get(refExists.code) ?? 0) >= mostFindings;
    if (isTold && documents.listed && isMissing(mention, documents.files)) continue;
    for (const finding of checkMention(mention, document, documents, folderName)) {
      const count = (counts.get(finding.code) ?? 0) + 1;
      counts.set(finding.code, count);
      if (count <= mostFindings) yield finding;
    }
  }
}

function* checkMention(
  mention: Mention,
  document: SkillDocument,
  documents: SkillDocuments,
  folderName: string | undefined,
): Iterable<Finding> {
  const { range, written, reach } = mention;
  if (reach === 'outside') {
    if (mention.certain && !isForPeople(document.path)) yield escape(mention, document, documents);
  } else if (reach === 'absolute') {
    if (isForPeople(document.path) || isMaterial(document.path)) return;
    yield refAbsolute.found({
      message: l10n.t`${show(written)} exists on only one machine. Write a path relative to the skill folder.`,
      range,
      subject: written,
    });
  } else if (documents.listed && isMissing(mention, documents.files)) {
    yield missing(mention, document, documents);
  } else {
    yield* checkAnchor(mention, documents);
    const isUsed = mention.role === 'run' || mention.role === 'told' || mention.role === 'read';
    if (isUsed && !isForPeople(document.path) && filesOfMention(mention, documents.files).length > 0)
      yield* checkLead(mention, document.text, folderName);
  }
}

function missing(mention: Mention, document: SkillDocument, { files }: SkillDocuments): Finding {
  const path = mention.candidates[0] ?? mention.written;
  const near = closestPath(path, files);
  const isLink = mention.kind === 'link' || mention.kind === 'image' || mention.kind === 'definition';
  const replacement = near === undefined ? undefined : isLink ? relativePath(folderOf(document.path), near) : near;
  const isStep = isLink && replacement !== undefined && near === withoutSteps(mention.written);
  const data = { path, kind: mention.kind, ...(replacement === undefined ? {} : { replacement }) };
  const message = missingFileText(path, near, isStep ? replacement : undefined);
  return refExists.found({ message, range: mention.range, data, subject: path });
}

/** `near`: the file that was probably meant; `stepped`: the way to it, where only the number of steps is wrong. */
function missingFileText(path: string, near: string | undefined, stepped: string | undefined): string {
  if (near === undefined) return l10n.t`The skill has no file ${show(path)}. Create it, or correct the path.`;
  return stepped === undefined
    ? l10n.t`The skill has no file ${show(path)}. Did you mean ${show(near)}?`
    : l10n.t`The skill has no file ${show(path)}. From this file it is ${show(stepped)}: the number of “../” is wrong.`;
}

/** The path that is left when the steps in front of it are taken away. */
function withoutSteps(written: string): string {
  return decodePath(written)
    .replaceAll('\\', '/')
    .replace(/^(?:\.{1,2}\/)+/, '');
}

/** A link that leaves the folder: with too many `../`, to another skill, or to something that is not published. */
function escape({ range, written }: Mention, document: SkillDocument, { files }: SkillDocuments): Finding {
  const rest = withoutSteps(written);
  const inside = rest !== '' && files.has(rest) ? relativePath(folderOf(document.path), rest) : undefined;
  const steps = written.match(/\.\.(?=[\\/])/g)?.length ?? 0;
  const depth = document.path.split('/').length;
  const skill = /(?:^|\/)([\w-]+)\/SKILL\.md$/i.exec(rest)?.[1] ?? /^([\w-]+)\/?$/.exec(rest)?.[1];
  const instead = l10n.t`Only this folder is published: name the skill ${show(skill ?? '')} instead, because agents find it by its name.`;
  const message =
    inside !== undefined
      ? l10n.t`${show(written)} leaves the skill folder. The skill has ${show(rest)}: from this file it is ${show(inside)}, the number of “../” is wrong.`
      : skill === undefined
        ? l10n.t`${show(written)} leaves the skill folder. Only the folder is published. Copy the file into it, or describe in words what the reader needs.`
        : steps > depth
          ? l10n.t`${show(written)} leaves the skill folder. The path has more “../” than lead to a neighboring skill. ${instead}`
          : l10n.t`${show(written)} leaves the skill folder. ${instead}`;
  return refEscape.found({
    message,
    range,
    subject: written,
    data: inside === undefined ? undefined : { replacement: inside },
  });
}

/** Anchors of a document in lower case, read once: headings, and `id` or `name` of HTML. */
const anchors = new WeakMap<SkillDocument, ReadonlySet<string>>();

function anchorsOf(document: SkillDocument): ReadonlySet<string> {
  let known = anchors.get(document);
  if (!known) {
    const { markdown, text } = document;
    const named = [...matchesIn(text, markdown.html, /\b(?:id|name)\s{0,9}=\s{0,9}["']?([^"'\s>]+)/gi, 10_000)].map(
      ({ match }) => match[1] ?? '',
    );
    known = new Set([...markdown.headings.map(({ slug }) => slug), ...named].map((each) => each.toLowerCase()));
    anchors.set(document, known);
  }
  return known;
}

function* checkAnchor(mention: Mention, documents: SkillDocuments): Iterable<Finding> {
  const { fragment, kind, range, written } = mention;
  if (fragment === undefined || fragment === '' || (kind !== 'link' && kind !== 'definition')) return;
  const path = written === '' ? mention.candidates[0] : fileOfMention(mention, documents.files);
  const target = documents.at(path);
  if (!target || target.markdown.end < target.text.length) return;
  if (/^L\d/.test(fragment) || anchorsOf(target).has(fragment.toLowerCase())) return;
  yield refAnchor.found({
    message: l10n.t`No heading has the anchor ${show(`#${fragment}`)}. Correct it, or link to the file itself.`,
    range: { start: range.start, end: range.end + fragment.length + 1 },
  });
}

function* checkLead(
  { kind, range, written }: Mention,
  text: string,
  folderName: string | undefined,
): Iterable<Finding> {
  if (folderName === undefined || (kind !== 'span' && kind !== 'block')) return;
  if (!text.startsWith(`${folderName}/`, range.start - folderName.length - 1)) return;
  const lead = new RegExp(`(?:[\\w.~-]+/)*${literally(folderName)}/$`).exec(
    text.slice(Math.max(0, range.start - 200), range.start),
  );
  // Behind a place in a file stand lines: it is a note about the file, not a way to it.
  if (!lead || /\bpath\/to\//.test(lead[0]) || /^:\d/.test(text.slice(range.end, range.end + 2))) return;
  const start = range.start - lead[0].length;
  if (isOfUser(text, start)) return;
  yield refRelative.found({
    message: l10n.t`Paths start at the skill folder: write ${show(written)}. With the folder in front, it works only where the skill is installed in exactly that place.`,
    range: { start, end: range.end },
    data: { replacement: written },
    subject: text.slice(start, range.end),
  });
}

/** An absolute path that a person types, or that a table of cron needs. */
function isOfUser(text: string, at: number): boolean {
  if (!/[~/]/.test(text.charAt(text.charAt(at) === '~' ? at : at - 1))) return false;
  const above = text.slice(Math.max(0, at - 300), at);
  const line = above.slice(above.lastIndexOf('\n') + 1);
  return (
    line.split('*').length > 4 ||
    /\bcron\b/i.test(line) ||
    /\b(?:users?|they|them) (?:can|must|to|should|may)\b/i.test(above)
  );
}

/** Markdown files that only other reference files mention. */
function* checkDepth(documents: SkillDocuments): Iterable<Finding> {
  const direct = mentionedIn([documents.body], documents.files);
  for (const { path, mentions } of documents.references) {
    if (!direct.has(path) || isForPeople(path)) continue;
    for (const mention of mentions) {
      const target = fileOfMention(mention, documents.files);
      if (
        target === undefined ||
        target === path ||
        direct.has(target) ||
        !/\.md$/i.test(target) ||
        baseName(target) === skillFileName ||
        isForPeople(target)
      )
        continue;
      direct.add(target);
      yield refDepth.found({
        message: l10n.t`${show(target)} is mentioned here but not in SKILL.md; agents may read only part of it, or nothing. Mention it in SKILL.md as well.`,
        file: path,
        range: mention.range,
      });
    }
  }
}

const homesOf = perObject((document: SkillDocument) => [...findHomes(document)]);
const contentsFaults = perObject((document: SkillDocument): readonly Finding[] => [...checkContents(document)]);

function* checkContents(document: SkillDocument): Iterable<Finding> {
  const { path, text, markdown } = document;
  const name = baseName(path);
  if (/^(?:doc|docs|file|untitled|new|temp|tmp|misc|stuff|text|page)[-_ ]?\d*\.md$/i.test(name)) {
    yield refNames.found({
      message: l10n.t`${show(name)} does not say what is in the file; agents choose files by their names.`,
      file: path,
      range: { start: 0, end: 0 },
    });
  }
  const contents = findContents(document);
  if (
    contents.existing &&
    contents.text !== text.slice(contents.range.start, contents.range.end) &&
    contents.isOutdated
  ) {
    yield refTocOutdated.found({
      message: l10n.t`The table of contents does not match the headings of this file.`,
      file: path,
      range: contents.range,
      data: { contents: contents.text },
    });
  } else if (
    !contents.existing &&
    contents.text !== '' &&
    markdown.headings.length > 2 &&
    text.split('\n', referenceTocLines + 2).length > referenceTocLines + 1
  ) {
    yield refToc.found({
      message: l10n.t`A reference file of more than ${referenceTocLines} lines should begin with a table of contents: agents often read only the beginning.`,
      file: path,
      range: { start: 0, end: 0 },
      data: { insertAt: contents.range.start, contents: contents.text },
    });
  }
}
