import path from 'node:path';
import { buildArchive } from '../core/bundle/archive.ts';
import { visiblePath } from '../core/text/paths.ts';
import { scanSecrets, type SecretScan } from '../core/bundle/secrets.ts';
import { isInside } from '../node/disk/isInside.ts';
import { headOf } from '../core/workspace/judge.ts';
import { toDisplayText } from '../core/text/display.ts';
import { namePattern } from '../core/skill/limits.ts';
import { allowedFingerprints } from './allowSecret.ts';
import { resolveOneFolder, UsageError } from './arguments.ts';
import type { Run } from './command.ts';
import type { CliIo } from './io.ts';
import { formatProblems, toReported } from './report.ts';
import { plural } from '../core/text/size.ts';
import type { packFlags } from './rows/pack.ts';
import { writeNamedFile } from './namedPlace.ts';
import { shownPath } from './skillArguments.ts';
import { someOf } from './someOf.ts';
import { findWorkspace } from './workspace.ts';
import { takeSnapshot } from './skills.ts';

/** `skill-publisher pack`. */
export const packCommand: Run<typeof packFlags> = async ({ values, positionals }, io) => {
  const allowed = new Set(allowedFingerprints(values));
  const folder = await resolveOneFolder(positionals, io);
  const content = await takeSnapshot(folder, findWorkspace(folder, undefined, io.cwd), io);
  if (values.list === true) {
    for (const { path: file, size } of content.selection.files) io.stdout(`${visiblePath(file, Infinity)}\t${size}\n`);
    for (const { path: file, reason } of content.selection.leftOut)
      io.stdout(`(excluded) ${visiblePath(file, Infinity)}\t${toDisplayText(reason, 400)}\n`);
    return 0;
  }
  const problems = await content.judge(undefined, io.signal);
  const { name } = headOf(content.skill);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || name === undefined || !namePattern.test(name)) {
    io.stderr(formatProblems(positionals[0] ?? '', toReported(errors, content.files)));
    io.stderr(`Not packed: ${plural(errors.length, 'error')}.\n`);
    return 1;
  }
  const scan = await scanSecrets(content.files, { signal: io.signal });
  if (!isClean(scan, allowed, io)) return 1;
  const output = path.resolve(io.cwd, values.output ?? `${name}.zip`);
  if (isInside(folder, output))
    throw new UsageError(
      'The archive must not be written into the skill folder: the next one would include it. Choose ' +
        'another place with -o',
    );
  const bytes = await buildArchive(name, content.files, { signal: io.signal });
  await writeNamedFile('The archive', { file: output, shown: shownPath(output, io.cwd) }, bytes);
  io.stdout(`${output}\n`);
  const left = content.selection.leftOut.length;
  io.stderr(
    `${plural(content.files.length, 'file')}, ${bytes.length.toLocaleString('en')} bytes; ${left} left ` +
      `out${left > 0 ? ' (see pack --list)' : ''}. ${content.fingerprint}\n`,
  );
  return 0;
};

/**
 * False, and said why, when secrets stand in the way. What could not be searched is never packed, as it is never
 * published.
 */
export function isClean(
  { findings, failed, unsearched, cut }: SecretScan,
  allowed: ReadonlySet<string>,
  io: CliIo,
): boolean {
  if (unsearched.length > 0)
    io.stderr(
      `Of ${plural(unsearched.length, 'file')} only the readable text was searched for secrets (binary): ` +
        `${someOf(unsearched.map((file) => visiblePath(file)))}\n`,
    );
  const found = findings.filter(({ fingerprint }) => !allowed.has(fingerprint));
  for (const { path: file, line, what, preview, fingerprint } of found)
    io.stderr(
      `${visiblePath(file)}${line === undefined ? '' : `:${line}`} looks like ${what}: ${preview}; fingerprint ${fingerprint}\n`,
    );
  for (const file of failed) io.stderr(`${visiblePath(file)} could not be searched for secrets\n`);
  if (failed.length > 0) io.stderr('Not packed: exclude what cannot be searched with a line in .skillignore.\n');
  else if (found.length > 0)
    io.stderr('Not packed. Remove it, or add --allow-secret with its fingerprint if it is not a secret.\n');
  else if (cut) io.stderr('Not packed: too many places look like a secret to look at all of them.\n');
  return found.length === 0 && failed.length === 0 && !cut;
}
