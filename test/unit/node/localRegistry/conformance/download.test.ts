import assert from 'node:assert/strict';
import { extractArchive } from '../../../../../src/core/bundle/extract.ts';
import { writeArchive } from '../../../../../src/node/localRegistry/archive.ts';
import { filePart, skillMd, skillMdText, type Caller } from '../../../../support/localRegistryCaller.ts';
import { conforms } from '../../../../support/localRegistryConformance.ts';

async function create(caller: Caller, parts: Parameters<Caller['post']>[1]) {
  const { json, message } = await caller.post('/v1/skills', parts);
  assert.equal(message, undefined);
  return { id: String(json['id']), version: String(json['latest_version_id']) };
}

conforms('7, download', [
  [
    "Content-Type: application/zip, Content-Disposition: attachment; filename*=utf-8''<name>.zip, no plain filename=",
    async ({ ga }) => {
      const { id, version } = await create(ga, [skillMd('my-skill')]);
      const { headers } = await ga.get(`/v1/skills/${id}/versions/${version}/content`);
      assert.equal(headers['content-type'], 'application/zip');
      assert.equal(headers['content-disposition'], "attachment; filename*=utf-8''my-skill.zip");
    },
  ],
  [
    'layout: one wrapper directory <name>/ then SKILL.md, scripts/…',
    async ({ ga }) => {
      const { id, version } = await create(ga, [
        filePart('my_skill/scripts/run.py', 'print(1)'),
        { ...skillMd('my-skill'), fileName: 'my_skill/SKILL.md' },
        filePart('my_skill/assets/\u00fcn\u00ef.txt', 'x'),
      ]);
      const { bytes } = await ga.get(`/v1/skills/${id}/versions/${version}/content`);
      assert.deepEqual(
        extractArchive(bytes).map((file) => file.path),
        ['my-skill/SKILL.md', 'my-skill/assets/\u00fcn\u00ef.txt', 'my-skill/scripts/run.py'],
      );
    },
  ],
  [
    'an uploaded zip comes back byte for byte, wrapped or not',
    async ({ ga }) => {
      for (const folder of ['my-skill/', '']) {
        const zip = writeArchive([
          { path: `${folder}SKILL.md`, content: Buffer.from(skillMdText('my-skill', folder)), mode: 0o644 },
          { path: `${folder}run.sh`, content: Buffer.from('#!/bin/sh\n'), mode: 0o755 },
        ]);
        const { id, version } = await create(ga, [filePart('x.zip', zip)]);
        assert.ok((await ga.get(`/v1/skills/${id}/versions/${version}/content`)).bytes.equals(zip));
      }
    },
  ],
  [
    'GA takes skver_… and, on this route, the number; beta the number',
    async ({ ga, beta }) => {
      const { id, version } = await create(ga, [skillMd('my-skill')]);
      const number = String((await beta.get(`/v1/skills/${id}`)).json['latest_version']);
      for (const [caller, slot] of [
        [ga, version],
        [ga, number],
        [beta, number],
      ] as const) {
        assert.equal((await caller.get(`/v1/skills/${id}/versions/${slot}/content`)).status, 200);
      }
    },
  ],
  [
    'unknown skill or version: 404 that always says Skill not found',
    async ({ ga }) => {
      const { id } = await create(ga, [skillMd('my-skill')]);
      for (const [skill, slot] of [
        [id, 'skver_01nothing'],
        [id, '1759178010641129'],
        ['skill_none', 'skver_01nothing'],
      ] as const) {
        const answer = await ga.get(`/v1/skills/${skill}/versions/${slot}/content`);
        assert.deepEqual([answer.status, answer.message], [404, `Skill not found: ${skill}`]);
      }
    },
  ],
  [
    "Anthropic's own skills are not downloadable with normal keys: 403",
    async ({ ga, registry }) => {
      registry.seed('docx', 'anthropic', 'docx');
      const version = String((await ga.get('/v1/skills/docx')).json['latest_version_id']);
      const answer = await ga.get(`/v1/skills/docx/versions/${version}/content`);
      assert.equal(answer.status, 403);
      assert.match(answer.message ?? '', /^Downloading skill content is not supported with this credential type\./);
    },
  ],
  [
    'nor are those of source anthropic_example and plugin',
    async ({ ga, registry }) => {
      for (const [id, source] of [
        ['skill_01Example', 'anthropic_example'],
        ['skill_01Plugin', 'plugin'],
      ] as const) {
        registry.seed(id, source, 'seeded');
        const version = String((await ga.get(`/v1/skills/${id}`)).json['latest_version_id']);
        assert.equal((await ga.get(`/v1/skills/${id}/versions/${version}/content`)).status, 403, source);
        registry.store.transaction(() => {
          registry.store.deleteSkill(id);
        });
      }
    },
  ],
  [
    'versions never change: each keeps its own bytes',
    async ({ ga }) => {
      const { id, version } = await create(ga, [skillMd('my-skill', 'first')]);
      const before = (await ga.get(`/v1/skills/${id}/versions/${version}/content`)).bytes;
      await ga.addVersion(id, 'my-skill', 'second');
      assert.ok((await ga.get(`/v1/skills/${id}/versions/${version}/content`)).bytes.equals(before));
    },
  ],
  [
    'a version is a complete snapshot: files left out are not carried over',
    async ({ ga }) => {
      const { id } = await create(ga, [skillMd('my-skill'), filePart('my-skill/old.txt', 'x')]);
      const version = await ga.addVersion(id, 'my-skill', 'second');
      const { bytes } = await ga.get(`/v1/skills/${id}/versions/${version}/content`);
      assert.deepEqual(
        extractArchive(bytes).map((file) => file.path),
        ['my-skill/SKILL.md'],
      );
    },
  ],
]);
