// Writes docs/rules.md from the table of rules: `npm run docs`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { rulesPage } from '../../src/core/skill/documentation.ts';

mkdirSync('docs', { recursive: true });
writeFileSync('docs/rules.md', rulesPage());
