import assert from 'node:assert/strict';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Nodes } from 'mdast';
import type { Finding } from '../../../../src/core/impact/model.ts';
import { parseDetailsParts, toDetailsParts } from '../../../../src/vscode/commands/details/detailsAddress.ts';
import { detailsPage, type DetailsFacts, type VersionRow } from '../../../../src/vscode/commands/details/page.ts';

const version = (more: Partial<VersionRow> = {}): VersionRow => ({
  name: 'v1',
  isLatest: false,
  createdAt: '2026-11-01T10:00:00Z',
  author: undefined,
  note: undefined,
  size: undefined,
  folders: [],
  ...more,
});

const facts = (more: Partial<DetailsFacts> = {}): DetailsFacts => ({
  title: 'PDF forms',
  name: 'pdf-forms',
  description: 'Fills forms.',
  connection: { name: 'Team', production: true },
  published: { source: 'custom', createdAt: '2026-11-01T10:00:00Z', updatedAt: '2026-11-02T10:00:00Z' },
  failure: undefined,
  versions: [version({ name: 'v2', isLatest: true, author: 'Jane', note: 'Fixes dates', size: 2048 }), version()],
  folders: [{ folder: 'skills/pdf-forms', state: 'changed since v2', changed: true, impact: undefined }],
  uses: ['src/call.py:3'],
  usesCut: false,
  ...more,
});

const finding = (message: string): Finding =>
  ({ code: 'impact/host', class: 'wider', severity: 'high', message }) as unknown as Finding;

function kinds(node: Nodes, found = new Set<string>()): Set<string> {
  found.add(node.type);
  if ('children' in node) for (const child of node.children) kinds(child, found);
  return found;
}

/** The text of a page without the escapes. */
const plain = (page: string): string => page.replace(/\\([!-/:-@[-`{-~])/g, '$1');

describe('the page that tells about a skill', () => {
  it('has what it is, where the workspace has it, and its versions with notes, authors and sizes', () => {
    const page = plain(detailsPage(facts()));
    assert.match(page, /^# PDF forms\n\nFills forms\.\n/);
    assert.match(page, /\| Name \| pdf-forms \|\n\| Registry \| Team \(production\) \|\n\| Latest version \| v2, Nov /);
    assert.match(page, /\| skills\/pdf-forms \| changed since v2 \|\n\nCode that refers to it: src\/call\.py:3\./);
    assert.match(
      page,
      /\| v2 · latest \| Nov 1, 2026.*\| Jane \| 2\.0 KB \| Fixes dates \|\n\| v1 \| Nov 1.*\n\nSizes are shown/,
    );
    assert.match(page, /Not known yet\. Use \*Compare with Registry\* to find out\./);
  });

  it('has what the changes of a folder mean, the loudest classes first', () => {
    const [folder] = facts().folders;
    assert.ok(folder);
    const impact = [finding('Newly sends to example.com')];
    const page = plain(detailsPage(facts({ folders: [{ ...folder, impact }] })));
    assert.match(page, /\*\*Can do more\*\*\n\n- \*\*Important:\*\* Newly sends to example\.com/);
    const quiet = plain(detailsPage(facts({ folders: [{ ...folder, impact: [] }] })));
    assert.match(quiet, /No changes were found that users or callers would notice/);
  });

  it('says what is missing, and leaves out what has nothing to say', () => {
    const local = detailsPage(facts({ published: undefined, versions: [], uses: [], connection: undefined }));
    assert.doesNotMatch(local, /## Versions|## What the changes|Registry|Code that refers/);
    assert.match(detailsPage(facts({ folders: [] })), /No folder in this workspace is this skill/);
    assert.match(plain(detailsPage(facts({ failure: 'Team cannot be reached.' }))), /\*\*Team cannot be reached\.\*\*/);
    assert.match(detailsPage(facts({ versions: [] })), /All versions were deleted/);
    assert.match(detailsPage(facts({ versions: [version()] })), /\| Version \| Published \|\n\| --- \| --- \|\n/);
    const many = Array.from({ length: 150 }, () => version());
    assert.match(detailsPage(facts({ versions: many })), /50 older versions not listed here/);
  });

  it('takes nothing of a remote text for Markdown, HTML, a link or a command', () => {
    const evil =
      '](command:x) ![i](https://e.example/i.png) <img src=x> <https://e.example> https://e.example www.e.example ' +
      '[a](command:y) `code` **b** | cell\n\n# Head\n- item\n<script>1</script> &lt; \u202E';
    const [folder] = facts().folders;
    assert.ok(folder);
    const page = detailsPage({
      title: evil,
      name: evil,
      description: evil,
      connection: { name: evil, production: false },
      published: { source: evil, createdAt: evil, updatedAt: evil },
      failure: evil,
      versions: [version({ name: evil, isLatest: true, createdAt: evil, author: evil, note: evil, folders: [evil] })],
      folders: [{ folder: evil, state: evil, changed: true, impact: [finding(evil)] }],
      uses: [evil],
      usesCut: true,
    });
    const found = kinds(fromMarkdown(page));
    for (const kind of ['link', 'image', 'html', 'inlineCode', 'code', 'linkReference', 'definition'])
      assert.ok(!found.has(kind), kind);
    assert.equal(page.match(/^# /gm)?.length, 1);
    assert.ok(!page.includes('\u202E'));
    // What a preview would make a link of by itself.
    assert.doesNotMatch(page, /https?:|www\.|e\.example/);
    // Every row of a table has as many cells as its head.
    for (const row of page.split('\n').filter((line) => line.startsWith('| ')))
      assert.ok([2, 5, 6].includes(row.split(/(?<!\\)\|/).length - 2), row);
  });

  it('has an address that says what it is about', () => {
    for (const subject of [
      { kind: 'skill', connectionId: 'custom:Team A', skillId: 'skill_01Ab' },
      { kind: 'folder', folder: 'file:///w/My%20skill' },
    ] as const)
      assert.deepEqual(parseDetailsParts(toDetailsParts(subject, 'x')), subject);
    assert.equal(toDetailsParts({ kind: 'folder', folder: 'f' }, 'PDF/../forms').path, '/PDF-..-forms.md');
    assert.equal(parseDetailsParts({ authority: 'x' }), undefined);
  });
});
