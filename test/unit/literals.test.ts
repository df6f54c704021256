import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { unsaid } from '../support/literals.ts';

/** What the window says out of these can be translated, all of it. One a line. */
const done = [
  'src/core/bundle',
  'src/core/impact',
  'src/core/lint',
  'src/core/listing',
  'src/core/publish',
  'src/core/registry',
  'src/core/skill',
  'src/core/text',
  'src/core/workspace',
  'src/extension.ts',
  'src/node/disk',
  'src/node/localRegistry',
  'src/node/signIn',
  'src/node/worker',
  'src/vscode',
];

/** Why some literals are the same in every language. Each: the files, and what of them. */
const reasons: Readonly<Record<string, readonly (readonly [files: RegExp, texts: RegExp])[]>> = {
  'only the command line and the action say it': [
    [/^src\/core\/lint\/(?:baseline\.ts|formats\/)/, /./],
    [/^src\/core\/publish\/plan(?:Check|File)\.ts$/, /./],
    [/^src\/core\/registry\/githubIdentity\.ts$/, /./],
    [/^src\/core\/text\/meant\.ts$/, /./],
    [/^src\/node\/disk\/git(?:Changes)?\.ts$/, /./],
    [
      /^src\/node\/localRegistry\/transfer\.ts$/,
      /instead of|is missing|cannot be read|of its times|one of an exported/,
    ],
  ],
  'it is written for others: into the publish history, a tag, a report, code': [
    [/^src\/core\/publish\/release\.ts$/, /^(?:Restores|Promoted from|Publish) |^unknown age$/],
    [/^src\/vscode\/commands\/reportIssue\.ts$/, /./],
    [/^src\/core\/publish\/snippets\.ts$/, /./],
    [/^src\/core\/impact\/show\.ts$/, /^- and \{\} more changes$/],
  ],
  'it is documentation': [[/^src\/core\/(?:skill\/documentation|lint\/configSchema)\.ts$/, /./]],
  'it is written into a skill': [
    [/^src\/core\/skill\/newSkill(?:Text)?\.ts$/, /./],
    [/^src\/core\/skill\/completion\.ts$/, /\$\{1:/],
    [/^src\/core\/skill\/fields\.ts$/, /^Proprietary\./],
    [
      /^src\/core\/skill\/fixing\/description\.ts$/,
      /^Describe what the skill does\.|^(?:at least|at most|more than|less than) $/,
    ],
    [/^src\/core\/skill\/fixing\/(?:description|files|layout|name)\.ts$/, /^(?:name|description): \{\}$|^#!|^---\n/],
    [/^src\/core\/skill\/fixing\/listing\.ts$/, /^\{\}\. Not for …, use \{\}\.$/],
    [/^src\/core\/skill\/rules\/contents\.ts$/, /## Contents/],
  ],
  'an agent says it to a model': [
    [/^src\/core\/listing\/listing\.ts$/, /^### /],
    [/^src\/core\/listing\/(?:overflow|template)\.ts$/, /./],
  ],
  'a service says it to a client, and this one speaks as the Skills API does': [
    [/^src\/node\/localRegistry\/(?!(?:database|storageError|transfer|worker)\.ts$)/, /./],
    [/^src\/node\/localRegistry\/database\.ts$/, /^(?:PRAGMA|SELECT|BEGIN|SQLite format) /],
    [/^src\/core\/registry\/transport\.ts$/, /^Bearer |^redirect refused$|^more than \{\} bytes$/],
    [/^src\/node\/disk\/gitFile\.ts$/, /^Authorization: /],
  ],
  'files are searched for it': [
    [/^src\/core\/impact\/(?:frontMatterFacts|requirements|stopWords|words)\.ts$/, /./],
    [/^src\/core\/impact\/(?:code|shell)\//, /./],
    [/^src\/core\/skill\/(?:certainty|htmlTag|markdownInline)\.ts$/, /./],
    [/^src\/core\/skill\/rules\/(?:description|homes|needs)\.ts$/, /^[a-z\d-]+(?: [a-z\d-]+)+ ?$|^ add$|^open\s$/],
    [/^src\/core\/skill\/rules\/unknownKeys\.ts$/, /^name$/],
    [/^src\/core\/bundle\/secret(?:Names|Values)\.ts$/, /./],
    [/^src\/core\/bundle\/(?:keyFiles|secretPatterns)\.ts$/, /PRIVATE KEY|^Private-Lines: $/],
  ],
  'it is a name or a command': [
    [/^src\/core\/skill\/(?:hover|rules\/unknownKeys)\.ts$/, /^(?:Skills API, claude\.ai|Claude Code|VS Code)$/],
    [/^src\/vscode\/host\/log\.ts$/, /^Skill Publisher$/],
    [/^src\/vscode\/commands\/workspace\/newSkill\.ts$/, /^processing-pdfs$/],
    [/^src\/vscode\/commands\/connection\/signInWithProfile\.ts$/, /^ant auth login$/],
    [/^src\/node\/signIn\/profiles\.ts$/, /^ant auth login |^workspace_id$/],
    [/^src\/node\/disk\/stateFolder\.ts$/, /^Application Support$/],
    [/^src\/vscode\/views\/registryItems\.ts$/, /^ID: \{\}$/],
    [/^src\/vscode\/commands\/publish\/publishFlow\.ts$/, /^skill_…$/],
  ],
  'it tells one thing from another': [
    [/^src\/core\/impact\/abilities\.ts$/, /^host \{\}$/],
    [
      /^src\/core\/impact\/checks\/(?:abilities|known)\.ts$/,
      /^(?:network client|rm -r of what is made anew|git clean -f|screen or clipboard|key store)$/,
    ],
    [/^src\/core\/listing\/(?:listing|summary)\.ts$/, /^name only$/],
    [/^src\/core\/skill\/scalar\.ts$/, /^a number \(base 60\)$/],
    [/^src\/core\/skill\/rules\/draft\.ts$/, /^far away$/],
    [/^src\/core\/bundle\/secretWords\.ts$/, /^ in base64$/],
    [/^src\/core\/publish\/publish\.ts$/, /^\{\} (?:folder|name|skill) \{\}$/],
    [/^src\/core\/registry\/endpoint\.ts$/, /^https?:$/],
    [/^src\/node\/disk\/gitRemote\.ts$/, /^file:$/],
    [/^src\/vscode\/views\/listingItems\.ts$/, /^name only$|^ first$/],
    [/^src\/core\/publish\/outcome\.ts$/, /^refused$/],
  ],
  'nobody reads it': [[/^src\/vscode\/language\/openCore\.ts$/, /^---\nname: sample\n/]],
  'it can only be a mistake of ours': [
    [/^src\/core\/skill\/budget\.ts$/, /^More than \{\} steps of work\.$/],
    [/^src\/core\/bundle\/archive\.ts$/, /^The archive read back/],
  ],
};
const exceptions = Object.values(reasons).flat();

function filesOf(place: string): readonly string[] {
  return place.endsWith('.ts') ? [place] : globSync(`${place}/**/*.ts`);
}

describe('what the window says', () => {
  it('leaves no literal out that somebody reads', () => {
    const used = new Set<(typeof exceptions)[number]>();
    const left = done.flatMap(filesOf).flatMap((file) =>
      unsaid(file, readFileSync(file, 'utf8'))
        .filter(({ text }) => {
          const why = exceptions.find(([files, texts]) => files.test(file.replaceAll('\\', '/')) && texts.test(text));
          if (why) used.add(why);
          return !why;
        })
        .map(({ line, text }) => `${file}:${line}: ${text}`),
    );
    assert.deepEqual(left, [], 'write them with l10n.t, or give a reason here');
    assert.deepEqual(
      exceptions.filter((each) => !used.has(each)),
      [],
      'reasons that are not needed',
    );
  });

  for (const [what, source, texts] of [
    ['a sentence, wherever it stands', "const failed = 'It could not be read.';", ['It could not be read.']],
    ['a template', 'const all = `Published ${name} to ${place}.`;', ['Published {} to {}.']],
    ['parts of a sentence', "say(`${name}${isOld ? ' · outdated' : ''}`);", [' · outdated']],
    ['a word beside a value', 'say(`latest: ${age}`);', ['latest: {}']],
    ['a word that is left out elsewhere', "const marks = [isActive ? 'active' : ''];", ['active']],
    ['a noun that is counted', "say(count + (count === 1 ? 'skill' : 'skills'));", ['skill', 'skills']],
    ['a word of a row', "rows.push({ label: 'Options', id: 'options' });", ['Options']],
    ['one of the words of a row', "rows.push({ description: note ?? 'none' });", ['none']],
    ['what a message shows', "void vscode.window.showInformationMessage('Done');", ['Done']],
    ['what an error says', "throw new HumanError('No version has it.');", ['No version has it.']],
    [
      'what stands in a translated text',
      "l10n.t`${name}${isOld ? ' (no longer there)' : ''}`;",
      [' (no longer there)'],
    ],
    ['nothing that can be translated', "say(l10n.t`It is there.`, plural(count, 'file'), l10n.mark('a key'));", []],
    ['no ids, paths, kinds and icons', "run('skillPublisher.open', { kind: 'file', icon: '$(add)' }, './a b');", []],
    ['no mistakes of ours, and no lines of the log', "log.info('It was done.'); throw new Error('No such row.');", []],
    ['no types and comparisons', "type Kind = 'name only' | 'all'; switch (kind) { case 'name only': break; }", []],
  ] as const)
    it(`is found: ${what}`, () => {
      assert.deepEqual(
        unsaid('planted.ts', source).map(({ text }) => text),
        texts,
      );
    });
});
