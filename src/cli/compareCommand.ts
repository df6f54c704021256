import { createTwoFilesPatch } from 'diff';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { differences, type FileDifference } from '../core/bundle/difference.ts';
import { isBinary } from '../core/bundle/readableText.ts';
import type { ArchiveFile } from '../core/bundle/extract.ts';
import { toJson } from '../core/text/json.ts';
import { visiblePath } from '../core/text/paths.ts';
import { findIncomplete } from '../core/workspace/readSkill.ts';
import { resolveFolder, UsageError } from './arguments.ts';
import type { Run } from './command.ts';
import type { CliIo } from './io.ts';
import { openConnection, type CliConnection } from './connection.ts';
import { download, findPublished, parseReference, Refusal, tellFailures, wantedVersion } from './publishedSkill.ts';
import { printExact } from './printExact.ts';
import type { compareFlags } from './rows/lifecycle.ts';
import { takeSnapshot } from './skills.ts';
import { findWorkspace } from './workspace.ts';

/** `skill-publisher compare`. */
export const compareCommand: Run<typeof compareFlags> = async ({ values, positionals }, io) => {
  const [one, other, ...more] = positionals;
  if (one === undefined || more.length > 0) throw new UsageError('Name one or two sides to compare');
  let opened: Promise<CliConnection> | undefined;
  // Two folders are compared without a connection, and without a key.
  const connect = (): Promise<CliConnection> => (opened ??= openConnection(values, io));
  return tellFailures({ io }, async () => {
    const left = other === undefined ? await publishedFiles(one, await connect()) : await side(one, connect, io);
    const right = await side(other ?? one, connect, io);
    const found = differences(left, right);
    if (values.format === 'json') io.stdout(toJson(found.map(({ path: file, kind }) => ({ path: file, kind }))));
    else if (values.format === 'patch') for (const difference of found) printExact(toPatchText(difference), io);
    else for (const difference of found) io.stdout(toLine(difference));
    if (found.length === 0 && values.format === undefined) io.stderr('No differences.\n');
    return found.length === 0 ? 0 : 1;
  });
};

async function side(name: string, connect: () => Promise<CliConnection>, io: CliIo): Promise<readonly ArchiveFile[]> {
  const isFolder = (await stat(path.resolve(io.cwd, name)).catch(() => undefined))?.isDirectory() === true;
  return isFolder ? ownFiles(name, io) : publishedFiles(name, await connect());
}

async function publishedFiles(name: string, connection: CliConnection): Promise<readonly ArchiveFile[]> {
  const { skill, version } = parseReference(name);
  return (await download(wantedVersion(await findPublished(skill, connection), version), connection)).files;
}

async function ownFiles(name: string, io: CliIo): Promise<readonly ArchiveFile[]> {
  const folder = await resolveFolder(name, io);
  const content = await takeSnapshot(folder, findWorkspace(folder, undefined, io.cwd), io);
  const incomplete = findIncomplete(content);
  if (incomplete) throw new Refusal(incomplete.message);
  return content.files;
}

const signs = { added: '+', removed: '-', changed: '~', mode: 'x' } as const;

function toLine({ path: file, kind }: FileDifference): string {
  return `${signs[kind]} ${visiblePath(file, Infinity)}${kind === 'mode' ? ' (may be executed on one side only)' : ''}\n`;
}

function toPatchText({ path: file, left, right, kind }: FileDifference): string {
  const name = visiblePath(file, Infinity);
  if (kind === 'mode') return toLine({ path: file, left, right, kind });
  if ([left, right].some((each) => each && isBinary(each.content)))
    return `Binary files a/${name} and b/${name} differ\n`;
  const text = (each: ArchiveFile | undefined): string => new TextDecoder().decode(each?.content ?? new Uint8Array());
  const [from, to] = [left ? `a/${name}` : '/dev/null', right ? `b/${name}` : '/dev/null'];
  return createTwoFilesPatch(from, to, text(left), text(right)).replace(/^=+\n/, '');
}
