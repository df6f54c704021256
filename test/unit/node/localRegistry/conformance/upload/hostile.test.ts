import assert from 'node:assert/strict';
import { writeArchive } from '../../../../../../src/node/localRegistry/archive.ts';
import {
  filePart,
  formBody,
  skillMd,
  skillMdText,
  type Caller,
  type FormPart,
} from '../../../../../support/localRegistryCaller.ts';
import { conforms, type Row } from '../../../../../support/localRegistryConformance.ts';

const LIMIT = 31_457_280;

async function refuses(caller: Caller, parts: readonly FormPart[], message: string | RegExp): Promise<void> {
  const answer = await caller.post('/v1/skills', parts);
  assert.equal(answer.status, 400);
  if (typeof message === 'string') assert.equal(answer.message, message);
  else assert.match(answer.message ?? '', message);
  assert.deepEqual((await caller.get('/v1/skills')).json['data'], []);
}

async function accepts(caller: Caller, parts: readonly FormPart[]): Promise<void> {
  const answer = await caller.post('/v1/skills', parts);
  assert.equal(answer.status, 200, answer.message);
}

function zip(files: Readonly<Record<string, string>>): FormPart {
  const packed = Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text), mode: 0o644 }));
  return filePart('upload.zip', writeArchive(packed));
}

/** A SKILL.md whose front matter is `yaml`. */
function withYaml(yaml: string): FormPart {
  return filePart('a-skill/SKILL.md', `---\n${yaml}\n---\nbody\n`);
}

const layout: readonly Row[] = [
  [
    'the field name is files[]: a bare files gives GA "files[]: Field required", beta "No files provided"',
    async ({ ga, beta }) => {
      const part = { ...skillMd('a-skill'), name: 'files' };
      await refuses(ga, [part], 'files[]: Field required');
      await refuses(beta, [part], 'No files provided');
      await refuses(ga, [], 'files[]: Field required');
      await refuses(beta, [], 'No files provided');
    },
  ],
  [
    "a part without filename: files[].0: Expected UploadFile, received: <class 'str'>",
    async ({ ga, beta }) => {
      for (const caller of [ga, beta]) {
        await refuses(
          caller,
          [{ name: 'files[]', content: 'x' }],
          "files[].0: Expected UploadFile, received: <class 'str'>",
        );
        await refuses(
          caller,
          [skillMd('a-skill'), { name: 'files[]', content: 'x' }],
          "files[].1: Expected UploadFile, received: <class 'str'>",
        );
      }
    },
  ],
  [
    'zip: decided by the file name, the Content-Type is irrelevant',
    async ({ ga }) => {
      const archive = zip({ 'a-skill/SKILL.md': skillMdText('a-skill') });
      await refuses(
        ga,
        [{ ...archive, fileName: 'a-skill/archive.bin' }],
        'SKILL.md file must be exactly in the top-level folder.',
      );
      await accepts(ga, [archive]);
      await accepts(ga, [{ ...archive, fileName: 'ARCHIVE.ZIP' }]);
    },
  ],
  [
    'file names are raw UTF-8, only the quote is escaped, as %22',
    async ({ ga }) => {
      const answer = await ga.post('/v1/skills', [skillMd('a-skill'), filePart('a-skill/%22q%22.txt', 'x')]);
      // As a quote, which no file of every system may have in its name; as it came it would be accepted.
      assert.equal(answer.status, 400);
      assert.match(answer.message ?? '', /path with invalid characters/);
      await accepts(ga, [skillMd('a-skill'), filePart('a-skill/%20\u00fcn\u00ef.txt', 'x')]);
    },
  ],
  [
    'beta: one top-level directory, its name must equal the name in SKILL.md',
    async ({ beta }) => {
      await refuses(
        beta,
        [{ ...skillMd('my-skill'), fileName: 'skills/SKILL.md' }],
        "The folder name 'skills' must match the skill name 'my-skill' in SKILL.md.",
      );
      await accepts(beta, [skillMd('my-skill')]);
    },
  ],
  [
    'beta: SKILL.md file must be exactly in the top-level folder (bare names, as SDK 0.67.0 sends them)',
    async ({ beta }) => {
      await refuses(
        beta,
        [{ ...skillMd('a-skill'), fileName: 'SKILL.md' }, filePart('run.py', 'x')],
        'SKILL.md file must be exactly in the top-level folder.',
      );
    },
  ],
  [
    'beta: Zip must contain a top-level folder with all files inside it, including SKILL.md',
    async ({ beta }) => {
      await refuses(
        beta,
        [zip({ 'SKILL.md': skillMdText('a-skill') })],
        'Zip must contain a top-level folder with all files inside it, including SKILL.md',
      );
    },
  ],
  [
    'GA: SKILL.md may also lie at the root',
    async ({ ga }) => {
      await accepts(ga, [{ ...skillMd('a-skill'), fileName: 'SKILL.md' }, filePart('scripts/run.py', 'x')]);
      await accepts(ga, [zip({ 'SKILL.md': skillMdText('b-skill'), 'scripts/run.py': 'x' })]);
    },
  ],
  [
    'GA: the folder may be called otherwise',
    async ({ ga }) => {
      await accepts(ga, [{ ...skillMd('financial-skill'), fileName: 'financial_skill/SKILL.md' }]);
    },
  ],
  [
    "GA: without name in the front matter, the directory's name is the slug",
    async ({ ga }) => {
      await refuses(ga, [filePart('SKILL.md', '---\ndescription: d\n---\n')], "field 'name' in SKILL.md is required");
      await refuses(ga, [filePart('From Folder/SKILL.md', '---\ndescription: d\n---\n')], /lowercase letters/);
      const answer = await ga.post('/v1/skills', [filePart('from-folder/SKILL.md', '---\ndescription: d\n---\n')]);
      assert.equal(answer.json['display_name'], 'from-folder');
    },
  ],
  [
    'no SKILL.md at all',
    async ({ ga, beta }) => {
      for (const caller of [ga, beta])
        await refuses(
          caller,
          [filePart('a-skill/README.md', 'x')],
          'SKILL.md file must be exactly in the top-level folder.',
        );
    },
  ],
  [
    'the name is exactly SKILL.md',
    async ({ ga }) => {
      for (const name of ['skill.md', 'Skill.md', 'SKILL.MD'])
        await refuses(ga, [{ ...skillMd('a-skill'), fileName: `a-skill/${name}` }], /SKILL\.md/);
    },
  ],
  [
    'SKILL.md nested deeper',
    async ({ ga, beta }) => {
      for (const caller of [ga, beta]) {
        await refuses(
          caller,
          [{ ...skillMd('dora'), fileName: 'skills/dora/SKILL.md' }],
          'SKILL.md file must be in the top-level folder, not nested deeper. Currently at skills/dora/SKILL.md',
        );
      }
    },
  ],
  [
    'exactly one SKILL.md',
    async ({ ga, beta }) => {
      const text = skillMdText('a-skill');
      for (const caller of [ga, beta]) {
        await refuses(
          caller,
          [zip({ 'a-skill/SKILL.md': text, 'a-skill/b/SKILL.md': text })],
          'Zip must contain exactly one SKILL.md file. Currently there are 2.',
        );
        await refuses(
          caller,
          [skillMd('a-skill'), { ...skillMd('b'), fileName: 'a-skill/b/SKILL.md' }],
          'Upload must contain exactly one SKILL.md file. Currently there are 2.',
        );
      }
    },
  ],
  [
    'exactly one top-level folder',
    async ({ ga, beta }) => {
      for (const caller of [ga, beta]) {
        await refuses(
          caller,
          [zip({ 'a-skill/SKILL.md': skillMdText('a-skill'), 'other/x': 'x' })],
          'Zip must contain exactly one top-level folder. Currently there are 2.',
        );
        await refuses(
          caller,
          [skillMd('a-skill'), filePart('other/x', 'x')],
          'All files must be inside the top-level folder',
        );
        await refuses(
          caller,
          [skillMd('a-skill'), filePart('x', 'x')],
          'All files must be inside the top-level folder',
        );
      }
    },
  ],
  [
    'no plugin manifest',
    async ({ ga, beta }) => {
      for (const caller of [ga, beta])
        await refuses(
          caller,
          [skillMd('a-skill'), filePart('a-skill/.claude-plugin/plugin.json', '{}')],
          /cannot contain a plugin manifest/,
        );
    },
  ],
  [
    'paths with invalid characters',
    async ({ ga }) => {
      for (const path of ['a-skill/../x', 'a-skill/a\\b', 'a-skill//x', 'a-skill/a\tb', 'a-skill/CON']) {
        await refuses(
          ga,
          [skillMd('a-skill'), filePart(path, 'x')],
          /^Upload contains path with invalid characters: The upload contains /,
        );
      }
      await refuses(
        ga,
        [zip({ 'a-skill/SKILL.md': skillMdText('a-skill'), 'a-skill/a\tb': 'x' })],
        /^Zip file contains path with invalid characters: The archive contains /,
      );
    },
  ],
  [
    'what is acted on without asking, loose and packed',
    async ({ ga, beta }) => {
      const kinds: readonly (readonly string[])[] = [
        ['.git/config'],
        ['sub/.GIT'],
        ['GIT~1/config'],
        ['.hg/hgrc'],
        ['HEAD', 'objects/a', 'refs/a'],
        ['data/HEAD', 'data/objects/a', 'data/refs/a'],
        ['x.lnk'],
      ];
      for (const caller of [ga, beta]) {
        for (const kind of kinds) {
          const paths = kind.map((path) => `a-skill/${path}`);
          await refuses(
            caller,
            [skillMd('a-skill'), ...paths.map((path) => filePart(path, 'x'))],
            /^Upload is refused: The upload contains “.*without asking\.$/,
          );
          const files = Object.fromEntries(paths.map((path) => [path, 'x']));
          await refuses(
            caller,
            [zip({ 'a-skill/SKILL.md': skillMdText('a-skill'), ...files })],
            /^Zip file is refused: The archive contains “.*without asking\.$/,
          );
        }
      }
    },
  ],
  [
    'loose files are not called a zip: two that are one file on some systems',
    async ({ ga }) => {
      await refuses(
        ga,
        [skillMd('a-skill'), filePart('a-skill/a', '1'), filePart('a-skill/A', '2')],
        /^Upload cannot be read: The upload contains “/,
      );
    },
  ],
];

const frontMatter: readonly (readonly [string, FormPart, string])[] = [
  [
    'SKILL.md must start with YAML frontmatter (---)',
    filePart('a-skill/SKILL.md', '# no front matter'),
    'SKILL.md must start with YAML frontmatter (---)',
  ],
  [
    'a byte order mark before it',
    filePart('a-skill/SKILL.md', '\ufeff---\nname: a-skill\ndescription: d\n---\n'),
    'SKILL.md must start with YAML frontmatter (---)',
  ],
  [
    'a blank line before it',
    filePart('a-skill/SKILL.md', '\n---\nname: a-skill\ndescription: d\n---\n'),
    'SKILL.md must start with YAML frontmatter (---)',
  ],
  [
    'malformed YAML frontmatter in SKILL.md',
    withYaml('name: a-skill\ndescription: Use when: x'),
    'malformed YAML frontmatter in SKILL.md',
  ],
  [
    'no closing line',
    filePart('a-skill/SKILL.md', '---\nname: a-skill\ndescription: d\n'),
    'malformed YAML frontmatter in SKILL.md',
  ],
  ['not a mapping', withYaml('- a\n- b'), 'malformed YAML frontmatter in SKILL.md'],
  ['thousands of brackets', withYaml('['.repeat(12_000)), 'malformed YAML frontmatter in SKILL.md'],
  [
    'front matter without end',
    withYaml(`description: ${'x'.repeat(20_000)}`),
    'malformed YAML frontmatter in SKILL.md',
  ],
  [
    "cannot contain the reserved word 'claude'",
    withYaml('name: claude-tools\ndescription: d'),
    "Skill name in SKILL.md cannot contain the reserved word 'claude'.",
  ],
  [
    "cannot contain the reserved word 'anthropic'",
    withYaml('name: my-anthropic\ndescription: d'),
    "Skill name in SKILL.md cannot contain the reserved word 'anthropic'.",
  ],
  [
    'name 1 to 64',
    withYaml(`name: ${'a'.repeat(65)}\ndescription: d`),
    "field 'name' in SKILL.md must be at most 64 characters",
  ],
  [
    'name [a-z0-9-]',
    withYaml('name: My_Skill\ndescription: d'),
    'Skill name in SKILL.md can only contain lowercase letters, numbers, and hyphens.',
  ],
  ['name is a string', withYaml('name: 12\ndescription: d'), "field 'name' in SKILL.md must be a string"],
  [
    'description at most 1024 characters',
    withYaml(`name: a-skill\ndescription: ${'x'.repeat(1025)}`),
    "field 'description' in SKILL.md must be at most 1024 characters",
  ],
  [
    'description cannot contain XML tags',
    withYaml('name: a-skill\ndescription: a <b>bold</b> word'),
    'SKILL.md description cannot contain XML tags',
  ],
  ['description is required', withYaml('name: a-skill'), "field 'description' in SKILL.md is required"],
  [
    'description must not be empty',
    withYaml('name: a-skill\ndescription: ""'),
    "field 'description' in SKILL.md must not be empty",
  ],
  [
    'keys: name, description, license, allowed-tools, compatibility, metadata',
    withYaml('name: a-skill\ndescription: d\nversion: 1'),
    'unexpected key in SKILL.md frontmatter: properties must be in ' +
      "('name','description','license','allowed-tools','compatibility','metadata')",
  ],
  [
    'UTF-8',
    filePart('a-skill/SKILL.md', Buffer.from('---\nname: a-skill\ndescription: caf\xe9\n---\n', 'latin1')),
    'SKILL.md must be encoded in UTF-8',
  ],
];

const labels: readonly Row[] = [
  [
    'beta display_title at most 64 characters, GA display_name at most 255',
    async ({ ga, beta }) => {
      await refuses(
        beta,
        [{ name: 'display_title', content: 'x'.repeat(65) }, skillMd('a-skill')],
        'display_title must be at most 64 characters long',
      );
      await refuses(
        ga,
        [{ name: 'display_name', content: 'x'.repeat(256) }, skillMd('a-skill')],
        'display_name must be at most 255 characters long',
      );
      await beta.create('one', '\u{1f600}'.repeat(64));
      await ga.create('two', '\u{1f600}'.repeat(255));
    },
  ],
  [
    'GA display_name is a single line',
    async ({ ga }) => {
      await refuses(
        ga,
        [{ name: 'display_name', content: 'two\nlines' }, skillMd('a-skill')],
        'display_name must be a single line',
      );
    },
  ],
  [
    'description of exactly 1024 characters, name of 64: accepted',
    async ({ ga }) => {
      await accepts(ga, [filePart('a/SKILL.md', skillMdText('a'.repeat(64), '', '\u{1f600}'.repeat(1024)))]);
    },
  ],
  [
    'a lone > or < in the description is no tag',
    async ({ ga }) => {
      await accepts(ga, [filePart('a/SKILL.md', skillMdText('a-skill', '', 'files > 5 MB, a < b and c > d'))]);
    },
  ],
  [
    'line ends may be CRLF',
    async ({ ga }) => {
      await accepts(ga, [filePart('a/SKILL.md', skillMdText('a-skill').replaceAll('\n', '\r\n'))]);
    },
  ],
];

const size: readonly Row[] = [
  [
    'the body limit is 31,457,280 bytes inclusive; +1 is 413 request_too_large',
    async ({ ga, registry }) => {
      const sized = (total: number) => {
        const empty = formBody([skillMd('a-skill'), filePart('a-skill/big.bin', '')]).length;
        return formBody([skillMd('a-skill'), filePart('a-skill/big.bin', Buffer.alloc(total - empty, 'ab'))]);
      };
      const headers = { 'content-type': 'multipart/form-data; boundary=----local-registry-test' };
      const over = await ga.call('POST', '/v1/skills', { body: sized(LIMIT + 1), headers });
      assert.equal(over.status, 413);
      assert.match(over.message ?? '', /requests up to 30MBs/);
      assert.match(JSON.stringify(over.json), /"type":"request_too_large"/);
      const before = registry.store.counts().skills;
      const exact = await ga.call('POST', '/v1/skills', { body: sized(LIMIT), headers });
      assert.equal(exact.status, 200, exact.message);
      assert.equal(registry.store.counts().skills, before + 1);
    },
  ],
  [
    '413 also without a content-length',
    async ({ ga }) => {
      const body = Buffer.alloc(LIMIT + 1);
      assert.equal((await ga.chunked('/v1/skills', body)).status, 413);
    },
  ],
  [
    '30 MB uncompressed: a small zip of more is refused',
    async ({ ga }) => {
      const big = writeArchive([
        { path: 'a-skill/SKILL.md', content: Buffer.from(skillMdText('a-skill')), mode: 0o644 },
        { path: 'a-skill/big.bin', content: Buffer.alloc(LIMIT), mode: 0o644 },
      ]);
      await refuses(ga, [filePart('a.zip', big)], /Total upload size must be under 30 MB \(uncompressed\)/);
    },
  ],
];

const counts: readonly Row[] = [
  [
    'an archive of 10,000 files is taken, of one more refused',
    async ({ ga }) => {
      const files = (count: number) =>
        zip({
          'a-skill/SKILL.md': skillMdText('a-skill'),
          ...Object.fromEntries(
            Array.from({ length: count - 1 }, (_, index): [string, string] => [`a-skill/${index}`, '']),
          ),
        });
      await refuses(ga, [files(10_001)], /10,?000/);
      await accepts(ga, [files(10_000)]);
    },
  ],
];

conforms('6.1, number of files', counts);
conforms('6, upload layout', layout);
conforms(
  '6.1 and 8.1, front matter',
  frontMatter.map(([sentence, part, message]) => [
    sentence,
    async ({ ga, beta }) => {
      for (const caller of [ga, beta]) await refuses(caller, [part], message);
    },
  ]),
);
conforms('6.1, labels and limits', labels);
conforms('6.1, size', size);
