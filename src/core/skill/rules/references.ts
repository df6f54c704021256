import { type MissingFile, type Replacement, missingFile, replaceText } from '../fixing/files.ts';
import { fix, replace } from '../fixing/fix.ts';
import { referenceTocLines, skillFileName } from '../limits.ts';
import { type Mention } from '../mentions.ts';
import { baseName, folderOf, isTestPath, relativePath } from '../path.ts';
import { type FileIndex, closestPath, fileOfMention, filesOfMention, isMissing } from '../references.ts';
import { carriedFiles } from './folder.ts';
import { isLeftOutMention } from './package.ts';
import { type SkillDocument, type SkillDocuments, matchesIn } from './documents.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import { show } from './show.ts';
import { findContents } from './contents.ts';
import { anyOf } from '../../text/patterns.ts';

export const refExists = rule<MissingFile>({
  code: 'ref/exists',
  title: 'Mentioned files exist',
  documentation:
    'An agent that follows the path finds nothing. Links are checked, and paths in code that begin with a ' +
    'folder of the skill; what is only an example, a pattern or made by the skill is not. A bare name that ' +
    'the skill has in other letters, upper for lower case, is reported in sentences too. Create the file or ' +
    'correct the path.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'Platform documentation for enterprises: "Skill references files that don\'t exist in its directory"',
  fix: missingFile,
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
    'A path with the name of the skill folder in front works only where the skill is installed just there. ' +
    'Write it from the skill folder on: `scripts/run.py`.',
  severity: levels('information', 'off', 'information', 'information'),
  source: 'Open specification: "use relative paths from the skill root"',
  fix: replaceText('Start the path at the skill folder', 'preferred'),
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

const refEscape = rule({
  code: 'ref/escape',
  title: 'Links stay inside the skill folder',
  documentation: 'Only the folder is published; what lies beside it is not there later. Copy the file into the folder.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'Platform documentation for enterprises: "path traversal (`../`)"',
});

const refAbsolute = rule({
  code: 'ref/absolute',
  title: 'Paths are not those of one machine',
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
    return [fix(context, 'Add a table of contents', 'preferred', replace(context, { start: at, end: at }, contents))];
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
      'Update the table of contents',
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
  severity: levels('information', 'information', 'information', 'information'),
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
    for (const finding of checkHomes(document)) yield { ...finding, file: document.path };
  }
  if (!documents.listed) return;
  yield* checkDepth(documents);
  for (const document of documents.references) yield* checkContents(document);
  const leftOut = new Set(packing?.leftOut.map(({ path }) => path));
  const carried = carriedFiles(skill.files ?? []).map(({ path }) => path);
  yield* checkOrphans(
    documents,
    carried.filter((path) => !leftOut.has(path)),
  );
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
    yield refEscape.found({
      message: `${show(written)} leaves the skill folder; only the folder is published. Copy the file into it.`,
      range,
    });
  } else if (reach === 'absolute') {
    yield refAbsolute.found({
      message: `${show(written)} exists on one machine only. Write a path relative to the skill folder.`,
      range,
    });
  } else if (documents.listed && isMissing(mention, documents.files)) {
    yield missing(mention, document, documents);
  } else {
    yield* checkAnchor(mention, documents);
    yield* checkLead(mention, document.text, folderName);
  }
}

function missing(mention: Mention, document: SkillDocument, { files }: SkillDocuments): Finding {
  const path = mention.candidates[0] ?? mention.written;
  const near = closestPath(path, files);
  const isLink = mention.kind === 'link' || mention.kind === 'image' || mention.kind === 'definition';
  const replacement = near === undefined ? undefined : isLink ? relativePath(folderOf(document.path), near) : near;
  const hint = near === undefined ? 'Create it or correct the path.' : `Did you mean ${show(near)}?`;
  const data = { path, kind: mention.kind, ...(replacement === undefined ? {} : { replacement }) };
  return refExists.found({ message: `The skill has no file ${show(path)}. ${hint}`, range: mention.range, data });
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
  const target = documents.all.find((each) => each.path === path);
  if (!target || target.markdown.end < target.text.length) return;
  if (/^L\d/.test(fragment) || anchorsOf(target).has(fragment.toLowerCase())) return;
  yield refAnchor.found({
    message: `No heading has the anchor ${show(`#${fragment}`)}. Correct it, or link to the file alone.`,
    range: { start: range.start, end: range.end + fragment.length + 1 },
  });
}

function* checkLead(
  { kind, range, written }: Mention,
  text: string,
  folderName: string | undefined,
): Iterable<Finding> {
  if (folderName === undefined || (kind !== 'span' && kind !== 'block')) return;
  const lead = new RegExp(`(?:[\\w.~-]+/)*${folderName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/$`).exec(
    text.slice(Math.max(0, range.start - 200), range.start),
  );
  if (!lead) return;
  const start = range.start - lead[0].length;
  yield refRelative.found({
    message:
      `Paths start at the skill folder: write ${show(written)}. With the folder in front it works only ` +
      'where the skill is installed just there.',
    range: { start, end: range.end },
    data: { replacement: written },
  });
}

/** Names that stand for any person, or that no person has. */
const anyone = (
  'user users username you your me name runner node ubuntu app coder vscode claude agent dev developer jovyan ' +
  'example foo alice bob john jane shared public default sandbox oai computeruse'
)
  .split(' ')
  .map((name) => `[${name.charAt(0).toUpperCase()}${name.charAt(0)}]${name.slice(1)}`)
  .join('|');
/** Case and what stands in front tell a home folder from a part of another path or of an address. */
const home = new RegExp(
  [
    String.raw`(?:(?<![\w.:/~}>-])|(?<=file:\/\/))(?:\/Users\/|\/home\/|[A-Za-z]:\\Users\\)`,
    String.raw`(?!(?:${anyone}|[A-Z_]+)\b)([A-Za-z][\w.-]*)(?=[\\/])`,
  ].join(''),
  'g',
);

function* checkHomes({ text, markdown }: SkillDocument): Iterable<Finding> {
  const code = [...markdown.spans, ...markdown.blocks].map(({ textRange }) => textRange);
  for (const { range, match } of matchesIn(text, [...markdown.prose, ...code], home, 5)) {
    yield refAbsolute.found({
      message:
        `${show(`${match[0]}…`)} is the home folder of one person. Write a path relative to the skill ` +
        'folder, or a placeholder.',
      range,
    });
  }
}

/** The files that some documents mention; the same path is looked up once. */
function mentionedIn(documents: readonly SkillDocument[], files: FileIndex): Set<string> {
  const mentions = new Map(
    documents.flatMap((document) => document.mentions).map((mention) => [mention.candidates.join('\n'), mention]),
  );
  return new Set([...mentions.values()].flatMap((mention) => filesOfMention(mention, files)));
}

/** Markdown files that only other reference files mention. */
function* checkDepth(documents: SkillDocuments): Iterable<Finding> {
  const direct = mentionedIn([documents.body], documents.files);
  for (const { path, mentions } of documents.references) {
    if (!direct.has(path)) continue;
    for (const mention of mentions) {
      const target = fileOfMention(mention, documents.files);
      if (
        target === undefined ||
        target === path ||
        direct.has(target) ||
        !/\.md$/i.test(target) ||
        target === skillFileName
      )
        continue;
      direct.add(target);
      yield refDepth.found({
        message:
          `${show(target)} is mentioned here but not in SKILL.md; agents may read it partly or not at ` +
          'all. Mention it in SKILL.md as well.',
        file: path,
        range: mention.range,
      });
    }
  }
}

function* checkContents(document: SkillDocument): Iterable<Finding> {
  const { path, text, markdown } = document;
  const name = baseName(path);
  if (/^(?:doc|docs|file|untitled|new|temp|tmp|misc|stuff|text|page)[-_ ]?\d*\.md$/i.test(name)) {
    yield refNames.found({
      message: `${show(name)} does not say what is in the file; agents choose files by their names.`,
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
      message: 'The table of contents does not name the headings of this file as they are now.',
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
      message:
        `A reference file of more than ${referenceTocLines} lines should begin with a table of ` +
        'contents: agents often read only the beginning.',
      file: path,
      range: { start: 0, end: 0 },
      data: { insertAt: contents.range.start, contents: contents.text },
    });
  }
}

/** Files that are found or used without being mentioned. */
const unmentioned = anyOf(
  'i',
  /(?:^|\/)(?:LICEN[CS]E|COPYING|NOTICE|README|CHANGELOG|CONTRIBUTING|AUTHORS)\b[^/]*$/,
  /(?:^|\/)(?:requirements|package|package-lock|pyproject|tsconfig|Makefile|Dockerfile|__init__)\b[^/]*$/,
  /(?:^|[/_-])OFL\b[^/]*$/,
  /(?:^|\/)\.|^(?:evals|agents)\/|\.(?:lock|ttf|otf|woff2?)$/,
);
const mostOrphans = 20;
/** Characters times files that are searched; a skill above that keeps its orphans unreported. */
const mostCompared = 30_000_000;

function* checkOrphans(documents: SkillDocuments, paths: readonly string[]): Iterable<Finding> {
  const candidates = paths.filter(
    (path) =>
      path !== documents.body.path && baseName(path) !== skillFileName && !unmentioned.test(path) && !isTestPath(path),
  );
  if (candidates.length === 0 || candidates.length > 200) return;
  const mentioned = mentionedIn(documents.all, documents.files);
  const everything = [documents.body, ...documents.texts];
  if (candidates.length * everything.reduce((sum, { text }) => sum + text.length, 0) > mostCompared) return;
  let count = 0;
  for (const path of candidates) {
    const stem = baseName(path).replace(/\.[^.]*$/, '');
    const isNamed = (other: { readonly path: string; readonly text: string }): boolean =>
      other.path !== path && (other.text.includes(stem) || namesFolder(other.text, folderOf(path)));
    if (mentioned.has(path) || everything.some(isNamed)) continue;
    count += 1;
    if (count > mostOrphans) return;
    yield refOrphan.found({
      message:
        'Nothing in the skill mentions this file, so an agent will not read it. Mention it where it is needed, ' +
        'or remove it.',
      file: path,
      range: { start: 0, end: 0 },
    });
  }
}

/** `templates/` without a file behind it, or "templates" in quotes, as a program writes it. */
function namesFolder(text: string, folder: string): boolean {
  if (folder === '') return false;
  const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\\b${escaped(folder)}/(?![\\w.-])|["']${escaped(baseName(folder))}["']`).test(text);
}
