// Writes l10n/bundle.l10n.json, the words that can be translated: `npm run l10n`. Prints what of them German lacks.
import { readFileSync, writeFileSync } from 'node:fs';
import { extractMessages } from './messages.ts';

const messages = await extractMessages();
writeFileSync('l10n/bundle.l10n.json', `${JSON.stringify(messages, undefined, 2)}\n`);
const german = JSON.parse(readFileSync('l10n/bundle.l10n.de.json', 'utf8')) as Readonly<Record<string, string>>;
for (const message of Object.keys(messages)) if (german[message] === undefined) console.log(JSON.stringify(message));
