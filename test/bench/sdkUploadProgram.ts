// What a script with the official SDK does: `node sdkUpload.js <url> <zip>` creates a skill of the archive.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Anthropic, { toFile } from '@anthropic-ai/sdk';

async function upload(baseURL: string, zip: string): Promise<void> {
  const client = new Anthropic({ baseURL, apiKey: 'a-key-for-measuring', maxRetries: 0 });
  const file = await toFile(readFileSync(zip), path.basename(zip), { type: 'application/zip' });
  await client.skills.create({ display_name: `Bench ${Date.now()}-${process.pid}`, files: [file] });
}

void upload(process.argv[2] ?? '', process.argv[3] ?? '');
