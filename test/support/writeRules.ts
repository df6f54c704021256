// Writes docs/rules.md and the schema of the configuration from the table of rules, and the tables of README.md from package.json: `npm run docs`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { configSchema } from '../../src/core/lint/configSchema.ts';
import { rulesPage } from '../../src/core/skill/documentation.ts';
import { withTables } from './readmeTables.ts';

mkdirSync('docs', { recursive: true });
writeFileSync('docs/rules.md', rulesPage());
mkdirSync('schema', { recursive: true });
writeFileSync('schema/skill-publisher.config.schema.json', `${JSON.stringify(configSchema(), undefined, 2)}\n`);
writeFileSync('README.md', withTables(readFileSync('README.md', 'utf8')));
