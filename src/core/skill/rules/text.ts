import { isForPeople } from '../audience.ts';
import { lineAt } from '../envelope.ts';
import { fix, replace } from '../fixing/fix.ts';
import { type Replacement, replaceText } from '../fixing/files.ts';
import { scanMaxLength } from '../limits.ts';
import { type Mojibake, findMojibake } from '../mojibake.ts';
import { baseName } from '../path.ts';
import type { SkillDocument } from './documents.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import { show } from './show.ts';
import { plural } from '../../text/size.ts';
import { l10n } from '../../text/l10n.ts';

const fileMojibake = rule<{ readonly pieces: readonly (Mojibake & { readonly meant: string })[] }>({
  code: 'file/mojibake',
  title: 'The text was encoded once',
  documentation:
    'Text in UTF-8 was read with another encoding and written again: `â€™` stands for an apostrophe. Deleting its hidden ' +
    'characters destroys what is left; the quick fix writes what it was, where no bytes are lost.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'Seen in public skills, together with control characters that strict YAML refuses',
  fix: (context) => {
    const edits = context.data.pieces.map(({ range, meant }) => replace(context, range, meant));
    return edits.length === 0 ? [] : [fix(context, l10n.t`Re-encode the text`, 'preferred', ...edits)];
  },
});

const fileConflict = rule({
  code: 'file/conflict',
  title: 'No merge conflict is left',
  documentation: 'The file contains both sides of a merge, with Git’s conflict markers between them. Keep one side.',
  severity: levels('error', 'error', 'error', 'error'),
  source: 'Git: conflict markers',
});

const fileScaffold = rule({
  code: 'file/scaffold',
  title: 'Nothing is left of a template for skills',
  documentation: 'A file or a sentence of the template was neither filled in nor removed, so an agent reads nonsense.',
  severity: levels('hint', 'hint', 'hint', 'hint'),
  source: 'Files that `init_skill.py` and others create; seen in public skills',
});

const fileLineEndings = rule({
  code: 'file/line-endings',
  title: 'SKILL.md has LF line endings',
  documentation: 'Some readers look for `---` and a line feed, and find no front matter behind CRLF.',
  severity: levels('hint', 'hint', 'hint', 'hint'),
  source: 'Readers with `^---\\n`; the vendor’s packaging check is one',
  fix: (context) => {
    const all = { start: 0, end: context.text.length };
    return [
      fix(
        context,
        l10n.t`Change the line endings to LF`,
        'preferred',
        replace(context, all, context.text.replaceAll('\r\n', '\n')),
      ),
    ];
  },
});

const bodyRuleLine = rule<Replacement>({
  code: 'body/rule-line',
  title: 'The body has no line “---”',
  documentation:
    'Some readers split a file at every such line and lose what follows. Write `***`, which looks the same.',
  severity: levels('hint', 'off', 'off', 'hint'),
  source: 'Readers that split the text at `---`',
  fix: replaceText(l10n.mark('Write the line as “***”'), 'preferred'),
});

const bodyFence = rule({
  code: 'body/fence',
  title: 'Every code block ends where it should',
  documentation:
    'The end of an inner block ends the outer one as well, and from there on text is code and code is text; a block ' +
    'without an end takes the rest of the file. Close it, or give the outer block a longer fence: four backticks.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'CommonMark 0.31, section 4.5: a fence ends at the first one that is as long',
});

export const textRules = group(
  [fileMojibake, fileConflict, fileScaffold, fileLineEndings, bodyRuleLine, bodyFence],
  checkHealth,
);

/** Rules about the health of texts: what a reader of the source would stumble over. */
function* checkHealth({ skill, documents, frontMatter }: RuleContext): Iterable<Finding> {
  yield* checkMojibake(skill.text.slice(0, scanMaxLength), documents.body.path);
  for (const { path, text } of documents.texts) yield* checkMojibake(text, path);
  for (const document of documents.all) {
    yield* checkConflict(document);
    if (!isForPeople(document.path)) yield* checkFences(document);
  }
  yield* checkScaffold(documents.body, documents.texts);
  const crlf = skill.text.indexOf('\r\n');
  if (crlf >= 0 && frontMatter.opening) {
    yield fileLineEndings.found({
      message: l10n.t`The lines end with CRLF, so some readers find no front matter. Change them to LF.`,
      range: { start: crlf, end: crlf + 2 },
    });
  }
  if (frontMatter.closing) yield* checkRuleLines(documents.body);
}

function* checkMojibake(text: string, file: string): Iterable<Finding> {
  if (!/[\u0080-\u00F4]/.test(text)) return;
  const pieces = findMojibake(text);
  const [first] = pieces;
  if (!first) return;
  const known = pieces.flatMap(({ range, meant }) => (meant === undefined ? [] : [{ range, meant }]));
  const places = plural(pieces.length, 'place');
  yield fileMojibake.found({
    message: known[0]
      ? l10n.t`The text was encoded twice (${places}; ${show(text.slice(known[0].range.start, known[0].range.end))} was ${show(known[0].meant)}). Re-encode it; deleting characters destroys it.`
      : l10n.t`The text was encoded twice (${places}). Re-encode it; deleting characters destroys it.`,
    file,
    range: first.range,
    data: { pieces: known },
  });
}

function* checkConflict({ path, text, markdown }: SkillDocument): Iterable<Finding> {
  const start = /^<{7}(?: |$)/m.exec(text);
  if (!start) return;
  const rest = text.slice(start.index);
  if (!/^={7}\s*$/m.test(rest) || !/^>{7}(?: |$)/m.test(rest)) return;
  const isShown = markdown.blocks.some(({ range }) => range.start <= start.index && start.index < range.end);
  if (isShown) return;
  yield fileConflict.found({
    message: l10n.t`A merge conflict is left here: both sides are in the file. Keep one, and remove the markers.`,
    file: path,
    range: { start: start.index, end: lineAt(text, start.index).end },
  });
}

/** The first fault of the code blocks in a file: what comes after it follows from it. */
function* checkFences({ path, text, markdown }: SkillDocument): Iterable<Finding> {
  for (const { fence, isClosed, innerFence, range, textRange } of markdown.blocks) {
    if (fence === '') continue;
    // To the strict reading a fence right below a tag such as `<Good>` is HTML; no author means that.
    if (innerFence && markdown.html.some((html) => /^[ \t]*(?:`{3,}|~{3,})/m.test(text.slice(html.start, html.end))))
      return;
    if (innerFence && isClosed && followsText(text, range.end)) {
      yield bodyFence.found({
        message: l10n.t`The end of this inner code block ends the outer one too, so text and code are swapped from here on. Give the outer block a longer fence.`,
        file: path,
        range: innerFence,
      });
      return;
    }
    if (
      !isClosed &&
      range.end >= text.trimEnd().length &&
      /^(?:#{1,4} |[-*] |\d+\. )/m.test(text.slice(textRange.start))
    ) {
      yield bodyFence.found({
        message: l10n.t`This code block is never closed: the rest of the file is code. Close it, or remove the fence.`,
        file: path,
        range: { start: range.start, end: lineAt(text, range.start).end },
      });
      return;
    }
  }
}

/** True when another fence comes later, so that something is inside out; an inner fence alone may be meant. */
function followsText(text: string, end: number): boolean {
  return /^ {0,3}(?:`{3,}|~{3,})/m.test(text.slice(end));
}

const scaffoldFile = /^(?:example[-_](?:reference|template|script|asset|usage)\.\w+|example\.(?:py|sh|js))$/i;
const scaffoldText =
  /\bplaceholder\b|\bTODO\b|\breplace (?:this|with)\b|\bcustomi[sz]e this\b|\bdelete (?:this|if not)\b/i;
const unfilled = /\[TODO:[^\]\n]{0,200}/;

function* checkScaffold(
  body: SkillDocument,
  texts: readonly { readonly path: string; readonly text: string }[],
): Iterable<Finding> {
  for (const { path, text } of texts) {
    if (!isScaffold(path, text)) continue;
    yield fileScaffold.found({
      message: l10n.t`${show(path)} is left over from a skill template. Fill it in, or remove it.`,
      file: path,
      range: { start: 0, end: 0 },
    });
  }
  const todo = unfilled.exec(body.text);
  if (!todo || body.markdown.blocks.some(({ range }) => range.start <= todo.index && todo.index < range.end)) return;
  yield fileScaffold.found({
    message: l10n.t`${show(todo[0])} is left over from a skill template. Fill it in, or remove it.`,
    range: { start: todo.index, end: todo.index + todo[0].length },
  });
}

/** True for a file that a template for skills made and nobody filled in. */
export function isScaffold(path: string, text: string): boolean {
  return scaffoldFile.test(baseName(path)) && scaffoldText.test(text.slice(0, 1500));
}

function* checkRuleLines({ text, start, markdown }: SkillDocument): Iterable<Finding> {
  const lines = /^---[ \t]*$/gm;
  lines.lastIndex = start;
  for (let line = lines.exec(text); line && line.index < markdown.end; line = lines.exec(text)) {
    const { index } = line;
    if (!/(?:^|\n)[ \t]*\r?\n$/.test(text.slice(Math.max(start, index - 20), index))) continue;
    if (markdown.blocks.some(({ range }) => range.start <= index && index < range.end)) continue;
    yield bodyRuleLine.found({
      message: l10n.t`Some readers take this line for the end of the front matter. Write “***”, which looks the same.`,
      range: { start: index, end: index + 3 },
      data: { replacement: '***' },
      subject: 'line',
    });
  }
}
