// Writes docs/rules.md from the table of rules, and the tables of README.md from package.json: `npm run docs`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rulesPage } from '../../src/core/skill/documentation.ts';
import { withTables } from './readmeTables.ts';

mkdirSync('docs', { recursive: true });
writeFileSync('docs/rules.md', rulesPage());
writeFileSync('README.md', withTables(readFileSync('README.md', 'utf8')));
